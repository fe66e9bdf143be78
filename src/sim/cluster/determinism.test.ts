/** How the time is cut, who breaks what when, and where a run is resumed: none of it may change the digest. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomSchedule } from '../../check/schedule';
import type { Fault, FaultAction, Run } from '../run';
import { simulate } from '../simulate';
import { Lab, runOf } from '../test-kit';

const UNTIL_MS = 3000;

const schedules = fc.record({
  seed: fc.nat(1_000_000),
  protocol: fc.constantFrom('quorum', 'kevy'),
}).map(({ seed, protocol }) => seedRun(seed, protocol));

/** A random hostile schedule, and on top of it what the search leaves out: skewed clocks, damage, crashes, settings. */
function seedRun(seed: number, protocol: string): Run {
  const { run } = randomSchedule(seed, { protocol, nodes: [1, 5] });
  const node = run.nodes[seed % run.nodes.length]!;
  const other = run.nodes.find((id) => id !== node);
  const extra: Fault[] = [
    { atMs: 0, kind: 'clock', node, rate: 0.5 + (seed % 100) / 100 },
    { atMs: 700.5, kind: 'clock', node, rate: 1.7, offsetMs: -50 },
    { atMs: 900, kind: 'replOffset', node, value: 8 },
    { atMs: 900, kind: 'replOffset', node, value: 9 },
    { atMs: 1000, kind: 'crash', node, how: seed % 2 === 0 ? 'throw' : 'hang' },
    { atMs: 1100, kind: 'restart', node, disk: seed % 3 === 0 ? 'wiped' : 'kept' },
    { atMs: 1500, kind: 'configure', config: { hbIntervalMs: 25 } },
    { atMs: 1600, kind: 'drop', message: 300 },
  ];
  if (other !== undefined) extra.push({ atMs: 500, kind: 'corrupt', from: other, to: node });
  return { ...run, faults: [...run.faults!, ...extra] };
}

const digestOf = (run: Run) => simulate(run, UNTIL_MS).digest;

describe('the digest of a run', () => {
  test('does not depend on how its time is cut into advances', () => {
    const cuts = fc.array(fc.integer({ min: 0, max: UNTIL_MS * 1000 }), { maxLength: 60 });
    fc.assert(
      fc.property(schedules, cuts, (run, cutsUs) => {
        const lab = new Lab(run);
        for (const cutUs of cutsUs.sort((a, b) => a - b)) lab.to(cutUs / 1000);
        expect(lab.to(UNTIL_MS).digest).toBe(digestOf(run));
      }),
      { numRuns: 60 },
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

  // Everything happens at whole milliseconds, so that the order at one instant has to come from somewhere.
  test('does not depend on it where everything happens at once', () => {
    const run = runOf(5, {
      network: { latencyMs: [5, 5], lossRatio: 0, duplicateRatio: 0.5 },
      faults: [
        { atMs: 300, kind: 'freeze', node: 'n2' },
        { atMs: 310, kind: 'replOffset', node: 'n2', value: 1 },
        { atMs: 310, kind: 'replOffset', node: 'n2', value: 2 },
        { atMs: 310, kind: 'replOffset', node: 'n2', value: 3 },
        { atMs: 400, kind: 'thaw', node: 'n2' },
        { atMs: 500, kind: 'freeze', node: 'n2' },
        { atMs: 700, kind: 'kill', node: 'n2' },
        { atMs: 800, kind: 'restart', node: 'n2' },
      ],
    });
    const cuts = fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 40 });
    fc.assert(
      fc.property(cuts, (cutsMs) => {
        const lab = new Lab(run);
        for (const cutMs of cutsMs.sort((a, b) => a - b)) lab.to(cutMs / 2);
        expect(lab.to(1000).digest).toBe(simulate(run, 1000).digest);
      }),
      { numRuns: 100 },
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

  test('has this value, or links to runs show something else', () => {
    expect(simulate(runOf(3), 1000).digest).toBe('');
    expect(simulate(runOf(3, { protocol: 'kevy' }), 1000).digest).toBe('');
  });
});

describe('a fault', () => {
  test('does the same by hand as listed in the run from the start', () => {
    fc.assert(
      fc.property(schedules, (run) => {
        const lab = new Lab({ ...run, faults: [] });
        const listed = simulate(run, UNTIL_MS);
        for (const { atMs, ...action } of listed.world.run.faults) lab.to(atMs).do(action as FaultAction);
        lab.to(UNTIL_MS);
        expect(lab.digest).toBe(listed.digest);
        expect(lab.world.faultsSoFar).toEqual(listed.world.run.faults);
      }),
      { numRuns: 40 },
    );
  });

  test('by hand comes after those that the run has for the same instant', () => {
    const faults: Fault[] = [{ atMs: 100, kind: 'replOffset', node: 'n1', value: 1 }];
    const lab = new Lab(runOf(3, { faults })).to(100).do({ kind: 'replOffset', node: 'n1', value: 2 }).to(101);
    expect(lab.node('n1').replOffset).toBe(2);
    expect(lab.world.faultsSoFar.map((fault) => (fault as { value: number }).value)).toEqual([1, 2]);
    expect(simulate({ ...lab.world.run, faults: lab.world.faultsSoFar }, 101).digest).toBe(lab.digest);
  });
});

describe('the head', () => {
  test('never goes back', () => {
    const lab = new Lab(runOf(3)).to(100);
    expect(() => lab.to(99)).toThrow('time goes on from 100000 µs');
    expect(() => simulate(runOf(3), NaN)).toThrow('time goes on');
  });

  test('is where it was told to be, with nothing of that instant done but its faults', () => {
    const lab = new Lab(runOf(3, { faults: [{ atMs: 50, kind: 'kill', node: 'n1' }] })).to(50);
    expect(lab.world.headUs).toBe(50_000);
    expect(lab.node('n1').status).toBe('killed');
    expect(lab.messages().every(({ sentUs }) => sentUs < 50_000)).toBe(true);
  });
});
