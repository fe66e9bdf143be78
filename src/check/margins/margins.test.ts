/** Measured against believed, for the four published timings. */
import { describe, expect, test } from 'vitest';
import { kubernetesMargins, type LeaseNumbers, type MarginId } from './kubernetes';
import { measure } from './trials';

const of = (leaseS: number, deadlineS: number, retryS: number): LeaseNumbers => ({
  leaseDurationMs: leaseS * 1000,
  renewDeadlineMs: deadlineS * 1000,
  retryPeriodMs: retryS * 1000,
});
const DEFAULT = of(15, 10, 2);
const EXAMPLE = of(60, 15, 5);
const OPENSHIFT = of(137, 107, 26);
const SINGLE_NODE = of(270, 240, 60);
/** Two ways to the server and back. */
const REQUESTS_MS = 240;

const column = (numbers: LeaseNumbers, which: 'believed' | 'derived') =>
  Object.fromEntries(kubernetesMargins(numbers).map((row) => [row.id, row[which].value])) as Record<
    MarginId,
    number
  >;

describe('as published in part E', () => {
  test('what is believed', () => {
    expect(column(OPENSHIFT, 'believed')).toMatchObject({
      ...{ margin: 30_000, outage: 78_000, crash: 163_000, graceful: 26_000 },
    });
    expect(column(SINGLE_NODE, 'believed')).toMatchObject({
      ...{ margin: 30_000, outage: 180_000, crash: 330_000, graceful: 60_000 },
    });
    expect(column(DEFAULT, 'believed').rates).toBe(1.5);
  });

  test.each([
    [DEFAULT, 12_000, 3000],
    [EXAMPLE, 20_000, 40_000],
    [OPENSHIFT, 133_000, 4000],
    [SINGLE_NODE, 300_000, -30_000],
  ])('what follows: %o', (numbers, leadsOn, margin) => {
    expect(column(numbers, 'derived')).toMatchObject({ leadsOn, margin });
  });

  test('what follows for 137/107/26', () => {
    const derived = column(OPENSHIFT, 'derived');
    expect(derived.outage).toBe(104_000);
    expect(derived.graceful).toBeCloseTo(57_200);
    expect(derived.rates).toBeCloseTo(137 / 133);
  });
});

describe('measured', () => {
  test.each([DEFAULT, EXAMPLE, OPENSHIFT, SINGLE_NODE])('leads on as long as follows: %o', (numbers) => {
    const { leadsOn } = column(numbers, 'derived');
    const { valueMs } = measure('leadsOn', numbers, 5);
    expect(Math.abs(valueMs! - leadsOn)).toBeLessThanOrEqual(REQUESTS_MS);
  });

  test('takeovers of 137/107/26 last longer than believed, and not longer than follows', () => {
    for (const id of ['crash', 'graceful'] as const) {
      const { valueMs } = measure(id, OPENSHIFT, 60);
      expect(valueMs).toBeGreaterThan(column(OPENSHIFT, 'believed')[id]);
      expect(valueMs).toBeLessThan(column(OPENSHIFT, 'derived')[id] + 4 * REQUESTS_MS);
    }
  });

  test('an outage is survived as long as follows where a request fails soon, and less where it takes its time', () => {
    const { outage } = column(OPENSHIFT, 'derived');
    const soon = measure('outage', OPENSHIFT, 2, { requestTimeoutMs: 1000 }).valueMs!;
    expect(Math.abs(soon - outage)).toBeLessThanOrEqual(3000);
    expect(soon).toBeGreaterThan(column(OPENSHIFT, 'believed').outage);
    expect(measure('outage', OPENSHIFT, 2).valueMs!).toBeLessThan(soon);
  });

  test('the run of the worst case shows it', () => {
    const { run, atMs, valueMs } = measure('leadsOn', SINGLE_NODE, 1);
    expect(run.faults).toHaveLength(2);
    expect(atMs - run.faults![0]!.atMs).toBeCloseTo(valueMs! - 1, 0);
  });
});
