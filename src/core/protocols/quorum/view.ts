/** Everything that a node believes, in words, for the inspector. */
import type { Fact, Observation, PeerView, ProgramView } from '../../program';
import { downAtUs, graceEndUs, missingFromUs } from './hearing';
import { leaseEndUs } from './lease';
import { boundEpoch } from './promise';
import type { Settings } from './settings';
import type { PeerState, QuorumState } from './state';
import { giveUpAtUs } from './wake';

export function viewOf(
  observation: Observation,
  state: QuorumState,
  settings: Settings,
  nowUs: number,
): ProgramView {
  return {
    observation,
    votes: [...state.votes],
    peers: state.peers.map((peer) => peerView(peer, state, settings, nowUs)),
    facts: factsOf(state, settings, nowUs),
  };
}

function factsOf(state: QuorumState, settings: Settings, nowUs: number): readonly Fact[] {
  const facts: Fact[] = [
    { label: 'promised', value: state.promised === 0 ? 'nothing' : `epoch ${state.promised}` },
    { label: 'voted for', value: state.votedFor ?? 'nobody' },
    {
      label: 'bound by its vote',
      value: boundEpoch(state) > state.epoch ? `in epoch ${boundEpoch(state)}` : 'no',
    },
    {
      label: 'highest promise heard',
      value: state.promiseHeard === 0 ? 'none' : `epoch ${state.promiseHeard}`,
    },
    { label: 'data of', value: state.dataEpoch === 0 ? 'no epoch' : `epoch ${state.dataEpoch}` },
    ...(state.handOverTo === null ? [] : [{ label: 'hands over to', value: state.handOverTo }]),
    { label: 'quorum', value: `${settings.quorum} of ${settings.size}` },
  ];
  // A moment is of interest while it is ahead.
  const ahead = (label: string, atUs: number) => {
    if (atUs > nowUs && atUs !== Infinity) facts.push({ label, atUs });
  };
  ahead('grace after start until', graceEndUs(state, settings));
  switch (state.role) {
    case 'primary':
      facts.push({ label: 'won at', atUs: state.wonAtUs });
      if (!state.hasAuthority) ahead('gives up at', giveUpAtUs(state, settings));
      break;
    case 'candidate':
      ahead('waits for votes until', state.electionDeadlineUs);
      break;
    case 'replica': {
      const missingUs = missingFromUs(state, settings);
      if (missingUs <= nowUs) facts.push({ label: 'primary missing since', atUs: missingUs });
      if (state.askedEpoch > 0) {
        facts.push({ label: 'asks about', value: `epoch ${state.askedEpoch}` });
        facts.push({ label: 'would vote for it', value: state.answers.join(', ') });
        ahead('waits for answers until', state.questionEndUs);
      }
      ahead('listens until', state.listenUntilUs);
      ahead('backoff until', state.backoffUntilUs);
      ahead('holds back for its vote until', state.holdOffUntilUs);
      break;
    }
  }
  if (state.failures > 0) facts.push({ label: 'failed candidacies', value: String(state.failures) });
  return facts;
}

function peerView(peer: PeerState, state: QuorumState, settings: Settings, nowUs: number): PeerView {
  const heard = peer.heardAtUs !== -Infinity;
  const facts: Fact[] = [];
  if (heard && peer.promised > 0) facts.push({ label: 'promised', value: `epoch ${peer.promised}` });
  if (heard && peer.dataEpoch > 0) facts.push({ label: 'data of', value: `epoch ${peer.dataEpoch}` });
  if (state.role === 'primary' && peer.echoUs >= 0) {
    facts.push({ label: 'grants this node until', atUs: leaseEndUs(peer.echoUs, settings) });
  }
  return {
    id: peer.id,
    heardAtUs: heard ? peer.heardAtUs : null,
    alive: downAtUs(peer, settings) > nowUs,
    role: heard ? peer.role : null,
    epoch: heard ? peer.epoch : null,
    replOffset: heard ? peer.replOffset : null,
    facts,
  };
}
