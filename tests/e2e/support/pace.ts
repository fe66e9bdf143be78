/** Lengths of virtual time, in milliseconds, at the pace that the page opens with. */

/** By then the first election of the opening run is long over. */
export const ELECTED_BY_MS = 10_000;

/** A silence is noticed after 5 s; a few rounds of offers and backoff may follow. */
export const FAILOVER_MS = 20_000;

/** A few heartbeats: enough to hear of whatever is known. */
export const A_WHILE_MS = 3000;
