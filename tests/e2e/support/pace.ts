/** Lengths of virtual time, in milliseconds, at the pace that the page opens with. */

/** Later than the page is when a test begins to steer it, on a slow machine too: it opens playing, with a leader since 8.5 s. */
export const ELECTED_BY_MS = 16_000;

/** A silence is noticed after 5 s; a few rounds of offers and backoff may follow. */
export const FAILOVER_MS = 20_000;

/** A few heartbeats: enough to hear of whatever is known. */
export const A_WHILE_MS = 3000;
