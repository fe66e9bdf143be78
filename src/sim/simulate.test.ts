import { describe, expect, test } from 'vitest';
import { simulate } from './simulate';
import { runOf } from './test-kit';

describe('simulate', () => {
  test('gives the view that the page would show, as plain JSON', () => {
    const { view } = simulate(runOf(3), 1000);
    const leader = view.nodes.find(({ authority }) => authority)!;
    expect(view.timeMs).toBe(1000);
    expect(JSON.parse(JSON.stringify(view))).toEqual(view);
    expect(leader).toMatchObject({
      role: 'primary',
      status: 'up',
      primary: leader.id,
      leadership: { kind: 'leader' },
    });
    expect(leader.authorityUntilMs).toBeGreaterThan(1000);
    expect(view.links.map(({ from, to }) => from + to)).toEqual([
      'n1n2',
      'n1n3',
      'n2n1',
      'n2n3',
      'n3n1',
      'n3n2',
    ]);
  });

  test('at time 0 shows nodes that have done nothing yet', () => {
    const { view } = simulate(runOf(2), 0);
    expect(view).toMatchObject({ timeMs: 0, inFlight: 0 });
    expect(view.nodes).toMatchObject([
      { role: 'replica', authority: false },
      { role: 'replica', authority: false },
    ]);
  });

  test('counts the steps, and the same ones again', () => {
    expect(simulate(runOf(3), 500).world.stepCount).toBe(simulate(runOf(3), 500).world.stepCount);
  });
});
