import { describe, expect, test } from 'vitest';
import { whyImpossible } from '../sim/impossible';
import { resolveRun } from '../sim/run';
import { Lab } from '../sim/test-kit';
import { INVARIANTS } from './invariants';
import { randomSchedule, type ScheduleOptions } from './schedule';
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

describe('a random schedule of a run with more than nodes', () => {
  const everything = { protocol: 'ballot-lease', clients: 2, exports: true, skewMs: 100 };
  const runs = seeds.map((seed) => randomSchedule(seed, everything).run);
  const all = runs.flatMap((run) => run.faults!);

  test('is a run as the schema wants it, and means what it says', () => {
    for (const run of runs) {
      expect(run).toMatchObject({ clients: 2, exports: true });
      expect(resolveRun(run).faults).toEqual(run.faults);
      for (const fault of run.faults!) expect(whyImpossible(fault, run), fault.kind).toBeNull();
    }
  });

  test('leaves everything whole and running when its faults end, and all clocks right', () => {
    for (const seed of seeds.slice(0, 60)) {
      const { run, faultsEndMs } = randomSchedule(seed, everything);
      const { nodes, links } = new Lab(run).to(faultsEndMs).world.snapshot();
      expect(nodes).toHaveLength(run.nodes.length + 3);
      expect(nodes.map(({ status }) => status)).toEqual(nodes.map(() => 'up'));
      expect(nodes.map(({ wallOffsetMs }) => wallOffsetMs)).toEqual(nodes.map(() => 0));
      expect(links.filter(({ cut, changed }) => cut || changed)).toEqual([]);
    }
  });

  test('sets clocks off within the bound, and only those of nodes', () => {
    const clocks = all.filter((fault) => fault.kind === 'clock');
    const offsets = clocks.map(({ offsetMs }) => offsetMs!);
    expect(Math.max(...offsets)).toBeLessThanOrEqual(100);
    expect(Math.min(...offsets)).toBeGreaterThanOrEqual(-100);
    expect(new Set(offsets).size).toBeGreaterThan(20);
    expect(clocks.every(({ node }) => node.startsWith('n'))).toBe(true);
    const right = seeds.flatMap((seed) => randomSchedule(seed, { ...everything, skewMs: 0 }).run.faults!);
    expect(right.filter(({ kind }) => kind === 'clock')).toEqual([]);
  });

  test('never takes the disk of the store away, and leaves the data to the register', () => {
    expect(all.some((fault) => fault.kind === 'restart' && fault.disk === 'wiped')).toBe(false);
    expect(all.some(({ kind }) => kind === 'replOffset')).toBe(false);
  });

  test('may do without some kinds of faults', () => {
    const kindsOf = (without: ScheduleOptions['without'] & {}): Set<string> =>
      new Set(
        seeds.flatMap((seed) =>
          randomSchedule(seed, { ...everything, without }).run.faults!.map(({ kind }) => kind),
        ),
      );
    expect(kindsOf([])).toContain('priority');
    expect(kindsOf(['priority', 'store'])).not.toContain('priority');
    expect(kindsOf(['priority', 'store'])).not.toContain('store');
    expect(kindsOf(['priority', 'store'])).toContain('resign');
  });

  test('may let clocks drift, and never further than it was told', () => {
    const faults = seeds.flatMap(
      (seed) => randomSchedule(seed, { protocol: 'quorum', driftRatio: 0.1 }).run.faults!,
    );
    const rates = faults.flatMap((fault) =>
      fault.kind === 'clock' && fault.rate !== undefined ? [fault.rate] : [],
    );
    expect(Math.min(...rates)).toBe(0.9);
    expect(Math.max(...rates)).toBe(1.1);
  });
});

describe('trying a schedule', () => {
  test('says how long a healthy cluster took to find itself', () => {
    const { violations, settledAfterMs, steps } = trySchedule(randomSchedule(1, { protocol: 'quorum' }));
    expect(violations).toEqual([]);
    expect(settledAfterMs).toBeGreaterThanOrEqual(0);
    expect(steps).toBeGreaterThan(100);
  });

  test('is not content with one authority: a cluster has settled when it is whole', () => {
    const alone = seeds
      .map((seed) => randomSchedule(seed, { protocol: 'quorum', nodes: [1, 1] }))
      .map((schedule) => trySchedule(schedule).settledAfterMs);
    expect(alone.every((ms) => ms !== null)).toBe(true);
    // Three of five elect one authority. Where the leader was among the other two, those follow nobody.
    const apart = seeds.slice(0, 20).map((seed) => {
      const { run, faultsEndMs } = randomSchedule(seed, { protocol: 'quorum', nodes: [5, 5] });
      const groups = [
        ['n1', 'n2'],
        ['n3', 'n4', 'n5'],
      ] as const;
      const faults = [...run.faults!, { atMs: faultsEndMs, kind: 'partition', groups } as const];
      return trySchedule({ run: { ...run, faults }, faultsEndMs: faultsEndMs + 1000 });
    });
    expect(apart.flatMap(({ violations }) => violations)).toEqual([]);
    expect(apart.map(({ settledAfterMs }) => settledAfterMs)).toContain(null);
  });

  test('says what was violated', () => {
    const outcomes = seeds
      .slice(0, 40)
      .map((seed) => trySchedule(randomSchedule(seed, { protocol: 'kevy', nodes: [3, 5] })));
    const violations = outcomes.flatMap((outcome) => outcome.violations);
    expect(violations.length).toBeGreaterThan(0);
    for (const { witnesses, text, snapshot, atUs } of violations) {
      expect(witnesses.length).toBeGreaterThan(0);
      for (const id of witnesses) expect(text).toContain(id);
      expect(snapshot.timeUs).toBe(atUs);
    }
  });

  test('looks at what it was told to look at, and ends there', () => {
    const seed = seeds.find(
      (one) => trySchedule(randomSchedule(one, { protocol: 'kevy', nodes: [3, 5] })).violations.length > 0,
    )!;
    const schedule = randomSchedule(seed, { protocol: 'kevy', nodes: [3, 5] });
    expect(trySchedule(schedule, []).violations).toEqual([]);
    const [violation] = trySchedule(schedule).violations;
    const only = INVARIANTS.filter(({ id }) => id === violation!.invariant);
    expect(trySchedule(schedule, only).violations[0]).toEqual(violation);
  });
});
