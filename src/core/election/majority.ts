/** Until when a node hears a strict majority of the membership, itself counted. */

interface HeardPeer {
  /** On this node's clock; -Infinity if never. */
  readonly heardAtUs: number;
}

/**
 * Everybody who was heard less than `windowUs` ago counts, so the majority ends when the peer that makes it up, the
 * `floor(N/2)`-th most recently heard of the others, leaves that window. 0 if too few were ever heard; Infinity for a
 * node alone. `peers` is everybody else.
 */
export function majorityHeardUntilUs(peers: readonly HeardPeer[], windowUs: number): number {
  const othersNeeded = Math.floor((peers.length + 1) / 2);
  if (othersNeeded === 0) return Infinity;
  const decisiveUs = nthNewest(peers, othersNeeded);
  return decisiveUs === -Infinity ? 0 : decisiveUs + windowUs;
}

/** Scratch of `nthNewest`, kept because a primary asks on every heartbeat. */
const newest: number[] = [];

/** An insertion sort that keeps only the `n` newest: clusters are small, and nothing is allocated. */
function nthNewest(peers: readonly HeardPeer[], n: number): number {
  for (let i = 0; i < n; i++) newest[i] = -Infinity;
  for (const { heardAtUs } of peers) {
    if (heardAtUs <= newest[n - 1]!) continue;
    let i = n - 1;
    for (; i > 0 && newest[i - 1]! < heardAtUs; i--) newest[i] = newest[i - 1]!;
    newest[i] = heardAtUs;
  }
  return newest[n - 1]!;
}

/** The least number of which any two sets share a member; without `majority`, half of an even cluster is enough. */
export function quorumSize(size: number, majority: boolean): number {
  return majority ? Math.floor(size / 2) + 1 : Math.max(1, Math.ceil(size / 2));
}
