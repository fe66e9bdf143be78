/**
 * The hardened elector with one bug planted in it, many times over: what a hunt that is worth its name has to find. Each
 * mutant is the real elector with one method bent on the instance; nothing here is known to the source.
 */
import type { AnyProtocol, Boot } from '../../src/core/protocol';
import { addProtocol } from '../../src/core/registry';
import { HardenedElector } from '../../src/core/protocols/quorum/elector';
import { quorumProtocol } from '../../src/core/protocols/quorum/protocol';
import type { PeerState, QuorumState } from '../../src/core/protocols/quorum/state';
import { countBound } from '../../src/core/protocols/quorum/promise';
import type { Observation } from '../../src/core/program';
import type { QuorumAccept, QuorumHeartbeat, QuorumOffer } from '../../src/core/protocols/quorum/message';

/** The inside of an elector, as a saboteur sees it. */
interface Inside {
  readonly state: QuorumState;
  settings: {
    readonly size: number;
    readonly downAfterUs: number;
    readonly safeguards: Readonly<Record<string, boolean>>;
  };
  durableChanged: boolean;
  catchUp(nowUs: number): void;
  onHeartbeat(peer: PeerState, message: QuorumHeartbeat, nowUs: number): void;
  onOffer(peer: PeerState, offer: QuorumOffer, nowUs: number): void;
  onQuestion(peer: PeerState, offer: QuorumOffer, nowUs: number): void;
  onAccept(peer: PeerState, accept: QuorumAccept, nowUs: number): void;
  onAnswer(peer: PeerState, answer: QuorumAccept, nowUs: number): void;
  ask(nowUs: number): void;
  releaseVote(peer: PeerState): void;
  adoptEpoch(epoch: number, peer: PeerState, leads: boolean, nowUs: number): void;
  follow(primary: string | null, nowUs: number): void;
  takeEcho(peer: PeerState, echoUs: number, nowUs: number): void;
  renewAuthority(nowUs: number): void;
  becomeCandidate(nowUs: number): void;
  becomePrimary(nowUs: number): void;
  grantUs(): number;
  observe(): Observation;
}

export interface Mutant {
  readonly name: string;
  readonly sabotage: (elector: Inside) => void;
  /** What it does to what is found on the disk at a start. */
  readonly boot?: (boot: Boot) => Boot;
}

/** Calls the method as it was. */
function bend<K extends keyof Inside>(elector: Inside, name: K, how: (was: Inside[K]) => Inside[K]): void {
  const was = (elector[name] as (...args: never[]) => unknown).bind(elector) as Inside[K];
  elector[name] = how(was);
}

