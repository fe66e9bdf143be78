/** What a fault is about, and whether a run has it. */
import type { NodeId } from '../core/program';
import { systemOfRun, type FaultAction, type Run, type RunParts } from './run';

/** Why such a fault means nothing in this run: a sentence that begins with the fault's field; null if it does. */
export function whyImpossible(fault: FaultAction, run: RunParts & Pick<Run, 'nodes'>): string | null {
  const system = systemOfRun(run);
  const members = system.members(run.nodes);
  switch (fault.kind) {
    case 'replOffset':
      if (system.replicatesLog !== true) break;
      return `kind: "replOffset" means nothing to protocol "${run.protocol}", whose data is a log that nobody sets by hand.`;
    case 'priority':
    case 'resign':
    case 'transfer':
    case 'campaign':
    case 'forgetLeader':
      if (system.commands?.includes(fault.kind) === true) break;
      return `kind: "${fault.kind}" means nothing to protocol "${run.protocol}".`;
    case 'export':
      if (run.exports === true) break;
      return 'kind: "export" needs a run that does exports; set "exports" to true.';
    case 'stall':
      if (Object.hasOwn(system.codec.spec, fault.afterVerb)) break;
      return `afterVerb: "${fault.afterVerb}" is no message of this run; use one of ${Object.keys(system.codec.spec).join(', ')}.`;
    case 'configure':
      if (
        fault.node === undefined ||
        [fault.network, fault.safeguards, fault.disk].every((part) => part === undefined)
      )
        break;
      return 'node: only "config" can be another one for a single node; leave the rest out, or leave "node" out.';
    case 'store':
      if (members.some(({ part }) => part === 'store')) break;
      return 'kind: "store" needs a run that has a store.';
    default:
  }
  const able = members.filter(({ part }) => fault.kind !== 'disk' || part !== 'client');
  const ids = NODES_ONLY.has(fault.kind) ? run.nodes : able.map(({ id }) => id);
  const named =
    'node' in fault
      ? [['node', fault.node] as const, ...(fault.kind === 'transfer' ? [['to', fault.to] as const] : [])]
      : 'from' in fault
        ? [['from', fault.from] as const, ['to', fault.to] as const]
        : fault.kind === 'partition'
          ? fault.groups.flatMap((group, at) => group.map((id) => [`groups[${at}]`, id] as const))
          : [];
  const unknown = named.find(([, id]) => !ids.includes(id));
  return unknown === undefined ? null : `${unknown[0]}: ${unknownNode(unknown[1], ids)}`;
}

/** Faults that mean nothing to a store or a client. */
const NODES_ONLY: ReadonlySet<FaultAction['kind']> = new Set([
  'replOffset',
  'configure',
  'priority',
  'resign',
  'transfer',
  'campaign',
  'forgetLeader',
  'export',
]);

/** A sentence for somebody who named a node that is not there. */
export function unknownNode(id: NodeId, ids: readonly NodeId[]): string {
  const known = ids.length > 7 ? `${ids.slice(0, 7).join(', ')}, …` : ids.join(', ');
  return `"${id}" is not a node of this run; use one of ${known}.`;
}
