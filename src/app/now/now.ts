/**
 * NOW: what is going on at the shown instant, and why nothing is, in one or two sentences.
 *
 * A pure function of the cluster at that instant and of what the trace says of the time before it. It names no protocol:
 * what differs between them it reads off their descriptors (a store to elect through, the words for an epoch).
 */
import type { Violation } from '../../check/invariant';
import type { NodeId } from '../../core/program';
import type { AnyProtocol, Safeguards } from '../../core/protocol';
import { instantText } from '../../sim/instant-words';
import type { NodeSnapshot, Snapshot } from '../../sim/view';
import type { Gap } from './gaps';
import { node, nodes, say, sentences, type Phrase } from './phrase';
import { situationOf, type Candidacy, type Situation } from './situation';
import { lengthText } from './times';

export interface NowSource {
  readonly snapshot: Snapshot;
  readonly protocol: Pick<AnyProtocol, 'store' | 'words'>;
  readonly safeguards: Safeguards;
  /** What is shown as violated at this instant; null while all holds. */
  readonly violation: Violation | null;
  /** What was done last, already in words without a full stop; null if nothing was lately. */
  readonly deed: string | null;
  /** What somebody whose patience is over said of itself last, such as `asks who would vote for it`; null if nobody did. */
  readonly said: { readonly node: NodeId; readonly text: string } | null;
  /** The latest time without a leader that had begun by now; null before the first. */
  readonly gap: Gap | null;
  /** How long something that ended is still news, microseconds. */
  readonly newsUs: number;
}

export type Tone = 'calm' | 'waiting' | 'stuck' | 'violation';

export interface Now {
  readonly phrase: Phrase;
  /** `waiting`: nobody leads, and somebody will. `stuck`: nobody leads, and nobody can until something is mended. */
  readonly tone: Tone;
}

export function nowOf(source: NowSource): Now {
  const { violation } = source;
  if (violation !== null) {
    return {
      tone: 'violation',
      phrase: say`Safety violated at ${instantText(violation.atUs)}: ${violation.text} ${{ text: 'Why?', story: true }}`,
    };
  }
  // Before the first of it nobody waits, asks or knows anything.
  if (source.snapshot.timeUs === 0 && source.deed === null) {
    return { tone: 'waiting', phrase: say`The run has not begun: Play starts it.` };
  }
  const situation = situationOf(source.snapshot, {
    majority: source.safeguards['majorityQuorum'] ?? true,
    byStore: source.protocol.store !== undefined,
    word: source.protocol.words.epoch,
  });
  const state =
    situation.store === null ? byVotes(situation, source) : byStore(situation, situation.store, source);
  const phrase = sentences(deedSentence(source), state.phrase, writing(source.snapshot));
  return { tone: state.tone, phrase };
}

/** "n2 writes to its disk for 1.2 s more." A write too short to be seen is no news. */
function writing({ nodes: members, timeUs }: Snapshot): Phrase {
  const busy = members.filter(
    ({ status, writesUntilUs, diskLatencyMs }) =>
      status === 'up' && writesUntilUs > timeUs && diskLatencyMs[1] * 1000 >= SHORTEST_WRITE_TOLD_US,
  );
  const [first] = busy;
  if (first === undefined) return [];
  if (busy.length > 1) return say`${nodes(busy.map(({ id }) => id))} write to their disks.`;
  return say`${node(first.id)} writes to its disk for ${lengthText(first.writesUntilUs - timeUs)} more.`;
}

const SHORTEST_WRITE_TOLD_US = 100_000;

function deedSentence({ deed, snapshot }: NowSource): Phrase {
  if (deed === null) return [];
  // An id is written as it is, everything else begins like a sentence.
  const named = snapshot.nodes.some(({ id }) => deed === id || deed.startsWith(`${id} `));
  return say`${named ? deed : deed.charAt(0).toUpperCase() + deed.slice(1)}.`;
}

// --- Elections by votes ---------------------------------------------------------------------------------------------

