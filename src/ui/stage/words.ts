/** What the stage says to those who do not see it. */
import type { NodeId } from '../../core/program';
import type { Words } from '../../core/protocol';
import { hasAuthority, type NodeSnapshot, type Snapshot } from '../../sim/view';
import { count, secondsText } from '../format';

const WRITES = 'writes to its disk';

/** What a member's button is called; it begins with its id. */
export function memberName(member: NodeSnapshot, timeUs: number, witness = false): string {
  switch (member.part) {
    case 'node':
      return nodeName(member, timeUs, witness);
    case 'store':
      return storeName(member) + (timeUs < member.writesUntilUs ? `, ${WRITES}` : '');
    case 'client':
      return clientName(member);
    default:
      return member.part satisfies never;
  }
}

/** `n1, primary, epoch 3, has authority`; the first three parts are relied upon from outside, with every protocol. */
export function nodeName(node: NodeSnapshot, timeUs: number, witness = false): string {
  const parts = [node.id, node.role, `epoch ${node.epoch}`];
  if (node.status !== 'up') parts.push(node.status);
  if (hasAuthority(node, timeUs)) parts.push('has authority');
  if (isExporting(node)) parts.push('exporting');
  if (timeUs < node.writesUntilUs) parts.push(WRITES);
  if (witness) parts.push('witness of the violation');
  return parts.join(', ');
}

/** `store, 7 keys`, `store, 7 keys, frozen`, `store, killed`. */
function storeName({ id, status, service }: NodeSnapshot): string {
  if (isDown(status)) return `${id}, ${status}`;
  const keys = count(service?.kind === 'store' ? service.keyCount : 0, 'key');
  return [id, keys, ...(status === 'up' ? [] : [status])].join(', ');
}

/** `c1, client, believes n2 leads`, `c1, client, knows of no leader`, `c1, client, killed`. */
function clientName(client: NodeSnapshot): string {
  const { id, status } = client;
  if (isDown(status)) return `${id}, client, ${status}`;
  const leader = believedLeader(client);
  const belief = leader === null ? 'knows of no leader' : `believes ${leader} leads`;
  return [id, 'client', belief, ...(status === 'up' ? [] : [status])].join(', ');
}

/** Whom a client would ask next; null for nobody, and for whoever is no client or not running. */
export function believedLeader({ status, service }: NodeSnapshot): NodeId | null {
  return service?.kind === 'client' && !isDown(status) ? service.leader : null;
}

export function isExporting({ status, service }: NodeSnapshot): boolean {
  return service?.kind === 'server' && service.exporting?.phase === 'working' && !isDown(status);
}

/** `#169` and its token. */
export interface RegisterWords {
  readonly offset: string;
  readonly token: number;
}

/** Where a node's copy of the register stands; null for a node that has none to show. */
export function registerWords({ replOffset, status, service }: NodeSnapshot): RegisterWords | null {
  if (service?.kind !== 'server' || service.register === null || isDown(status)) return null;
  return { offset: `#${replOffset}`, token: service.register.token };
}

export const isDown = (status: NodeSnapshot['status']): boolean =>
  status === 'killed' || status === 'crashed';

/** Said once when time stands still; `lease` is what the store says about who leads, if it is asked. */
export function standstill(snapshot: Snapshot, words: Words, lease = ''): string {
  const { nodes, timeUs, inFlight } = snapshot;
  return [
    `Paused at ${secondsText(timeUs)} seconds`,
    leadersText(nodes, timeUs, words),
    lease === '' ? '' : `In the store ${lease}`,
    downText(nodes),
    `${count(inFlight, 'message')} in flight`,
  ]
    .filter((part) => part !== '')
    .join('. ');
}

function leadersText(nodes: readonly NodeSnapshot[], timeUs: number, words: Words): string {
  const leaders = nodes.filter((node) => hasAuthority(node, timeUs));
  if (leaders.length === 0) return 'Nobody has authority';
  const named = leaders.map(({ id, epoch }) => `${id} at ${words.epoch} ${epoch}`).join(' and ');
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
