/** How the time is cut, who breaks what when, and where a run is resumed: none of it may change the digest. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { System } from '../../src/core/system';
import { advance } from '../../src/sim/cluster/advance';
import { World } from '../../src/sim/cluster/world';
import { InlineHost } from '../../src/sim/inline-host';
import type { NodeReply } from '../../src/sim/node/step';
import { resolveRun, type Fault, type Run } from '../../src/sim/run';
import { simulate } from '../../src/sim/simulate';
import { Lab, nodeIds, runOf } from '../../src/sim/test-kit';
import { EVERY_KIND, hostileRun } from '../../src/check/hostile-run';

const UNTIL_MS = 2500;
const schedules = fc
  .tuple(fc.nat(1_000_000), fc.constantFrom(...EVERY_KIND))
  .map(([seed, kind]) => hostileRun(seed, kind));

const digestOf = (run: Run) => simulate(run, UNTIL_MS).digest;

interface Merged {
  readonly digest: string;
  readonly windows: number;
  readonly calls: number;
}

/** As a host with workers has it, which has to plan each window ahead. `isQuiet` in place of what the protocol says. */
function mergedRun(run: Run, untilMs: number, isQuiet?: System['isQuiet']): Merged {
  const host = new InlineHost();
  const world = new World(resolveRun(run), host);
  if (isQuiet !== undefined) Object.assign(world, { protocol: { ...world.protocol, isQuiet } });
  let windows = 0;
  let calls = 0;
  const untilUs = untilMs * 1000;
  for (let window = world.open(untilUs); window !== null; window = world.open(untilUs)) {
    windows += 1;
    calls += window.calls.length;
    // Whoever is called last must not matter.
    const replies = window.calls.map(() => NO_REPLY);
    for (let at = replies.length - 1; at >= 0; at -= 1) {
      const { node, call } = window.calls[at]!;
      replies[at] = host.process(node).run(call);
    }
    world.close(window, replies);
  }
  return { digest: world.trace.digest(), windows, calls };
}

const mergedDigest = (run: Run, untilMs: number): string => mergedRun(run, untilMs).digest;

const STEADY = (nodes: number): Run =>
  runOf(nodes, { network: { latencyMs: [20, 60] }, config: { hbIntervalMs: 200, downAfterMs: 2000 } });

const NO_REPLY: NodeReply = { steps: [], nextWakeUs: Infinity };

describe('the digest of a run', () => {
  test('does not depend on how its time is cut into advances', () => {
    const cuts = fc.array(fc.integer({ min: 0, max: UNTIL_MS * 1000 }), { maxLength: 60 });
    fc.assert(
      fc.property(schedules, cuts, (run, cutsUs) => {
        const lab = new Lab(run);
        for (const cutUs of cutsUs.sort((a, b) => a - b)) lab.to(cutUs / 1000);
        expect(lab.to(UNTIL_MS).digest).toBe(digestOf(run));
      }),
      { numRuns: 30 },
    );
  });

  test('does not depend on it even where each microsecond is a step of its own', () => {
    fc.assert(
      fc.property(schedules, fc.nat(UNTIL_MS - 10), (run, fromMs) => {
        const lab = new Lab(run).to(fromMs);
        for (let us = 0; us < 3000; us += 1) lab.to(fromMs + us / 1000);
        expect(lab.to(UNTIL_MS).digest).toBe(digestOf(run));
      }),
      { numRuns: 10 },
    );
  });

  test('is the same whether a window is gone through step by step, or by all nodes at once and then merged', () => {
    fc.assert(
      fc.property(schedules, (run) => {
        expect(mergedDigest(run, UNTIL_MS)).toBe(digestOf(run));
      }),
      { numRuns: 30 },
    );
  });

  test('is the same where nodes run ahead of each other, because all that is in the air is quiet', () => {
    for (const nodes of [2, 5, 25]) {
      const ahead = mergedRun(STEADY(nodes), 10_000);
      const inStep = mergedRun(STEADY(nodes), 10_000, () => false);
      expect(ahead.digest).toBe(simulate(STEADY(nodes), 10_000).digest);
      expect(inStep.digest).toBe(ahead.digest);
      expect(ahead.windows).toBeLessThan(inStep.windows / 1.3);
      expect(ahead.calls).toBeLessThan(inStep.calls / 1.2);
    }
  });

  test('is not given at all where a node that was said to be quiet is not', () => {
    // A store answers.
    const run = runOf(3, { protocol: 'ballot-lease', network: { latencyMs: [20, 60] } });
    expect(() => mergedRun(run, 10_000, () => true)).toThrow(/sent at \d+ µs, and was to be quiet/);
  });

  // Latencies of whole milliseconds, and each link another one: much arrives at once that was not sent at once, and the
  // order at one instant has to come from somewhere.
  test('does not depend on it where much happens at once', () => {
    const nodes = nodeIds(6);
    const slow: Fault[] = nodes.flatMap((from, a) =>
      nodes
        .filter((to) => to !== from)
        .map((to, b) => {
          const ms = 3 + ((3 * a + 5 * b) % 4) * 4;
          return { atMs: 0, kind: 'link', from, to, latencyMs: [ms, ms], duplicateRatio: 0.5 } as const;
        }),
    );
    const pause = (fromMs: number, toMs: number, end: 'thaw' | 'kill'): Fault[] => [
      { atMs: fromMs, kind: 'freeze', node: 'n2' },
      { atMs: fromMs + 7, kind: 'replOffset', node: 'n2', value: 1 },
      { atMs: fromMs + 7, kind: 'replOffset', node: 'n2', value: 2 },
      { atMs: fromMs + 7, kind: 'replOffset', node: 'n2', value: 3 },
      { atMs: toMs, kind: end, node: 'n2' },
    ];
    const run = runOf(6, {
      config: { hbIntervalMs: 4, downAfterMs: 60 },
      faults: [
        ...slow,
        ...pause(101, 141, 'thaw'),
        ...pause(150, 199, 'kill'),
        { atMs: 200, kind: 'restart', node: 'n2' },
        ...pause(222, 251, 'kill'),
        { atMs: 255, kind: 'restart', node: 'n2' },
        ...pause(256, 258, 'thaw'),
        { atMs: 258, kind: 'kill', node: 'n2' },
        { atMs: 260, kind: 'cut', from: 'n3', to: 'n4' },
        { atMs: 270, kind: 'partition', groups: [['n1', 'n5']] },
      ],
    });
    const { digest } = simulate(run, 300);
    expect(mergedDigest(run, 300)).toBe(digest);
    const cuts = fc.array(fc.nat(600), { maxLength: 200 });
    fc.assert(
      fc.property(cuts, (cutsMs) => {
        const lab = new Lab(run);
        for (const cutMs of cutsMs.sort((a, b) => a - b)) lab.to(cutMs / 2);
        expect(lab.to(300).digest).toBe(digest);
      }),
      { numRuns: 40 },
    );
  });

  test('is the same twice, and another for another seed', () => {
    fc.assert(
      fc.property(schedules, (run) => {
        expect(digestOf(run)).toBe(digestOf(run));
        if (run.nodes.length > 1) expect(digestOf({ ...run, seed: run.seed + 1 })).not.toBe(digestOf(run));
      }),
      { numRuns: 20 },
    );
  });

  test('does not depend on whether rows are kept', () => {
    fc.assert(
      fc.property(schedules, (run) => {
        expect(simulate(run, UNTIL_MS, { keepTrace: false }).digest).toBe(digestOf(run));
      }),
      { numRuns: 10 },
    );
  });
});

