/**
 * Leadership as a node surfaces it to whoever serves clients beside it (source: the `LeaderState` API page of tsoracle).
 *
 * A role is what the elector plays; leadership is what others may rely on. A node is `leader` only while it has
 * authority, so a primary that lost touch with its quorum is not one.
 */
export type LeaderState =
  | { readonly kind: 'leader'; readonly epoch: number }
  | {
      readonly kind: 'follower';
      /** `host:port`, never with a scheme: a client that insists on TLS drops `http://` hints. */
      readonly leaderEndpoint?: string;
      /** Never decreases over what one node emits; clients refuse redirects by it. */
      readonly leaderEpoch?: number;
    }
  | { readonly kind: 'unknown' };

export const UNKNOWN: LeaderState = { kind: 'unknown' };

/** Equal as values: the payload counts, not just the kind. */
export function sameLeaderState(a: LeaderState, b: LeaderState): boolean {
  if (a === b) return true;
  if (a.kind === 'leader') return b.kind === 'leader' && a.epoch === b.epoch;
  if (a.kind === 'unknown') return b.kind === 'unknown';
  return b.kind === 'follower' && a.leaderEndpoint === b.leaderEndpoint && a.leaderEpoch === b.leaderEpoch;
}
