/** What a hunt makes of clusters that stay broken although everything was healed. */
import { describe, expect, test } from 'vitest';
import { tryFamily } from '../../src/check/hunt/family';
import { doHuntJob, type HuntJob } from '../../src/check/hunt/jobs';
import { isLiveness, judgedWithinMs, neverWhole } from '../../src/check/hunt/never-whole';
import { preyOf, type Prey } from '../../src/check/hunt/prey';
import { shrink, type Shrunk } from '../../src/check/hunt/shrink';
import { SEARCH_CONFIG } from '../../src/check/schedule';
import { resolveRun, type Fault, type Network } from '../../src/sim/run';
import { simulate } from '../../src/sim/simulate';

const preyWith = (protocol: string, network: Partial<Network> = { latencyMs: [2, 10] }): Prey =>
  preyOf(
    resolveRun({ version: 1, protocol, nodes: ['n1'], seed: 1, config: SEARCH_CONFIG, network }),
    [2, 3],
  );

/** A question and its answer take longer than any lease. */
const TOO_SLOW = preyWith('quorum', { latencyMs: [150, 200] });

/** Every step of it, the last one included. */
function all(shrinking: Generator<Shrunk, Shrunk>): readonly Shrunk[] {
  const steps: Shrunk[] = [];
  for (let step = shrinking.next(); ; step = shrinking.next()) {
    steps.push(step.value);
    if (step.done === true) return steps;
  }
}

describe('a family', () => {
  test('finds a cluster that never becomes whole, as a note, after it has tried everything for worse', () => {
    const { found, schedules } = tryFamily(TOO_SLOW, 1);
    expect(found).toMatchObject({ seed: 1, violation: { invariant: 'settles' } });
    expect(isLiveness(found!.violation.invariant)).toBe(true);
    expect(schedules).toBe(16);
    expect(tryFamily(TOO_SLOW, 1)).toEqual(tryFamily(TOO_SLOW, 1));
  });

  test('does not look for that where only safety is hunted', () => {
    expect(tryFamily({ ...TOO_SLOW, safetyOnly: true }, 1).found).toBeNull();
  });

  test('tells what breaks safety rather than what stays broken', () => {
    const kevy = preyWith('kevy');
    const staysBroken = [1, 2, 3, 4, 5, 6].filter((seed) => tryFamily(kevy, seed, []).found !== null);
    expect(staysBroken.length).toBeGreaterThan(0);
    for (const seed of staysBroken) {
      const { found } = tryFamily(kevy, seed);
      const { found: unsafe } = tryFamily({ ...kevy, safetyOnly: true }, seed);
      if (unsafe !== null) expect(found).toEqual(unsafe);
      else expect(isLiveness(found!.violation.invariant)).toBe(true);
    }
  });

  test('ends a schedule as soon as it is whole: looking costs next to nothing', () => {
    const sound = preyWith('ballot-lease');
    const cost = (prey: Prey) => [1, 2, 3].reduce((sum, seed) => sum + tryFamily(prey, seed).virtualMs, 0);
    const { config: _, ...rest } = sound;
    const prey = {
      ...rest,
      config: resolveRun({ version: 1, protocol: 'ballot-lease', nodes: ['n1'], seed: 1 }).config,
    };
    expect(cost(prey)).toBeLessThan(1.1 * cost({ ...prey, safetyOnly: true }));
  });
});

describe('what never becomes whole', () => {
  // As published, a primary that was away for a moment may come back to others who wait for an epoch that nobody won.
  const { run, violation } = [1, 2, 3, 4, 5, 6, 7, 8]
    .map((seed) => tryFamily(preyWith('kevy'), seed, []).found)
    .find(
      (found) =>
        found !== null && found.run.faults!.some(({ kind }) => kind === 'thaw' || kind === 'restart'),
    )!;
  const healedMs = run.faults!.at(-1)!.atMs;
  const untilMs = healedMs + judgedWithinMs(run);

  test('is judged by the property, from the last fault on', () => {
    expect(neverWhole(run, untilMs)).toEqual(violation);
    expect(violation.invariant).toBe('settles');
    expect(violation.atUs / 1000).toBeGreaterThanOrEqual(healedMs + 15 * SEARCH_CONFIG.downAfterMs);
    expect(violation.text).toMatch(/nothing is broken between the nodes.*, and /);
  });

  test('counts only with everything healed', () => {
    const broken: Fault = { atMs: healedMs, kind: 'freeze', node: run.nodes.at(-1)! };
    expect(neverWhole({ ...run, faults: [...run.faults!, broken] }, untilMs)).toBeNull();
  });

  test('is shrunk to what it takes, and to what heals it', () => {
    const steps = all(shrink(run, 'settles', violation.atUs / 1000 + 1));
    const { run: small, violation: told, done } = steps.at(-1)!;
    expect(done).toBe(true);
    expect(small.faults!.length).toBeLessThan(run.faults!.length);
    for (const step of steps) {
      const { world } = simulate(step.run, step.violation.atUs / 1000);
      expect(world.slots.map(({ status }) => status)).toEqual(step.run.nodes.map(() => 'up'));
      expect(world.links.snapshot().filter(({ cut, changed }) => cut || changed)).toEqual([]);
    }
    small.faults!.forEach((_, at) => {
      const less = { ...small, faults: small.faults!.toSpliced(at, 1) };
      expect(neverWhole(less, told.atUs / 1000 + 400)).toBeNull();
    });
    expect(neverWhole(small, told.atUs / 1000 + 1)).toEqual(told);
    expect(all(shrink(small, 'settles', told.atUs / 1000 + 1)).at(-1)!.run).toEqual(small);
  });

  test('needs no fault at all where the network is the reason', () => {
    const family = tryFamily(TOO_SLOW, 1).found!;
    const untilViolatedMs = family.violation.atUs / 1000 + 1;
    const job: HuntJob = { kind: 'shrink', run: family.run, invariant: 'settles', untilMs: untilViolatedMs };
    const result = doHuntJob(job, () => undefined);
    expect(result).toMatchObject({ kind: 'shrink', shrunk: { done: true, run: { faults: [] } } });
  });
});
