import { describe, expect, test } from 'vitest';
import { resolveRun } from '../sim/run';
import { Lab } from '../sim/test-kit';
import { randomSchedule } from './schedule';
import { trySchedule } from './try-schedule';

const seeds = Array.from({ length: 200 }, (_, seed) => seed);

describe('a random schedule', () => {
  test('follows from its seed alone', () => {
    for (const seed of seeds.slice(0, 20)) {
      expect(randomSchedule(seed, { protocol: 'quorum' })).toEqual(
        randomSchedule(seed, { protocol: 'quorum' }),
      );
    }
    const different = new Set(
      seeds.map((seed) => JSON.stringify(randomSchedule(seed, { protocol: 'quorum' }).run.faults)),
    );
    expect(different.size).toBe(seeds.length);
  });

  test('has as many nodes as it was told', () => {
    const sizes = seeds.map(
      (seed) => randomSchedule(seed, { protocol: 'quorum', nodes: [2, 4] }).run.nodes.length,
    );
    expect([...new Set(sizes)].sort()).toEqual([2, 3, 4]);
  });

  test('is a run as the schema wants it: times in whole microseconds, in order', () => {
    for (const seed of seeds) {
      const { run } = randomSchedule(seed, { protocol: 'quorum' });
      expect(resolveRun(run).faults).toEqual(run.faults);
    }
  });

  test('leaves everything whole and running when its faults end', () => {
    for (const seed of seeds.slice(0, 60)) {
      const { run, faultsEndMs } = randomSchedule(seed, { protocol: 'quorum' });
      const { nodes, links } = new Lab(run).to(faultsEndMs).world.snapshot();
      expect(nodes.map(({ status }) => status)).toEqual(nodes.map(() => 'up'));
      expect(links.filter(({ cut, changed }) => cut || changed)).toEqual([]);
      expect(run.faults!.every(({ atMs }) => atMs <= faultsEndMs)).toBe(true);
    }
  });
});

describe('trying a schedule', () => {
  test('says how long a healthy cluster took to find itself', () => {
    const { violations, settledAfterMs, steps } = trySchedule(randomSchedule(1, { protocol: 'quorum' }));
    expect(violations).toEqual([]);
    expect(settledAfterMs).toBeGreaterThanOrEqual(0);
    expect(steps).toBeGreaterThan(100);
  });

  test('says what was violated', () => {
    const outcomes = seeds
      .slice(0, 40)
      .map((seed) => trySchedule(randomSchedule(seed, { protocol: 'kevy', nodes: [3, 5] })));
    const violations = outcomes.flatMap((outcome) => outcome.violations);
    expect(violations.length).toBeGreaterThan(0);
    for (const { witnesses, text, snapshot, atUs } of violations) {
      expect(witnesses).toHaveLength(2);
      for (const id of witnesses) expect(text).toContain(id);
      expect(snapshot.timeUs).toBe(atUs);
    }
  });
});
