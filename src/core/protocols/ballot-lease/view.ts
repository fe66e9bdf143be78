/** Everything that a node of protocol `ballot-lease` believes, in words, for the inspector. */
import type { Clock, Fact, Observation, PeerView, ProgramView } from '../../program';
import { duration } from '../../words';
import type { BallotOperation, BallotOperationKind } from './operation';
import type { BallotSettings } from './settings';
import { leads, leaseEndUs, type BallotState } from './state';
import { claimAtUs, nextTurn } from './turn';

/** The request under way, and how often it was sent. */
export interface UnderWay {
  readonly operation: BallotOperation | null;
  readonly attempts: number;
}

const WORK: Readonly<Record<BallotOperationKind, string>> = {
  initialize: 'to set the election up',
  writeConfig: 'to write the settings of the election',
  register: 'to register as a candidate',
  cycle: 'to be heard, and to lead if it may',
  refresh: 'to prolong the lease',
  watch: 'to be heard, and who leads',
  resign: 'to release the lease',
  evict: 'to strike off dead candidates',
};

export function viewOf(
  observation: Observation,
  state: BallotState,
  settings: BallotSettings,
  underWay: UnderWay,
  { nowUs }: Clock,
): ProgramView {
  return {
    observation,
    votes: [],
    peers: leaderView(state, settings),
    facts: factsOf(state, settings, underWay, nowUs),
  };
}

/** Nodes do not hear each other: all that one knows of another is what the lease says. */
function leaderView(state: BallotState, settings: BallotSettings): readonly PeerView[] {
  const { lease, leaseHolds } = state;
  if (lease === null || lease.leaderId === settings.nodeId) return [];
  const { leaderId: id, ballot: epoch, priority } = lease;
  return [
    {
      id,
      heardAtUs: state.leaseReadAtUs,
      alive: leaseHolds,
      role: leaseHolds ? 'primary' : null,
      epoch,
      replOffset: null,
      facts: [
        { label: 'lease until', atUs: leaseEndUs(lease, state) },
        { label: 'priority', value: String(priority) },
      ],
    },
  ];
}

function factsOf(
  state: BallotState,
  settings: BallotSettings,
  { operation, attempts }: UnderWay,
  nowUs: number,
): readonly Fact[] {
  const facts: Fact[] = [
    { label: 'priority', value: String(state.priority) },
    { label: 'registered', value: state.isRegistered ? 'yes' : 'no' },
    { label: 'newest ballot known', value: state.epoch === 0 ? 'none' : String(state.epoch) },
  ];
  const ahead = (label: string, atUs: number) => {
    if (atUs > nowUs && atUs !== Infinity) facts.push({ label, atUs });
  };
  if (leads(state, settings)) facts.push({ label: 'reign began with ballot', value: String(state.reign) });
  else ahead('claims at', claimAtUs(state));
  ahead('leaves it to others until', state.holdOffUntilUs);
  if (operation === null) {
    const { kind, atUs } = nextTurn(state, settings);
    ahead(`asks the store next, ${WORK[kind]}, at`, atUs);
  } else {
    const often = attempts > 1 ? `, sent ${attempts} times` : '';
    facts.push({ label: 'asks the store', value: WORK[operation.kind] + often });
    const agoUs = nowUs + state.wallAheadUs - operation.wallUs;
    if (agoUs >= 0) facts.push({ label: 'since', value: duration(agoUs) });
  }
  return facts;
}
