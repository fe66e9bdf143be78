/** Trials as text for a spreadsheet: RFC 4180, a row for each, times in microseconds. */
import type { QuietTrial, Trial } from './failover';

/** One group of trials, as the person named it. */
export interface Series<T> {
  readonly name: string;
  readonly trials: readonly T[];
}

const TRIAL_COLUMNS = [
  ['seed', 'seed'],
  ['outcome', 'outcome'],
  ['leader', 'leader'],
  ['failed_at_us', 'failedAtUs'],
  ['successor', 'successor'],
  ['failover_us', 'failoverUs'],
  ['observed_us', 'observedUs'],
  ['without_authority_us', 'withoutUs'],
  ['two_claims_us', 'twoClaimsUs'],
  ['messages', 'messages'],
] as const satisfies readonly (readonly [string, keyof Trial])[];

const QUIET_COLUMNS = [
  ['seed', 'seed'],
  ['led', 'led'],
  ['observed_us', 'observedUs'],
  ['false_failovers', 'failovers'],
  ['without_authority_us', 'withoutUs'],
  ['two_claims_us', 'twoClaimsUs'],
  ['messages', 'messages'],
] as const satisfies readonly (readonly [string, keyof QuietTrial])[];

export const trialsCsv = (series: readonly Series<Trial>[]): string => tableOf(series, TRIAL_COLUMNS);

export const quietCsv = (series: readonly Series<QuietTrial>[]): string => tableOf(series, QUIET_COLUMNS);

/** Ends with a line break, as every row does. */
export function csvOf(rows: readonly (readonly (string | number | boolean | null)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function tableOf<T>(
  series: readonly Series<T>[],
  columns: readonly (readonly [heading: string, key: keyof T])[],
): string {
  const heading = ['series', ...columns.map(([name]) => name)];
  const rows = series.flatMap(({ name, trials }) =>
    trials.map((trial) => [
      name,
      ...columns.map(([, key]) => trial[key] as string | number | boolean | null),
    ]),
  );
  return csvOf([heading, ...rows]);
}

function cell(value: string | number | boolean | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