function byVotes(situation: Situation, source: NowSource): Now {
  const { nodes: all, up, frozen, leaders, quorum, circles, candidacies } = situation;
  if (leaders.length > 0) {
    return {
      tone: 'calm',
      phrase: sentences(...candidacies.map((one) => standing(one, situation)), leading(situation, source)),
    };
  }
  const size = all.length;
  if (up.length === 0) return { tone: 'stuck', phrase: nobodyRuns(situation) };
  if (up.length < quorum) {
    const missing = quorum - up.length;
    const back = frozen.length >= missing ? 'is back or thawed' : 'is back';
    return {
      tone: 'stuck',
      phrase: sentences(
        say`${up.length} of ${size} ${up.length === 1 ? 'is' : 'are'} up: nobody may lead until ${missing === 1 ? 'one more' : `${missing} more`} ${missing === 1 ? back : back.replace('is', 'are')}.`,
        claims(situation),
      ),
    };
  }
  if ((circles[0]?.length ?? 0) < quorum) {
    return {
      tone: 'stuck',
      phrase: sentences(
        say`${up.length} of ${size} are up, but no ${quorum} of them reach each other: nobody may lead until links are healed.`,
        claims(situation),
      ),
    };
  }
  if (candidacies.length > 0) {
    return {
      tone: 'waiting',
      phrase: sentences(
        ...candidacies.map((one) => standing(one, situation)),
        without(source),
        claims(situation),
      ),
    };
  }
  const [able, apart] = [up.filter(reachesQuorum(situation)), up.filter(not(reachesQuorum(situation)))];
  const winner = situation.claimants.find(
    (one) => able.includes(one) && up.every(({ epoch }) => epoch <= one.epoch),
  );
  return {
    tone: 'waiting',
    phrase: sentences(
      winner === undefined ? waiting(able, situation, source) : unauthorized(winner, situation),
      without(source),
      apart.length === 0
        ? []
        : say`${nodes(apart.map(({ id }) => id))} ${apart.length === 1 ? 'reaches' : 'reach'} too few others.`,
      claims({ ...situation, claimants: situation.claimants.filter((one) => one !== winner) }),
    ),
  };
}

/** Whether a running node has enough others, itself included, that it reaches both ways. */
const reachesQuorum =
  ({ up, quorum, reaches }: Situation) =>
  ({ id }: NodeSnapshot): boolean =>
    up.filter((other) => other.id === id || (reaches(id, other.id) && reaches(other.id, id))).length >=
    quorum;

const not =
  <T>(holds: (one: T) => boolean) =>
  (one: T): boolean =>
    !holds(one);

/** "n2 is primary of epoch 3, not yet with authority: 2 of the 3 that it needs follow it." */
function unauthorized({ id, epoch }: NodeSnapshot, { up, quorum, word }: Situation): Phrase {
  const followers = up.filter((one) => one.id === id || one.primary === id).length;
  const why =
    followers >= quorum
      ? 'those who follow it have still to grant it'
      : `${followers} of the ${quorum} that it needs ${followers === 1 ? 'follows' : 'follow'} it`;
  return say`${node(id)} is primary of ${word} ${epoch}, not yet with authority: ${why}.`;
}

function nobodyRuns({ frozen, nodes: all }: Situation): Phrase {
  if (frozen.length === 0)
    return say`No node is up: restart ${all.length === 1 ? 'it' : 'some'} to see them elect.`;
  if (frozen.length === all.length) return say`Every node is frozen: nothing happens until one is thawed.`;
  return say`Nobody is up: what is not killed is frozen.`;
}

/** "n2 stands for epoch 2: 1 of 2 votes." */
function standing({ node: who, epoch, votes }: Candidacy, { quorum, word }: Situation): Phrase {
  const needed =
    votes >= quorum ? say`${votes} votes, enough once they reach it` : say`${votes} of ${quorum} votes`;
  return say`${node(who.id)} stands for ${word} ${epoch}: ${needed}.`;
}

function leading(situation: Situation, source: NowSource): Phrase {
  const { leaders, timeUs, word } = situation;
  if (leaders.length > 1) {
    return say`${nodes(leaders.map(({ id }) => id))} lead at the same time, ${[
      ...leaders.flatMap((leader, at) => [...(at > 0 ? [' and '] : []), `${word} ${leader.epoch}`]),
    ]}.`;
  }
  const leader = leaders[0] as NodeSnapshot;
  const { gap, newsUs } = source;
  const after =
    gap !== null && gap.fromUs > 0 && gap.untilUs !== Infinity && timeUs - gap.untilUs < newsUs
      ? ` after ${lengthText(gap.untilUs - gap.fromUs)} without a leader`
      : '';
  return sentences(
    say`${node(leader.id)} leads in ${word} ${leader.epoch}${after}${authorityLeft(leader, situation)}.`,
    others(leader, situation),
  );
}

