/** Numbers about numbers. Exact: every one of these is one of the values, or a quotient of whole numbers. */
import type { QuietTrial, Trial } from './failover';

export interface Percentiles {
  readonly count: number;
  readonly least: number;
  readonly median: number;
  readonly p95: number;
  readonly p99: number;
  readonly most: number;
}

/**
 * The smallest of the values that at least `perMille` thousandths of them do not exceed (nearest rank). `ascending` is
 * not empty; `perMille` is a whole number from 1 to 1000.
 */
export function nearestRank(ascending: readonly number[], perMille: number): number {
  const rank = Math.ceil((ascending.length * perMille) / 1000);
  return ascending[rank - 1]!;
}

/** Null if there are none. */
export function percentilesOf(values: readonly number[]): Percentiles | null {
  if (values.length === 0) return null;
  const ascending = [...values].sort((a, b) => a - b);
  return {
    count: ascending.length,
    least: ascending[0]!,
    median: nearestRank(ascending, 500),
    p95: nearestRank(ascending, 950),
    p99: nearestRank(ascending, 990),
    most: ascending.at(-1)!,
  };
}

/** Times in microseconds; null where nothing was observed. */
export interface FailoverSummary {
  readonly trials: number;
  readonly unsettled: number;
  readonly unsteady: number;
  /** Of those that settled. */
  readonly failoverUs: Percentiles | null;
  /** Of those in which somebody failed. */
  readonly withoutUs: Percentiles | null;
  readonly twoClaimsUs: Percentiles | null;
  /** In how many of them two nodes claimed to be primary at some instant. */
  readonly withTwoClaims: number;
  readonly messagesPerSecond: number | null;
}

export function summaryOf(trials: readonly Trial[]): FailoverSummary {
  const failed = trials.filter(({ outcome }) => outcome !== 'unsteady');
  const settled = failed.filter(({ outcome }) => outcome === 'settled');
  return {
    trials: trials.length,
    unsettled: failed.length - settled.length,
    unsteady: trials.length - failed.length,
    failoverUs: percentilesOf(settled.map(({ failoverUs }) => failoverUs)),
    withoutUs: percentilesOf(failed.map(({ withoutUs }) => withoutUs)),
    twoClaimsUs: percentilesOf(failed.map(({ twoClaimsUs }) => twoClaimsUs)),
    withTwoClaims: failed.filter(({ twoClaimsUs }) => twoClaimsUs > 0).length,
    messagesPerSecond: perUnit(failed, 'messages', 1_000_000),
  };
}

export interface QuietSummary {
  readonly trials: number;
  /** Of them, those in which nobody ever led. */
  readonly leaderless: number;
  readonly observedUs: number;
  readonly failovers: number;
  readonly failoversPerHour: number | null;
  readonly messagesPerSecond: number | null;
  /** Microseconds in an hour. */
  readonly withoutUsPerHour: number | null;
  readonly twoClaimsUsPerHour: number | null;
}

const HOUR_US = 3_600_000_000;

export function quietSummaryOf(trials: readonly QuietTrial[]): QuietSummary {
  return {
    trials: trials.length,
    leaderless: trials.filter(({ led }) => !led).length,
    observedUs: sumOf(trials, 'observedUs'),
    failovers: sumOf(trials, 'failovers'),
    failoversPerHour: perUnit(trials, 'failovers', HOUR_US),
    messagesPerSecond: perUnit(trials, 'messages', 1_000_000),
    withoutUsPerHour: perUnit(trials, 'withoutUs', HOUR_US),
    twoClaimsUsPerHour: perUnit(trials, 'twoClaimsUs', HOUR_US),
  };
}

function sumOf<K extends string>(items: readonly Readonly<Record<K, number>>[], key: K): number {
  return items.reduce((sum, item) => sum + item[key], 0);
}

/** All of `key` for each `unitUs` of what was observed; null if nothing was. */
function perUnit<K extends string>(
  items: readonly Readonly<Record<K | 'observedUs', number>>[],
  key: K,
  unitUs: number,
): number | null {
  const observedUs = sumOf<'observedUs'>(items, 'observedUs');
  return observedUs === 0 ? null : (sumOf<K>(items, key) * unitUs) / observedUs;
}
