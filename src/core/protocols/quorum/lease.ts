/**
 * The arithmetic of a primary's authority, a lease that a quorum grants.
 *
 * A peer that echoes a heartbeat votes for nobody else until `downAfterMs` after it took that heartbeat, which is later
 * than it was sent. So from the quorum-th newest heartbeat that was granted on, no other node can gather a quorum for
 * `downAfterMs`, and a primary that relies on the shorter `leaseMs` is alone, as long as clock rates differ by less than
 * the margin between the two. Only times of the primary's own clock are compared.
 */
import type { Settings } from './settings';
import type { PeerState } from './state';

/** The `count`-th newest echo among the peers; -1 while fewer have granted anything. `count` is at least 1. */
export function newestEchoUs(peers: readonly PeerState[], count: number): number {
  if (count > peers.length) return -1;
  const echoes = new Float64Array(peers.length);
  for (let i = 0; i < peers.length; i++) echoes[i] = peers[i]!.echoUs;
  return echoes.sort()[peers.length - count]!;
}

/** The primary is one of the quorum, and its own grant is always as of now. */
export function leaseFromUs(peers: readonly PeerState[], settings: Settings): number {
  return settings.quorum === 1 ? Infinity : newestEchoUs(peers, settings.quorum - 1);
}

/** How many peers have granted a heartbeat that is newer than `fromUs`. */
export function newerGrants(peers: readonly PeerState[], fromUs: number): number {
  let count = 0;
  for (const peer of peers) if (peer.echoUs > fromUs) count++;
  return count;
}

/** 0 for never, Infinity if this node needs nobody's grant. */
export function leaseEndUs(fromUs: number, settings: Settings): number {
  return fromUs < 0 ? 0 : fromUs + settings.leaseUs;
}
