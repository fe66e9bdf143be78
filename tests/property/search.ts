/** Tries random hostile schedules, seed after seed, and keeps what was wrong. */
import { randomSchedule, SETTLE_WITHIN_MS, type ScheduleOptions } from '../../src/check/schedule';
import { trySchedule, type Outcome } from '../../src/check/try-schedule';

export const SEEDS = 2000;

export interface Tried {
  readonly seed: number;
  readonly outcome: Outcome;
}

export function search(options: ScheduleOptions, seeds = SEEDS): Tried[] {
  return Array.from({ length: seeds }, (_, at) => {
    const seed = at + 1;
    return { seed, outcome: trySchedule(randomSchedule(seed, options)) };
  });
}

export const isViolated = ({ outcome }: Tried): boolean => outcome.violations.length > 0;
export const isUnsettled = ({ outcome }: Tried): boolean =>
  outcome.violations.length === 0 && outcome.settledAfterMs === null;

/** What was wrong, and how to see it again. Empty if nothing was. */
export function complaints(tried: readonly Tried[], options: ScheduleOptions): string[] {
  return tried.flatMap((one) => {
    const { seed, outcome } = one;
    const again = `see it again: ${replayCommand(seed, options)}`;
    const lines = outcome.violations.map(
      ({ atUs, text }) => `seed ${seed}, ${atUs / 1000} ms: ${text} ${again}`,
    );
    if (isUnsettled(one)) {
      lines.push(
        `seed ${seed}: not exactly one authority within ${SETTLE_WITHIN_MS} ms after the faults; ${again}`,
      );
    }
    return lines;
  });
}

/** `replay.test.ts` reads these. */
export function replayCommand(seed: number, { protocol, safeguards }: ScheduleOptions): string {
  const off = Object.entries(safeguards ?? {}).filter(([, on]) => !on);
  const settings = [
    `SEED=${seed}`,
    ...(protocol === 'quorum' ? [] : [`PROTOCOL=${protocol}`]),
    ...(off.length === 0 ? [] : [`OFF=${off.map(([name]) => name).join(',')}`]),
  ];
  return `${settings.join(' ')} npm run test:property -- -t replay`;
}
