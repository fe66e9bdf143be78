/** What the lab found, as people read it. */
import type { Trial } from '../../check/lab/failover';
import { boundsOf, type LabSetup } from '../../check/lab/setup';
import type { FailoverSummary, Percentiles, QuietSummary } from '../../check/lab/statistics';
import type { FailoverBound } from '../../core/protocol';

/** Times of one table or picture have one unit, so that they can be compared at a glance. */
export interface TimeUnit {
  readonly name: 'ms' | 's';
  readonly us: number;
  readonly digits: number;
}

const MS: TimeUnit = { name: 'ms', us: 1000, digits: 1 };
const S: TimeUnit = { name: 's', us: 1_000_000, digits: 3 };

/** By the longest of them. */
export function unitFor(longestUs: number): TimeUnit {
  return longestUs < 10_000_000 ? MS : S;
}

export function timeText(us: number, { name, us: per, digits }: TimeUnit): string {
  return `${(us / per).toFixed(digits)} ${name}`;
}

/** For an axis: no more digits than there are. */
export function shortTime(us: number, { name, us: per }: TimeUnit): string {
  return `${Number((us / per).toFixed(3))} ${name}`;
}

export function rateText(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

export const BOUND_WORDS: Readonly<Record<FailoverBound['kind'], string>> = {
  least: 'At least',
  first: 'At most, if the first attempt succeeds',
  second: 'At most, if the second does',
  third: 'At most, if the third does',
};

/** A group of trials with all that was found in it. */
export interface Findings {
  readonly setup: LabSetup;
  readonly trials: readonly Trial[];
  readonly summary: FailoverSummary;
  readonly quiet: QuietSummary | null;
}

export interface Line {
  readonly label: string;
  /** One for each series. */
  readonly values: readonly string[];
}

export interface Section {
  readonly title: string;
  readonly lines: readonly Line[];
}

const NONE = '–';

export function sectionsOf(series: readonly Findings[], unit: TimeUnit): readonly Section[] {
  const line = (label: string, value: (of: Findings) => string): Line => ({
    label,
    values: series.map(value),
  });
  const time = (us: number | undefined): string => (us === undefined ? NONE : timeText(us, unit));
  const percentiles = (of: (summary: FailoverSummary) => Percentiles | null): readonly Line[] => [
    line('Median', ({ summary }) => time(of(summary)?.median)),
    line('95th percentile', ({ summary }) => time(of(summary)?.p95)),
    line('99th percentile', ({ summary }) => time(of(summary)?.p99)),
    line('Longest', ({ summary }) => time(of(summary)?.most)),
  ];
  const sections: Section[] = [
    {
      title: 'Time to a new authority',
      lines: [
        line('Shortest', ({ summary }) => time(summary.failoverUs?.least)),
        ...percentiles(({ failoverUs }) => failoverUs),
        line('Failovers', ({ summary }) => failoversText(summary)),
      ],
    },
  ];
  const kinds = (['least', 'first', 'second', 'third'] as const).filter((kind) =>
    series.some(({ setup }) => boundsOf(setup).some((bound) => bound.kind === kind)),
  );
  if (kinds.length > 0) {
    const lines = kinds.map((kind) => line(BOUND_WORDS[kind], (of) => boundText(of, kind, unit)));
    sections.push({ title: 'By the rules, if no message is lost', lines });
  }
  sections.push(
    { title: 'Without any authority', lines: percentiles(({ withoutUs }) => withoutUs) },
    {
      title: 'With two that claim to be primary',
      lines: [
        // Mostly that does not happen at all: then there is nothing to be precise about.
        ...(series.some(({ summary }) => summary.withTwoClaims > 0)
          ? percentiles(({ twoClaimsUs }) => twoClaimsUs)
          : []),
        line(
          'Happened in',
          ({ summary: { withTwoClaims, trials, unsteady } }) => `${withTwoClaims} of ${trials - unsteady}`,
        ),
      ],
    },
    {
      title: 'Messages',
      lines: [
        line('After a failure', ({ summary }) => perSecond(summary.messagesPerSecond)),
        ...(series.some(({ quiet }) => quiet !== null)
          ? [line('While all is well', ({ quiet }) => perSecond(quiet?.messagesPerSecond ?? null))]
          : []),
      ],
    },
  );
  if (series.some(({ quiet }) => quiet !== null)) {
    sections.push({
      title: 'While nobody fails',
      lines: [
        line('False failovers', ({ quiet }) => (quiet === null ? NONE : falseFailoversText(quiet))),
        line('Without any authority', ({ quiet }) => perHour(quiet?.withoutUsPerHour ?? null)),
        line('With two claims', ({ quiet }) => perHour(quiet?.twoClaimsUsPerHour ?? null)),
      ],
    });
  }
  return sections;
}

/** How many there were, and what became of the others. */
export function failoversText({ trials, unsettled, unsteady }: FailoverSummary): string {
  const bad = [
    ...(unsettled > 0 ? [`${unsettled} without an end`] : []),
    ...(unsteady > 0 ? [`${unsteady} without a steady leader`] : []),
  ];
  const settled = trials - unsettled - unsteady;
  return bad.length === 0 ? String(settled) : `${settled}; ${bad.join(', ')}`;
}

/** Where nothing happened, three divided by the time is what the rate is below with 95 % confidence. */
export function falseFailoversText({ failovers, failoversPerHour, observedUs }: QuietSummary): string {
  if (failoversPerHour === null) return 'nobody ever led';
  if (failovers > 0) return `${rateText(failoversPerHour)} an hour`;
  return `none in ${rateText(observedUs / 60_000_000)} min (below ${rateText((3 * 3_600_000_000) / observedUs)} an hour)`;
}

function boundText({ setup, trials }: Findings, kind: FailoverBound['kind'], unit: TimeUnit): string {
  const bound = boundsOf(setup).find((candidate) => candidate.kind === kind);
  if (bound === undefined) return NONE;
  const beyond = trials.filter(
    ({ outcome, failoverUs }) =>
      outcome === 'settled' &&
      (kind === 'least' ? failoverUs < bound.ms * 1000 : failoverUs > bound.ms * 1000),
  ).length;
  const text = timeText(bound.ms * 1000, unit);
  return beyond === 0 ? text : `${text} (${beyond} ${kind === 'least' ? 'shorter' : 'longer'})`;
}

const perSecond = (rate: number | null): string => (rate === null ? NONE : `${rateText(rate)} a second`);

function perHour(us: number | null): string {
  return us === null ? NONE : `${rateText(us / 1_000_000)} s an hour`;
}
