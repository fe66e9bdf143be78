/**
 * When a node tries for which round: round `r` begins when its own wall clock reads `r` times the length of a round.
 *
 * A record counts in whole seconds, both when it is written and when it is read, so a lease of `s` seconds is sure to last
 * only `s - 1`. From that follows how late a node may try, if clocks that agree are to give one export a round: not so
 * late that the lease of the first one may be over, nor so late that its own lease reaches into the next round.
 */
import { leaseSecsOf, type ExportConfig } from './config';

export interface Rounds {
  readonly everyUs: number;
  readonly leaseSecs: number;
  /** A try may come this long after the beginning of its round. */
  readonly latestUs: number;
  /** The most that chance adds to the beginning, so that not all try at once. */
  readonly jitterUs: number;
}

/** No wake-up is on the dot. */
const LATE_AT_LEAST_US = 100_000;

export function roundsOf({ exportEveryMs, exportLeaseMs }: ExportConfig): Rounds {
  const everyUs = exportEveryMs * 1000;
  const leaseSecs = leaseSecsOf(exportLeaseMs);
  const harmlessUs = Math.min((leaseSecs - 1) * 1_000_000, everyUs - leaseSecs * 1_000_000);
  const latestUs = Math.max(LATE_AT_LEAST_US, harmlessUs);
  const jitterUs = Math.floor(Math.min(latestUs / 2, everyUs / 20));
  return { everyUs, leaseSecs, latestUs, jitterUs };
}

/** The round that a node is to try next: the present one if it is early enough for it and has not just tried it. */
export function nextRound({ everyUs, latestUs }: Rounds, triedRound: number, wallUs: number): number {
  const present = Math.floor(wallUs / everyUs);
  const round = wallUs - present * everyUs <= latestUs ? present : present + 1;
  return round === triedRound ? round + 1 : round;
}

/** How long it is until the next round begins; above 0. */
export function untilNextUs({ everyUs }: Rounds, wallUs: number): number {
  return (Math.floor(wallUs / everyUs) + 1) * everyUs - wallUs;
}
