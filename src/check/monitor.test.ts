import { describe, expect, test } from 'vitest';
import { Lab, runOf } from '../sim/test-kit';
import type { Invariant } from './invariant';
import { INVARIANTS } from './invariants';
import { Monitor } from './monitor';

const SPLIT = runOf(3, { protocol: 'kevy' });
const CUT = [
  { kind: 'cut', from: 'n1', to: 'n2' },
  { kind: 'cut', from: 'n2', to: 'n1' },
] as const;

describe('a monitor', () => {
  test('sees two authorities the moment the second begins', () => {
    const monitor = new Monitor();
    new Lab(SPLIT, [monitor])
      .to(500)
      .do(...CUT)
      .to(2000);
    expect(monitor.violations.map(({ invariant }) => invariant)).toEqual(['oneAuthority']);
    const [violation] = monitor.violations;
    expect(violation).toMatchObject({ witnesses: ['n1', 'n2'] });
    expect(violation!.text).toBe(
      'n1 (epoch 1) and n2 (epoch 2) may both act as the leader at this instant: a split brain.',
    );
    const { nodes } = violation!.snapshot;
    expect(nodes[0]!.authorityUntilUs).toBeGreaterThan(violation!.atUs);
    expect(nodes[1]!.authorityUntilUs).toBeGreaterThan(violation!.atUs);
  });

  test('has nothing to say about a quiet cluster, or one primary that comes back', () => {
    const monitor = new Monitor();
    const lab = new Lab(runOf(3), [monitor]).to(600);
    lab.do({ kind: 'kill', node: lab.leader() }).to(1500).do({ kind: 'restart', node: 'n1' }).to(3000);
    expect(monitor.violations).toEqual([]);
  });

  test('sees that a slow clock stretches an authority into that of another', () => {
    const monitor = new Monitor();
    const lab = new Lab(runOf(3), [monitor]).to(600);
    const node = lab.leader();
    lab.do({ kind: 'partition', groups: [[node]] }, { kind: 'clock', node, rate: 0.1 }).to(1500);
    expect(monitor.violations.map(({ invariant }) => invariant)).toEqual(['oneAuthority']);
    expect(monitor.violations[0]!.witnesses).toContain(node);
  });

  test('notes once what was not promised, and goes on watching for what was', () => {
    let looks = 0;
    const late: Invariant = {
      ...INVARIANTS[0]!,
      id: 'late',
      watch: () => ({
        after: () => ({
          witnesses: ['n1'],
          text: 'it did.',
          ...((looks += 1) < 10 && { isNote: true as const }),
        }),
        save: () => null,
      }),
    };
    const monitor = new Monitor([late]);
    new Lab(SPLIT, [monitor]).to(2000);
    expect(looks).toBe(10);
    expect(monitor.notes.map(({ invariant }) => invariant)).toEqual(['late']);
    expect(monitor.violations).toMatchObject([{ invariant: 'late', text: 'it did.' }]);
    expect(monitor.violations[0]).not.toHaveProperty('isNote');
  });

  test('keeps the first violation of each invariant, and stops watching for it', () => {
    let asked = 0;
    const always: Invariant = {
      ...INVARIANTS[0]!,
      id: 'never',
      watch: () => ({
        after: () => {
          asked += 1;
          return { witnesses: ['n1'], text: 'it did.' };
        },
        save: () => null,
      }),
    };
    const monitor = new Monitor([always]);
    new Lab(runOf(2), [monitor]).to(100);
    expect(asked).toBe(1);
    expect(monitor.violations).toMatchObject([{ invariant: 'never', atUs: 0 }]);
  });

  test('goes on from what it saved as if nothing had been', () => {
    const whole = new Monitor();
    const first = new Monitor();
    const lab = new Lab(SPLIT, [whole, first])
      .to(500)
      .do(...CUT)
      .to(510);
    const restored = new Monitor(undefined, structuredClone(first.save()));
    (lab.world as unknown as { observers: unknown[] }).observers.push(restored);
    lab.to(2000);
    expect(restored.violations).toEqual(whole.violations);
    const after = new Monitor(undefined, whole.save());
    expect(after.violations).toEqual(whole.violations);
  });
});

test('every invariant says what it demands', () => {
  expect(new Set(INVARIANTS.map(({ id }) => id)).size).toBe(INVARIANTS.length);
  for (const { title, sentence } of INVARIANTS) {
    expect(title).toMatch(/[^.]$/);
    expect(sentence).toMatch(/\.$/);
  }
});