/** Only worth saying when it is not simply renewed: the leader stands still, or has lost its quorum. */
function authorityLeft(leader: NodeSnapshot, situation: Situation): string {
  const { timeUs, quorum } = situation;
  if (leader.authorityUntilUs === Infinity) return '';
  const left = lengthText(leader.authorityUntilUs - timeUs);
  if (leader.status === 'frozen') return `, frozen, for ${left} more`;
  const circle = situation.circles.find(
    (members) => members.some(({ id }) => id === leader.id) && inCircleOf(leader, members, situation),
  );
  if (circle === undefined || circle.length < quorum) return ` for ${left} more`;
  return '';
}

const inCircleOf = (
  centre: NodeSnapshot,
  members: readonly NodeSnapshot[],
  { reaches }: Situation,
): boolean =>
  members.every(({ id }) => id === centre.id || (reaches(centre.id, id) && reaches(id, centre.id)));

/** Who follows it, and who does not and why; the rest of a leader's sentence. */
function others(leader: NodeSnapshot, situation: Situation): Phrase {
  const { nodes: all, up, frozen, down, claimants, quorum } = situation;
  if (all.length === 1) return say`It is alone.`;
  const apart = up.filter(
    ({ id }) => id !== leader.id && !(situation.reaches(leader.id, id) && situation.reaches(id, leader.id)),
  );
  const followers = up.filter(
    (one) => one.id !== leader.id && one.primary === leader.id && !apart.includes(one),
  );
  const within = followers.length + (leader.status === 'up' ? 1 : 0);
  const rest = up.filter(
    (one) =>
      one.id !== leader.id &&
      !apart.includes(one) &&
      !followers.includes(one) &&
      !claimants.includes(one) &&
      one.role !== 'candidate',
  );
  const parts: Phrase[] = [];
  if (
    apart.length === 0 &&
    rest.length === 0 &&
    frozen.length === 0 &&
    down.length === 0 &&
    claimants.length === 0
  ) {
    const rest = ['The other follows', 'Both others follow'][all.length - 2];
    return say`${rest ?? `All ${all.length - 1} others follow`} it.`;
  }
  if (apart.length > 0)
    parts.push(say`${nodes(apart.map(({ id }) => id))} ${apart.length === 1 ? 'is' : 'are'} cut off from it`);
  if (down.length > 0)
    parts.push(say`${nodes(down.map(({ id }) => id))} ${down.length === 1 ? 'is' : 'are'} down`);
  const still = frozen.filter(({ id }) => id !== leader.id);
  if (still.length > 0)
    parts.push(say`${nodes(still.map(({ id }) => id))} ${still.length === 1 ? 'is' : 'are'} frozen`);
  if (rest.length > 0)
    parts.push(say`${nodes(rest.map(({ id }) => id))} ${rest.length === 1 ? 'does' : 'do'} not know it yet`);
  const spare = within - quorum;
  const margin =
    leader.status !== 'up' || within < quorum
      ? within < quorum && leader.status === 'up'
        ? say`${within === 1 ? 'it has nobody but itself and' : `${within} of ${all.length} are with it, and it`} needs ${quorum}: after that it may not lead`
        : []
      : apart.length + down.length + still.length === 0
        ? []
        : spare === 0
          ? say`${within} of ${all.length} are with it, no more may go`
          : say`${within} of ${all.length} are with it`;
  const list = [...parts, ...(margin.length > 0 ? [margin] : [])];
  return sentences(
    list.length === 0 ? [] : say`${list.flatMap((part, at) => (at > 0 ? ['; ', ...part] : part))}.`,
    claims(situation),
  );
}

/** Old primaries that do not know it yet. */
function claims({ claimants, word }: Situation): Phrase {
  if (claimants.length === 0) return [];
  if (claimants.length > 1)
    return say`${nodes(claimants.map(({ id }) => id))} call themselves primary, without authority.`;
  const [one] = claimants as readonly [NodeSnapshot];
  return say`${node(one.id)} calls itself primary of ${word} ${one.epoch}, without authority.`;
}

/** "No leader for 1.2 s." */
function without({ gap, snapshot }: NowSource): Phrase {
  if (gap === null || gap.untilUs !== Infinity) return [];
  return say`No leader for ${lengthText(snapshot.timeUs - gap.fromUs)}.`;
}

