/** What NOW looks at: who runs, who reaches whom, who leads, who stands. Derived from one snapshot, nothing else. */
import { quorumSize } from '../../core/election/majority';
import type { NodeId } from '../../core/program';
import { hasAuthority, nodesIn, type NodeSnapshot, type Snapshot } from '../../sim/view';

export interface Candidacy {
  readonly node: NodeSnapshot;
  /** The epoch that it stands for. */
  readonly epoch: number;
  /** How many have given it their vote for that epoch, itself included. */
  readonly votes: number;
}

export interface Situation {
  readonly timeUs: number;
  readonly nodes: readonly NodeSnapshot[];
  /** How many must agree. */
  readonly quorum: number;
  /** Running: neither frozen, nor killed, nor crashed. */
  readonly up: readonly NodeSnapshot[];
  readonly frozen: readonly NodeSnapshot[];
  readonly down: readonly NodeSnapshot[];
  /** With authority, the one with the highest epoch first. */
  readonly leaders: readonly NodeSnapshot[];
  /** They call themselves primary and have none. */
  readonly claimants: readonly NodeSnapshot[];
  readonly candidacies: readonly Candidacy[];
  /** Running nodes that reach each other both ways, directly: the largest such set around each, each once, largest first. */
  readonly circles: readonly (readonly NodeSnapshot[])[];
  /** The member that leases are read from; null where nodes elect among themselves. */
  readonly store: NodeSnapshot | null;
  /** What epochs are called. */
  readonly word: string;
  reaches(from: NodeId, to: NodeId): boolean;
}

export interface SituationRules {
  /** Safeguard `majorityQuorum`, where the protocol has it; true elsewhere. */
  readonly majority: boolean;
  /** Whether nodes elect through the store. */
  readonly byStore: boolean;
  readonly word: string;
}

export function situationOf(snapshot: Snapshot, { majority, byStore, word }: SituationRules): Situation {
  const { timeUs } = snapshot;
  const nodes = nodesIn(snapshot);
  const up = nodes.filter(({ status }) => status === 'up');
  const cut = new Set(snapshot.links.filter((link) => link.cut).map(({ from, to }) => `${from} ${to}`));
  const reaches = (from: NodeId, to: NodeId): boolean => !cut.has(`${from} ${to}`);
  const leaders = nodes
    .filter((node) => hasAuthority(node, timeUs))
    .sort((a, b) => b.epoch - a.epoch || (a.id < b.id ? -1 : 1));
  return {
    timeUs,
    nodes,
    quorum: quorumSize(nodes.length, majority),
    up,
    frozen: nodes.filter(({ status }) => status === 'frozen'),
    down: nodes.filter(({ status }) => status === 'killed' || status === 'crashed'),
    leaders,
    claimants: up.filter((node) => node.role === 'primary' && !hasAuthority(node, timeUs)),
    candidacies: up.filter(({ role }) => role === 'candidate').map((node) => candidacyOf(node, nodes)),
    circles: circlesOf(up, reaches),
    store: byStore ? (snapshot.nodes.find(({ part }) => part === 'store') ?? null) : null,
    word,
    reaches,
  };
}

/** A vote remembers the newest candidate alone, so this counts who would still say that it voted for it. */
export function candidacyOf(node: NodeSnapshot, nodes: readonly NodeSnapshot[]): Candidacy {
  const epoch = node.votedFor === node.id ? node.votedEpoch : node.epoch;
  const votes = nodes.filter(
    ({ votedFor, votedEpoch }) => votedFor === node.id && votedEpoch === epoch,
  ).length;
  return { node, epoch, votes: Math.max(1, votes) };
}

/** Around each node, those that it reaches both ways: whoever leads needs a quorum in its own circle. */
function circlesOf(
  up: readonly NodeSnapshot[],
  reaches: (from: NodeId, to: NodeId) => boolean,
): readonly (readonly NodeSnapshot[])[] {
  const circles = new Map<string, readonly NodeSnapshot[]>();
  for (const centre of up) {
    const circle = up.filter(
      ({ id }) => id === centre.id || (reaches(centre.id, id) && reaches(id, centre.id)),
    );
    circles.set(circle.map(({ id }) => id).join(' '), circle);
  }
  return [...circles.values()].sort((a, b) => b.length - a.length);
}
