import { describe, expect, test } from 'vitest';
import { RandomStream, streamState } from '../sim/random';
import { systemOfRun } from '../sim/run';
import { checkedRun } from '../sim/run-rules';
import { tryFamily } from './hunt/family';
import { wildSchedule, type Prey } from './hunt/prey';
import { searchConfig } from './schedule';

const PREY: Prey = {
  protocol: 'quorum',
  config: searchConfig(systemOfRun({ protocol: 'quorum' })),
  network: { latencyMs: [2, 12], lossRatio: 0, duplicateRatio: 0 },
  safeguards: {},
  clients: 0,
  exports: false,
  nodes: [2, 5],
};
const wild = (prey: Prey, seed: number) =>
  wildSchedule(prey, seed, new RandomStream(streamState(seed, 'faults')));
const SEEDS = Array.from({ length: 60 }, (_, seed) => seed);
const kindsOf = (prey: Prey) =>
  new Set(SEEDS.flatMap((seed) => wild(prey, seed).run.faults!.map(({ kind }) => kind)));

describe('a hunt with slow machines', () => {
  const slow = { ...PREY, slow: true };

  test('has slow disks, throttled timers and stalls in schedules that can be; another one has none', () => {
    for (const kind of ['disk', 'throttle', 'stall'] as const) {
      expect(kindsOf(slow)).toContain(kind);
      expect(kindsOf(PREY)).not.toContain(kind);
    }
    for (const seed of SEEDS) expect(() => checkedRun(wild(slow, seed).run)).not.toThrow();
  });

  test('ends with all of them quick', () => {
    for (const seed of SEEDS) {
      const faults = wild(slow, seed).run.faults!;
      const nodes = faults.flatMap((fault) => (fault.kind === 'disk' ? [fault.node] : []));
      for (const node of nodes) {
        const last = faults.findLast((fault) => fault.kind === 'disk' && fault.node === node);
        expect(last).toMatchObject({ latencyMs: [0, 0] });
      }
    }
  });

  test('may have transfers besides, to one node at a time', () => {
    const transferring = { ...slow, transfers: true };
    expect(kindsOf(transferring)).toContain('transfer');
    expect(kindsOf(slow)).not.toContain('transfer');
    for (const seed of SEEDS) expect(() => checkedRun(wild(transferring, seed).run)).not.toThrow();
    for (let seed = 0; seed < 4; seed += 1) expect(tryFamily(transferring, seed).found).toBeNull();
  });

  test('finds nothing in the cluster as it should be', () => {
    for (let seed = 0; seed < 6; seed += 1) expect(tryFamily(slow, seed).found).toBeNull();
  });
});