/** Nobody stands yet: whose patience ends first, of those that reach enough others to win. */
function waiting(able: readonly NodeSnapshot[], { timeUs }: Situation, { said }: NowSource): Phrase {
  const patient = able
    .filter(
      ({ role, patienceUntilUs }) =>
        role === 'replica' && patienceUntilUs > timeUs && patienceUntilUs !== Infinity,
    )
    .sort((a, b) => a.patienceUntilUs - b.patienceUntilUs || (a.id < b.id ? -1 : 1));
  const next = patient[0];
  const over = able.length - patient.length;
  if (said !== null && able.some(({ id }) => id === said.node)) return say`${node(said.node)} ${said.text}.`;
  if (next === undefined) return say`Everybody's patience is over: whoever may stand does so next.`;
  const missed = next.primary === null ? 'knows no leader' : say`misses ${node(next.primary)}`;
  const soonest = say`${node(next.id)} ${missed} and waits ${lengthText(next.patienceUntilUs - timeUs)} more before it may stand`;
  return over > 0 && over < able.length ? say`${soonest}; the others wait for their turn.` : say`${soonest}.`;
}

// --- Elections through a store --------------------------------------------------------------------------------------

function byStore(situation: Situation, store: NodeSnapshot, source: NowSource): Now {
  const { up, leaders, timeUs } = situation;
  const cutOff = up.filter(({ id }) => !(situation.reaches(id, store.id) && situation.reaches(store.id, id)));
  const trouble = storeTrouble(store, cutOff, up);
  if (leaders.length > 1) {
    return {
      tone: 'calm',
      phrase: sentences(
        say`${nodes(leaders.map(({ id }) => id))} each hold the lease to be theirs, by their own clocks.`,
        trouble,
      ),
    };
  }
  const leader = leaders[0];
  if (leader !== undefined) {
    const { gap, newsUs } = source;
    const after =
      gap !== null && gap.fromUs > 0 && gap.untilUs !== Infinity && timeUs - gap.untilUs < newsUs
        ? ` after ${lengthText(gap.untilUs - gap.fromUs)} without a leader`
        : '';
    const left = lengthText(leader.authorityUntilUs - timeUs);
    const renews =
      leader.status === 'frozen'
        ? say`, frozen; its lease runs ${left} more`
        : trouble.length > 0 && (cutOff.includes(leader) || store.status !== 'up')
          ? say`; its lease runs ${left} more, and it cannot renew it`
          : say`; its lease runs ${left} more`;
    return {
      tone: 'calm',
      phrase: sentences(
        say`${node(leader.id)} leads with ${situation.word} ${leader.epoch}${after}${renews}.`,
        trouble,
      ),
    };
  }
  if (up.length === 0) return { tone: 'stuck', phrase: nobodyRuns(situation) };
  if (store.status !== 'up' || cutOff.length === up.length)
    return { tone: 'stuck', phrase: sentences(say`Nobody leads.`, trouble, without(source)) };
  const claiming = situation.candidacies.map(({ node: { id } }) => id);
  if (claiming.length > 0) {
    return {
      tone: 'waiting',
      phrase: sentences(
        say`${nodes(claiming)} ${claiming.length === 1 ? 'claims' : 'claim'} the lease.`,
        without(source),
        trouble,
      ),
    };
  }
  const waits = up
    .filter(({ patienceUntilUs }) => patienceUntilUs !== Infinity && patienceUntilUs > timeUs)
    .sort((a, b) => a.patienceUntilUs - b.patienceUntilUs || (a.id < b.id ? -1 : 1))[0];
  const who = waits?.primary;
  const stillHeld =
    waits === undefined
      ? say`Nobody holds the lease: the next to ask gets it.`
      : say`${who === null || who === undefined ? 'The' : say`${node(who)}'s`} lease runs ${lengthText(waits.patienceUntilUs - timeUs)} more: until then nobody else gets it.`;
  return {
    tone: 'waiting',
    phrase: sentences(stillHeld, without(source), trouble),
  };
}

/** What stands between the nodes and the store. */
function storeTrouble(
  store: NodeSnapshot,
  cutOff: readonly NodeSnapshot[],
  up: readonly NodeSnapshot[],
): Phrase {
  if (store.status === 'frozen')
    return say`The ${node(store.id)} is frozen: nobody can take or renew a lease.`;
  if (store.status !== 'up') return say`The ${node(store.id)} is down: nobody can take or renew a lease.`;
  if (cutOff.length === 0) return [];
  if (cutOff.length === up.length)
    return say`Nobody reaches the ${node(store.id)}: no lease can be taken or renewed.`;
  return say`${nodes(cutOff.map(({ id }) => id))} ${cutOff.length === 1 ? 'does' : 'do'} not reach the ${node(store.id)}.`;
}
