/** What the stage says to those who do not see it. */
import type { NodeId } from '../../core/program';
import { hasAuthority, type NodeSnapshot, type Snapshot } from '../../sim/view';
import { count, secondsText } from '../format';

/** `n1, primary, epoch 3, has authority`; the first three parts are relied upon from outside. */
export function nodeName(node: NodeSnapshot, timeUs: number, witness = false): string {
  const parts = [node.id, node.role, `epoch ${node.epoch}`];
  if (node.status !== 'up') parts.push(node.status);
  if (hasAuthority(node, timeUs)) parts.push('has authority');
  if (witness) parts.push('witness of the violation');
  return parts.join(', ');
}

/** Said once when time stands still. */
export function standstill(snapshot: Snapshot): string {
  const { nodes, timeUs, inFlight } = snapshot;
  return [
    `Paused at ${secondsText(timeUs)} seconds`,
    leadersText(nodes, timeUs),
    downText(nodes),
    `${count(inFlight, 'message')} in flight`,
  ]
    .filter((part) => part !== '')
    .join('. ');
}

function leadersText(nodes: readonly NodeSnapshot[], timeUs: number): string {
  const leaders = nodes.filter((node) => hasAuthority(node, timeUs));
  if (leaders.length === 0) return 'Nobody has authority';
  const named = leaders.map(({ id, epoch }) => `${id} at epoch ${epoch}`).join(' and ');
  return `${named} ${leaders.length === 1 ? 'has' : 'have'} authority`;
}

function downText(nodes: readonly NodeSnapshot[]): string {
  return (['frozen', 'killed', 'crashed'] as const)
    .map((status) => ({ status, ids: nodes.filter((node) => node.status === status).map(({ id }) => id) }))
    .filter(({ ids }) => ids.length > 0)
    .map(({ status, ids }) => `${list(ids)} ${status}`)
    .join(', ');
}

function list(ids: readonly NodeId[]): string {
  return ids.length <= 6 ? ids.join(', ') : count(ids.length, 'node');
}