const off = (elector: Inside, safeguard: string): void => {
  elector.settings = {
    ...elector.settings,
    safeguards: { ...elector.settings.safeguards, [safeguard]: false },
  };
};

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'accepts two candidates of one epoch',
    sabotage: (elector) =>
      bend(elector, 'onOffer', (was) => (peer, offer, nowUs) => {
        if (offer.newEpoch === elector.state.promised) elector.state.promised -= 1;
        was(peer, offer, nowUs);
      }),
  },
  {
    name: 'counts votes for another epoch',
    sabotage: (elector) =>
      bend(elector, 'onAccept', (was) => (peer, accept, nowUs) => {
        was(peer, accept.pre === 1 ? accept : { ...accept, epoch: elector.state.promised }, nowUs);
      }),
  },
  {
    name: 'counts one voter as often as it answers',
    sabotage: (elector) => {
      const asked = elector.onAccept.bind(elector);
      elector.onAccept = (peer, accept, nowUs) => {
        const { state } = elector;
        if (accept.pre === 1) return asked(peer, accept, nowUs);
        if (state.role !== 'candidate' || accept.epoch !== state.promised) return;
        state.votes.push(peer.id);
        if (state.votes.length >= Math.floor(elector.settings.size / 2) + 1) elector.becomePrimary(nowUs);
      };
    },
  },
  {
    name: 'adopts an epoch without stepping down',
    sabotage: (elector) =>
      bend(elector, 'adoptEpoch', (was) => (epoch, peer, leads, nowUs) => {
        if (elector.state.role !== 'primary') return was(epoch, peer, leads, nowUs);
        elector.state.epoch = epoch;
        elector.durableChanged = true;
      }),
  },
  {
    name: 'takes half for a majority',
    sabotage: (elector) => {
      const quorum = Math.max(1, Math.ceil(elector.settings.size / 2));
      elector.settings = { ...elector.settings, quorum } as Inside['settings'];
    },
  },
  {
    name: 'goes on granting after a promise',
    sabotage: (elector) => {
      elector.grantUs = () => elector.state.grantSentAtUs;
    },
  },
  {
    name: 'counts its lease from the answer, not from the question',
    sabotage: (elector) =>
      bend(elector, 'takeEcho', (was) => (peer, echoUs, nowUs) => {
        if (echoUs >= elector.state.wonAtUs) was(peer, nowUs, nowUs);
      }),
  },
  {
    name: 'has a lease longer than the patience of the others',
    sabotage: (elector) => {
      const leaseUs = elector.settings.downAfterUs * 1.5;
      elector.settings = { ...elector.settings, leaseUs } as Inside['settings'];
    },
  },
  {
    name: 'never lets its authority run out',
    sabotage: (elector) =>
      bend(elector, 'renewAuthority', (was) => (nowUs) => {
        was(nowUs);
        if (elector.state.hasAuthority) elector.state.authorityUntilUs = Infinity;
      }),
  },
  {
    name: 'forgets its vote with its memory',
    sabotage: () => undefined,
    boot: (boot) => ({ ...boot, disk: boot.disk && { ...boot.disk, promised: 0, votedFor: null } }),
  },
  {
    name: 'offers an epoch that it gave its vote in',
    sabotage: (elector) =>
      bend(elector, 'becomeCandidate', (was) => (nowUs) => {
        elector.state.promised = elector.state.epoch;
        elector.state.promiseHeard = 0;
        was(nowUs);
      }),
  },
  {
    name: 'wins when its time is over',
    sabotage: (elector) =>
      bend(elector, 'catchUp', (was) => (nowUs) => {
        const { state } = elector;
        if (state.role === 'candidate' && nowUs >= state.electionDeadlineUs) elector.becomePrimary(nowUs);
        was(nowUs);
      }),
  },
  {
    name: 'votes while it hears its primary',
    sabotage: (elector) => off(elector, 'stickyVoters'),
  },
  {
    name: 'votes right after its start',
    sabotage: (elector) => off(elector, 'bootGrace'),
  },
  {
    name: 'takes the answers to its question for votes',
    sabotage: (elector) =>
      bend(elector, 'onAnswer', (was) => (peer, answer, nowUs) => {
        const { state } = elector;
        const answers = [...state.answers, peer.id];
        const wasReplica = state.role === 'replica';
        was(peer, answer, nowUs);
        if (!wasReplica || state.role !== 'candidate') return;
        state.votes = answers;
        elector.becomePrimary(nowUs);
      }),
  },
  {
    name: 'promises with its answer to a question',
    sabotage: (elector) =>
      bend(elector, 'onQuestion', (was) => (peer, offer, nowUs) => {
        const { state } = elector;
        was(peer, offer, nowUs);
        if (state.role !== 'replica' || offer.newEpoch <= Math.max(state.promised, state.epoch)) return;
        state.promised = peer.boundEpoch = offer.newEpoch;
        state.votedFor = peer.id;
        countBound(state);
        elector.durableChanged = true;
      }),
  },
  {
    name: 'asks once, and waits for answers for ever',
    sabotage: (elector) =>
      bend(elector, 'ask', (was) => (nowUs) => {
        was(nowUs);
        elector.state.questionEndUs = Infinity;
      }),
  },
  {
    name: 'is free of a vote that may win yet',
    sabotage: (elector) =>
      bend(elector, 'onHeartbeat', (was) => (peer, message, nowUs) => {
        if (peer.boundEpoch > 0) elector.releaseVote(peer);
        was(peer, message, nowUs);
      }),
  },
  {
    name: 'is bound for good by a vote for another',
    sabotage: (elector) => {
      elector.releaseVote = () => undefined;
    },
  },
  {
    name: 'is bound for good by a vote for itself',
    sabotage: (elector) =>
      bend(elector, 'observe', (was) => {
        let [from, to]: Observation[] = [];
        return () => {
          const seen = was();
          if (seen.votedFor === null || seen.votedEpoch <= seen.epoch) return seen;
          if (from !== seen) [from, to] = [seen, { ...seen, grantsTo: null, boundEpoch: seen.votedEpoch }];
          return to!;
        };
      }),
  },
  {
    name: 'goes back to an older epoch with its primary',
    sabotage: (elector) =>
      bend(elector, 'onHeartbeat', (was) => (peer, message, nowUs) => {
        const { state } = elector;
        if (message.role === 'primary' && message.epoch < state.epoch && state.role === 'replica') {
          state.epoch = message.epoch;
          elector.durableChanged = true;
          elector.follow(peer.id, nowUs);
        }
        was(peer, message, nowUs);
      }),
  },
];

/** Makes a protocol of it that runs like any other; for tests alone. */
export function protocolOf(mutant: Mutant, at: number): AnyProtocol {
  const bent = (elector: HardenedElector): HardenedElector => {
    mutant.sabotage(elector as unknown as Inside);
    return elector;
  };
  const protocol: AnyProtocol = {
    ...quorumProtocol,
    id: `mutant-${at}`,
    title: mutant.name,
    create: (boot: Boot) => bent(new HardenedElector(mutant.boot?.(boot) ?? boot)),
    restore: (boot: Boot, state: QuorumState) => bent(new HardenedElector(boot, state)),
  };
  addProtocol(protocol);
  return protocol;
}
