/** Tries random hostile schedules, seed after seed, and keeps what was wrong. */
import type { Invariant } from '../../src/check/invariant';
import { INVARIANTS } from '../../src/check/invariants';
import { randomSchedule, SETTLE_WITHIN_MS, type ScheduleOptions } from '../../src/check/schedule';
import { trySchedule, type Outcome } from '../../src/check/try-schedule';

/** How much further than in `npm test` is searched: `npm run test:deep` sets it. */
export const THOROUGHNESS = Number(process.env['THOROUGHNESS'] ?? 1);

/** Schedules in which nothing may be found. */
export const SEEDS = 400 * THOROUGHNESS;

/** Schedules in which something must be found; a search stops there at what it looked for. */
export const SEEDS_TO_FIND_IN = 2000;

/** How far wall clocks are set off in a search for what leases break by it: half of its lease, to either side. */
export const SKEW_MS = 150;

/** Any two clocks differ by less than a third then, which is the margin between `leaseMs` and `downAfterMs`. */
export const DRIFT_WITHIN_MARGIN = 0.1;

export interface SearchOptions extends ScheduleOptions {
  /** The ids of the invariants that are looked at; otherwise all that are promised. */
  readonly only?: readonly string[];
}

export interface Tried {
  readonly seed: number;
  readonly outcome: Outcome;
}

/** The first `seeds` schedules, or as many of them as it takes until `enough` were found. */
export function search(options: SearchOptions, seeds = SEEDS, enough?: (tried: Tried) => boolean): Tried[] {
  const invariants = watchedIn(options);
  const all: Tried[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    const tried = { seed, outcome: trySchedule(randomSchedule(seed, options), invariants) };
    all.push(tried);
    if (enough?.(tried) === true) break;
  }
  return all;
}

/**
 * Those of `only`, or else all but two kinds. Nobody promised what is only worth a note. And a lease in a store ends by
 * the wall clock of whoever reads it: it names one authority no longer when clocks are set off, when a higher priority
 * takes over, or when its key is damaged. That is the lesson of it, and the tokens are what is left to rely on.
 */
export function watchedIn({ protocol, only, skewMs = 0, without = [] }: SearchOptions): readonly Invariant[] {
  if (only !== undefined) return INVARIANTS.filter(({ id }) => only.includes(id));
  const undisturbed = skewMs === 0 && without.includes('priority') && without.includes('store');
  return INVARIANTS.filter(
    ({ id, note }) => note !== true && (id !== 'oneAuthority' || protocol !== 'ballot-lease' || undisturbed),
  );
}

export const isViolated = ({ outcome }: Tried): boolean => outcome.violations.length > 0;
export const isUnsettled = ({ outcome }: Tried): boolean =>
  outcome.violations.length === 0 && outcome.settledAfterMs === null;

/** Of those that were tried, in how many that invariant was violated. */
export function countOf(invariant: string, tried: readonly Tried[]): number {
  return tried.filter(({ outcome }) => outcome.violations.some((one) => one.invariant === invariant)).length;
}

/** What was wrong, and how to see it again. Empty if nothing was. */
export function complaints(tried: readonly Tried[], options: SearchOptions): string[] {
  return tried.flatMap((one) => {
    const { seed, outcome } = one;
    const again = `see it again: ${replayCommand(seed, options)}`;
    const lines = outcome.violations.map(
      ({ atUs, text }) => `seed ${seed}, ${atUs / 1000} ms: ${text} ${again}`,
    );
    if (isUnsettled(one)) {
      lines.push(`seed ${seed}: not whole within ${SETTLE_WITHIN_MS} ms after the faults; ${again}`);
    }
    return lines;
  });
}

/** One line about all that were tried, for the reader of a report. */
export function summary(tried: readonly Tried[]): string {
  const slowestMs = Math.max(...tried.map(({ outcome }) => outcome.settledAfterMs ?? 0));
  const steps = tried.reduce((sum, { outcome }) => sum + outcome.steps, 0);
  return `${steps} steps in ${tried.length} schedules; the slowest settled after ${slowestMs} ms`;
}

/** Says in the environment what `optionsFrom` reads there. */
export function replayCommand(seed: number, options: SearchOptions): string {
  const { protocol, safeguards, clients = 0, exports = false, skewMs = 0, driftRatio = 0 } = options;
  const off = Object.entries(safeguards ?? {}).filter(([, on]) => !on);
  const settings = [
    `SEED=${seed}`,
    ...(protocol === 'quorum' ? [] : [`PROTOCOL=${protocol}`]),
    ...(off.length === 0 ? [] : [`OFF=${off.map(([name]) => name).join(',')}`]),
    ...(clients === 0 ? [] : [`CLIENTS=${clients}`]),
    ...(options.readShare === undefined ? [] : [`READS=${options.readShare}`]),
    ...(exports ? ['EXPORTS=1'] : []),
    ...(skewMs === 0 ? [] : [`SKEW=${skewMs}`]),
    ...(driftRatio === 0 ? [] : [`DRIFT=${driftRatio}`]),
    ...(options.nodes === undefined ? [] : [`NODES=${options.nodes.join('-')}`]),
    ...(options.without === undefined ? [] : [`WITHOUT=${options.without.join(',')}`]),
    ...(options.only === undefined ? [] : [`ONLY=${options.only.join(',')}`]),
  ];
  return `${settings.join(' ')} npm run test:property -- -t replay`;
}

/** The options of a command that `replayCommand` gave. */
export function optionsFrom(env: Readonly<Record<string, string | undefined>>): SearchOptions {
  const names = (value: string | undefined): string[] => (value ?? '').split(',').filter(Boolean);
  const numberIn = (name: string): number => Number(env[name] ?? 0);
  const [fewest, most] = (env['NODES'] ?? '').split('-').map(Number);
  return {
    protocol: env['PROTOCOL'] ?? 'quorum',
    safeguards: Object.fromEntries(names(env['OFF']).map((name) => [name, false])),
    clients: numberIn('CLIENTS'),
    ...(env['READS'] !== undefined && { readShare: numberIn('READS') }),
    exports: env['EXPORTS'] === '1',
    skewMs: numberIn('SKEW'),
    driftRatio: numberIn('DRIFT'),
    ...(fewest !== undefined && most !== undefined && { nodes: [fewest, most] as const }),
    ...(env['WITHOUT'] !== undefined && { without: names(env['WITHOUT']) as SearchOptions['without'] & {} }),
    ...(env['ONLY'] !== undefined && { only: names(env['ONLY']) }),
  };
}