test('what happens does not depend on whether anybody writes it down', () => {
  fc.assert(
    fc.property(schedules, (run) => {
      const host = new InlineHost();
      const world = new World(resolveRun(run), host, [], false);
      world.trace.mute();
      advance(world, host, UNTIL_MS * 1000);
      expect(world.snapshot()).toEqual(simulate(run, UNTIL_MS).world.snapshot());
      expect(() => world.trace.digest()).toThrow('a muted trace has no digest');
    }),
    { numRuns: 14 },
  );
});

describe('a fault', () => {
  test('does the same by hand as listed in the run from the start', () => {
    fc.assert(
      fc.property(schedules, (run) => {
        const lab = new Lab({ ...run, faults: [] });
        const listed = simulate(run, UNTIL_MS);
        for (const { atMs, ...action } of listed.world.run.faults) lab.to(atMs).do(action);
        lab.to(UNTIL_MS);
        expect(lab.digest).toBe(listed.digest);
        expect(lab.world.faultsSoFar).toEqual(listed.world.run.faults);
      }),
      { numRuns: 20 },
    );
  });

  test('by hand comes after those that the run has for the same instant', () => {
    const faults: Fault[] = [{ atMs: 100, kind: 'replOffset', node: 'n1', value: 1 }];
    const lab = new Lab(runOf(3, { faults }))
      .to(100)
      .do({ kind: 'replOffset', node: 'n1', value: 2 })
      .to(101);
    expect(lab.node('n1').replOffset).toBe(2);
    expect(lab.world.faultsSoFar.map((fault) => (fault as { value: number }).value)).toEqual([1, 2]);
    expect(simulate({ ...lab.world.run, faults: lab.world.faultsSoFar }, 101).digest).toBe(lab.digest);
  });
});

describe('the head', () => {
  test('never goes back', () => {
    const lab = new Lab(runOf(3)).to(100);
    expect(() => lab.to(99)).toThrow('time goes on from 100000 µs');
    expect(() => lab.to(NaN)).toThrow('time goes on');
  });

  test('is where it was told to be, with nothing of that instant done but its faults', () => {
    const lab = new Lab(runOf(3, { faults: [{ atMs: 50, kind: 'kill', node: 'n1' }] })).to(50);
    expect(lab.world.headUs).toBe(50_000);
    expect(lab.node('n1').status).toBe('killed');
    expect(lab.messages().every(({ sentUs }) => sentUs < 50_000)).toBe(true);
  });
});
