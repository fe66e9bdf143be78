/** What the inspector shows of a `kevy` node, beyond what everybody watches. */
import type { Clock, Fact, Observation, PeerView, ProgramView } from '../../program';
import type { ElectConfig } from '../../election/config';
import { NEVER_US, type KevyPeer, type KevyState } from './state';

export function viewOf(
  observation: Observation,
  state: KevyState,
  config: ElectConfig,
  quorum: number,
  clock: Clock,
): ProgramView {
  const downAfterUs = config.downAfterMs * 1000;
  return {
    observation,
    votes: [...state.votes],
    peers: state.peers.map((peer) => peerView(peer, clock.nowUs - peer.heardAtUs < downAfterUs)),
    facts: factsOf(state, config, quorum, clock),
  };
}

function peerView(peer: KevyPeer, alive: boolean): PeerView {
  const heard = peer.heardAtUs !== NEVER_US;
  return {
    id: peer.id,
    heardAtUs: heard ? peer.heardAtUs : null,
    alive,
    role: heard ? peer.role : null,
    epoch: heard ? peer.epoch : null,
    replOffset: heard ? peer.replOffset : null,
    facts: [],
  };
}

function factsOf(state: KevyState, config: ElectConfig, quorum: number, clock: Clock): readonly Fact[] {
  const facts: Fact[] = [{ label: 'Quorum', value: `${quorum} of ${state.peers.length + 1}` }];
  if (state.heartbeatSentAtUs !== NEVER_US && state.peers.length > 0) {
    facts.push({ label: 'Next heartbeat', atUs: state.heartbeatSentAtUs + config.hbIntervalMs * 1000 });
  }
  if (state.role === 'candidate') {
    facts.push({ label: 'Election times out', atUs: state.offeredAtUs + config.electionTimeoutMs * 1000 });
  }
  if (state.role === 'replica' && state.backoffUntilUs > clock.nowUs) {
    facts.push({ label: 'Backs off until', atUs: state.backoffUntilUs });
  }
  if (state.primaryEpoch > 0 && state.primaryEpoch !== state.epoch) {
    facts.push({ label: 'Learnt of its primary in', value: `epoch ${state.primaryEpoch}` });
  }
  return facts;
}
