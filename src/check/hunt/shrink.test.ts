import { describe, expect, test } from 'vitest';
import { simulate, type Fault, type Run } from '../../sim';
import { Monitor } from '../monitor';
import { shrink, type Shrunk } from './shrink';

const CUT: readonly Fault[] = [
  { atMs: 1234.5, kind: 'cut', from: 'n1', to: 'n2' },
  { atMs: 1234.5, kind: 'cut', from: 'n2', to: 'n1' },
];
const NOISE: readonly Fault[] = [
  { atMs: 300, kind: 'freeze', node: 'n4' },
  { atMs: 420.25, kind: 'thaw', node: 'n4' },
  { atMs: 700, kind: 'link', from: 'n2', to: 'n4', lossRatio: 0.3 },
  { atMs: 4000, kind: 'kill', node: 'n2' },
];
/** As published: one cut link is enough, and a fourth node only makes it harder. */
const run: Run = {
  version: 1,
  protocol: 'kevy',
  nodes: ['n1', 'n2', 'n3', 'n4'],
  seed: 77,
  config: { hbIntervalMs: 30, downAfterMs: 200, electionTimeoutMs: 120, electionBackoffMs: 40 },
  network: { latencyMs: [2, 9], lossRatio: 0.02, duplicateRatio: 0.05 },
  faults: [...NOISE, ...CUT].sort((a, b) => a.atMs - b.atMs),
};

function all(of: Run, invariant: string, untilMs: number): Shrunk[] {
  const steps: Shrunk[] = [];
  const shrinking = shrink(of, invariant, untilMs);
  for (let step = shrinking.next(); ; step = shrinking.next()) {
    steps.push(step.value);
    if (step.done === true) return steps;
  }
}

const violations = (of: Run, untilMs: number) => {
  const monitor = new Monitor();
  simulate(of, untilMs, { observers: [monitor] });
  return monitor.violations;
};

describe('shrinking', () => {
  const steps = all(run, 'oneAuthority', 6000);
  const last = steps.at(-1)!;

  test('leaves only what it takes, with plain names, a small seed and a calm network', () => {
    expect(last.done).toBe(true);
    expect(last.run.faults!.length).toBeLessThanOrEqual(2);
    expect(last.run.nodes).toEqual(['n1', 'n2', 'n3']);
    expect(last.run.seed).toBeLessThanOrEqual(3);
    expect(last.run.network).toMatchObject({ lossRatio: 0, duplicateRatio: 0 });
    for (const { atMs } of last.run.faults!) expect(atMs % 10).toBe(0);
  });

  test('breaks the same at every step, at the instant that it says', () => {
    for (const { run: candidate, violation } of steps) {
      const found = violations(candidate, violation.atUs / 1000 + 1).find(
        ({ invariant }) => invariant === 'oneAuthority',
      );
      expect(found?.atUs).toBe(violation.atUs);
    }
  });

  test('leaves nothing to take away', () => {
    const { faults } = last.run;
    faults!.forEach((_, at) => {
      const less = { ...last.run, faults: faults!.toSpliced(at, 1) };
      const found = violations(less, last.violation.atUs / 1000 + 400);
      expect(found.filter(({ invariant }) => invariant === 'oneAuthority')).toEqual([]);
    });
  });

  test('comes to the same the second time, and adds nothing to what is small', () => {
    expect(all(run, 'oneAuthority', 6000).at(-1)).toEqual(last);
    expect(all(last.run, 'oneAuthority', 6000).at(-1)!.run).toEqual(last.run);
  });

  test('refuses a run that breaks nothing', () => {
    expect(() => all({ ...run, protocol: 'quorum' }, 'oneAuthority', 6000)).toThrow(
      'does not break oneAuthority',
    );
  });
});
