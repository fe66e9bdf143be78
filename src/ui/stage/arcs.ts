/** The arc around a node: how much authority is left, or how much patience is gone. Shares from 0 to 1. */
import { hasAuthority, type NodeSnapshot } from '../../sim/view';

/** What is left of the authority, of the length that it had when it was renewed; 0 without any. */
export function authorityLeft(node: NodeSnapshot, timeUs: number): number {
  if (!hasAuthority(node, timeUs)) return 0;
  const { authorityUntilUs, authoritySpanUs } = node;
  if (authorityUntilUs === Infinity || authoritySpanUs <= 0) return 1;
  return clamp((authorityUntilUs - timeUs) / authoritySpanUs);
}

/** How far a follower's patience with its primary has run out; 0 when it waits for nobody or is not running. */
export function patienceSpent(node: NodeSnapshot, timeUs: number): number {
  if (node.role !== 'replica' || node.status === 'killed' || node.status === 'crashed') return 0;
  const { patienceFromUs, patienceUntilUs } = node;
  if (patienceUntilUs === Infinity || patienceUntilUs <= patienceFromUs) return 0;
  return clamp((timeUs - patienceFromUs) / (patienceUntilUs - patienceFromUs));
}

const clamp = (share: number): number => Math.min(1, Math.max(0, share));
