/** Measured against believed, for the four published timings. */
import { describe, expect, test } from 'vitest';
import { marginSetupOf } from '.';
import type { Config } from '../../core/protocol';
import { DEFAULT_NETWORK } from '../../sim/run';
import type { LabSetup } from '../lab/setup';
import { kubernetesMargins } from './kubernetes';
import type { TrialId } from './margin';
import { measure } from './trials';

const of = (leaseS: number, deadlineS: number, retryS: number): Config => ({
  leaseDurationMs: leaseS * 1000,
  renewDeadlineMs: deadlineS * 1000,
  retryPeriodMs: retryS * 1000,
});
const setupOf = (config: Config): LabSetup => ({
  protocol: 'kubernetes-lease',
  nodes: ['n1', 'n2', 'n3'],
  config,
  network: { ...DEFAULT_NETWORK, latencyMs: [20, 60] },
  safeguards: {},
});
const measured = (id: TrialId, config: Config, seeds: number): number =>
  measure(setupOf(config), id, seeds).valueMs!;
const DEFAULT = of(15, 10, 2);
const EXAMPLE = of(60, 15, 5);
const OPENSHIFT = of(137, 107, 26);
const SINGLE_NODE = of(270, 240, 60);
/** Two ways to the server and back. */
const REQUESTS_MS = 240;

const column = (numbers: Config, which: 'believed' | 'derived') => {
  const rows = kubernetesMargins(marginSetupOf(setupOf(numbers)));
  return Object.fromEntries(rows.map((row) => [row.id, row[which]!.value])) as Record<
    'leadsOn' | 'margin' | 'rates' | 'outage' | 'graceful' | 'crash',
    number
  >;
};

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
    expect(Math.abs(measured('leadsOn', numbers, 5) - leadsOn)).toBeLessThanOrEqual(REQUESTS_MS);
  });

  test('takeovers of 137/107/26 last longer than believed, and not longer than follows', () => {
    for (const id of ['crash', 'graceful'] as const) {
      const valueMs = measured(id, OPENSHIFT, 60);
      expect(valueMs).toBeGreaterThan(column(OPENSHIFT, 'believed')[id]);
      expect(valueMs).toBeLessThan(column(OPENSHIFT, 'derived')[id] + 4 * REQUESTS_MS);
    }
  });

  test('an outage is survived as long as follows where a request fails soon, and less where it takes its time', () => {
    const { outage } = column(OPENSHIFT, 'derived');
    const soon = measured('outage', { ...OPENSHIFT, requestTimeoutMs: 1000 }, 2);
    expect(Math.abs(soon - outage)).toBeLessThanOrEqual(3000);
    expect(soon).toBeGreaterThan(column(OPENSHIFT, 'believed').outage);
    expect(measured('outage', OPENSHIFT, 2)).toBeLessThan(soon);
  });

  test('with the deadline from the renewal leading ends as believed', () => {
    const config = { ...SINGLE_NODE, deadlineFromRenewal: 1 };
    expect(column(config, 'derived')).toMatchObject({ leadsOn: 240_000, margin: 30_000 });
    expect(Math.abs(measured('leadsOn', config, 3) - 240_000)).toBeLessThanOrEqual(REQUESTS_MS);
  });

  test('the run of the worst case shows it', () => {
    const { run, atMs, valueMs } = measure(setupOf(SINGLE_NODE), 'leadsOn', 1);
    expect(run.faults).toHaveLength(2);
    expect(atMs - run.faults![0]!.atMs).toBeCloseTo(valueMs! - 1, 0);
  });
});
