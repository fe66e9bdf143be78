/** What can be done to a node in its present state; the names of the buttons are relied upon from outside. */
import type { Deed } from '../../app/session/state';
import type { NodeId } from '../../core/program';
import type { DiskLatency, FaultAction } from '../../sim/run';
import type { LinkSnapshot, NodeSnapshot, NodeStatus } from '../../sim/view';
import { reconnect } from './cut-off';

export interface NodeAction {
  readonly name: string;
  /** All at once. */
  readonly faults: readonly FaultAction[];
  /** It is possible at other times, and worth knowing of. */
  readonly disabled?: boolean;
}

/** `isLinked`: whether anything can be sent between this one and another. */
export function nodeActions(
  node: NodeId,
  status: NodeStatus,
  all: readonly NodeId[],
  links: readonly LinkSnapshot[],
  isLinked: (other: NodeId) => boolean = () => true,
): NodeAction[] {
  return [...processActions(node, status), ...networkActions(node, all, links, isLinked)];
}

/** Leadership given up in good order, by whoever has it. */
export const resignAction = ({ id, status, role }: NodeSnapshot): NodeAction => ({
  name: `Resign ${id}`,
  faults: [{ kind: 'resign', node: id }],
  disabled: role !== 'primary' || (status !== 'up' && status !== 'frozen'),
});

/** It stands still for that long, and goes on as if no time had passed. */
export const pauseFor = (node: NodeId, ms: number): readonly Deed[] => [
  { action: { kind: 'freeze', node } },
  { action: { kind: 'thaw', node }, afterMs: ms },
];

/** Shorter than a silence that is taken for a death, about as long, and much longer, at the paces that there are. */
export const PAUSES: readonly { readonly title: string; readonly ms: number }[] = [
  { title: 'for 0.5 s', ms: 500 },
  { title: 'for 3 s', ms: 3000 },
  { title: 'for 10 s', ms: 10_000 },
  { title: 'for 60 s', ms: 60_000 },
];

/** Quick, slow enough to be seen, and longer than most patience lasts. */
export const DISKS: readonly { readonly title: string; readonly latencyMs: DiskLatency }[] = [
  { title: 'Disk: no delay', latencyMs: [0, 0] },
  { title: 'Disk: 300 ms per write', latencyMs: [300, 300] },
  { title: 'Disk: 3 s per write', latencyMs: [3000, 3000] },
];

/**
 * What an operator can order a node that runs to do, where its protocol heeds such orders: to hand over to any other that
 * runs, by whoever has something to hand over; to stand or to forget whom it follows, by the others.
 */
export function orderActions(
  { id, part, role, status, primary }: NodeSnapshot,
  members: readonly NodeSnapshot[],
  orders: readonly string[] = [],
): readonly NodeAction[] {
  if (part !== 'node' || status !== 'up') return [];
  const leads = role === 'primary';
  const others = members.filter((other) => other.part === 'node' && other.id !== id && other.status === 'up');
  const all: readonly (NodeAction & { readonly heeded: boolean })[] = [
    ...others.map(({ id: to }) => ({
      name: `Hand over to ${to}`,
      faults: [{ kind: 'transfer', node: id, to } as const],
      heeded: leads && orders.includes('transfer'),
    })),
    {
      name: `Tell ${id} to stand`,
      faults: [{ kind: 'campaign', node: id }],
      heeded: !leads && orders.includes('campaign'),
    },
    {
      name: `Let ${id} forget ${primary}`,
      faults: [{ kind: 'forgetLeader', node: id }],
      heeded: !leads && primary !== null && orders.includes('forgetLeader'),
    },
  ];
  return all.filter(({ heeded }) => heeded).map(({ name, faults }) => ({ name, faults }));
}

function processActions(node: NodeId, status: NodeStatus): NodeAction[] {
  const kill: NodeAction = { name: `Kill ${node}`, faults: [{ kind: 'kill', node }] };
  switch (status) {
    case 'up':
      return [kill, { name: `Freeze ${node}`, faults: [{ kind: 'freeze', node }] }];
    case 'frozen':
      return [{ name: `Thaw ${node}`, faults: [{ kind: 'thaw', node }] }, kill];
    case 'killed':
    case 'crashed':
      return [
        { name: `Restart ${node}`, faults: [{ kind: 'restart', node, disk: 'kept' }] },
        { name: `Restart ${node} with an empty disk`, faults: [{ kind: 'restart', node, disk: 'wiped' }] },
      ];
    default:
      return status satisfies never;
  }
}

function networkActions(
  node: NodeId,
  all: readonly NodeId[],
  links: readonly LinkSnapshot[],
  isLinked: (other: NodeId) => boolean,
): NodeAction[] {
  const own = links.filter(({ from, to }) => from === node || to === node);
  const healed = reconnect([node], links);
  const actions: NodeAction[] = [];
  if (own.some((link) => !link.cut && isLinked(link.from === node ? link.to : link.from))) {
    const rest = all.filter((id) => id !== node);
    actions.push({ name: `Isolate ${node}`, faults: [{ kind: 'partition', groups: [[node], rest] }] });
  }
  if (healed.length > 0) actions.push({ name: `Reconnect ${node}`, faults: healed });
  return actions;
}
