import { describe, expect, test } from 'vitest';
import { hostileRun } from '../../../check/hostile-run';
import { simulate } from '../../../sim';
import { nodeIds, runOf } from '../../../sim/test-kit';
import type { Trace } from '../../../sim/trace/trace';
import { causalCone, type Cone, type Origin } from './cone';
import { comesOf, leadsTo } from './ways';

/** The definition, word for word: the least set with the origin that is closed under both orders. */
function naiveCone(trace: Trace, { node, atUs }: Origin): Pick<Cone, 'pastUntilUs' | 'futureFromUs'> {
  const past = new Float64Array(trace.nodes.length).fill(-Infinity);
  const future = new Float64Array(trace.nodes.length).fill(Infinity);
  past[node] = atUs;
  future[node] = atUs;
  const deliveries = Array.from({ length: trace.records.length }, (_, id) => trace.records.row(id))
    .filter(({ kind }) => kind === 'delivered')
    .map((row) => ({ ...row, message: trace.messages.row(row.a) }))
    .map(({ atUs, node: to, message }) => ({
      atUs,
      to,
      from: trace.nodes.indexOf(message.from),
      sentUs: message.sentUs,
    }));
  for (let changed = true; changed;) {
    changed = false;
    for (const { atUs, to, from, sentUs } of deliveries) {
      if (atUs <= past[to]! && sentUs > past[from]!) {
        past[from] = sentUs;
        changed = true;
      }
      if (sentUs >= future[from]! && atUs < future[to]!) {
        future[to] = atUs;
        changed = true;
      }
    }
  }
  return { pastUntilUs: past, futureFromUs: future };
}

test.each([1, 2, 3, 5, 8])(
  'the cone of any event of a hostile run (%i) is what the definition says',
  (seed) => {
    const { trace } = simulate(hostileRun(seed, 'quorum'), 1500);
    for (let id = 3; id < trace.records.length; id += 211) {
      const { node, atUs } = trace.records.row(id);
      if (node >= trace.nodes.length) continue;
      const cone = causalCone(trace, [{ node, atUs }], [{ node, atUs }]);
      expect(cone).toEqual({ ...naiveCone(trace, { node, atUs }), complete: true });
    }
  },
);

describe('a node that nobody hears', () => {
  const cuts = nodeIds(2).map((from) => ({ atMs: 0, kind: 'cut', from, to: 'n3' }) as const);
  const { trace } = simulate(runOf(3, { faults: cuts }), 2000);
  const origin = { node: 2, atUs: 1_000_000 };

  test('has only itself to blame, and still reaches others', () => {
    const cone = causalCone(trace, [origin], [origin]);
    expect([...cone.pastUntilUs]).toEqual([-Infinity, -Infinity, 1_000_000]);
    expect(cone.futureFromUs[0]).toBeGreaterThan(1_000_000);
    expect(cone.futureFromUs[0]).toBeLessThan(1_040_000);
    expect(cone.complete).toBe(true);
  });

  test('is searched for only so far', () => {
    const cone = causalCone(trace, [origin], [origin], 10);
    expect(cone.complete).toBe(false);
  });
});

test('many origins: what any of them could have come of', () => {
  const { trace } = simulate(runOf(3), 1000);
  const a = { node: 0, atUs: 500_000 };
  const b = { node: 1, atUs: 700_000 };
  const both = causalCone(trace, [a, b], []);
  const one = causalCone(trace, [a], []);
  const other = causalCone(trace, [b], []);
  both.pastUntilUs.forEach((untilUs, node) => {
    expect(untilUs).toBe(Math.max(one.pastUntilUs[node]!, other.pastUntilUs[node]!));
  });
  expect([...both.futureFromUs]).toEqual([Infinity, Infinity, Infinity]);
});

test('messages are in it by their ends', () => {
  const { trace } = simulate(runOf(3), 1000);
  const origin = { node: 0, atUs: 500_000 };
  const cone = causalCone(trace, [origin], [origin]);
  expect(leadsTo(cone, 0, 500_000)).toBe(true);
  expect(leadsTo(cone, 0, 500_001)).toBe(false);
  expect(comesOf(cone, 0, 500_000)).toBe(true);
  expect(comesOf(cone, 1, 500_000)).toBe(false);
});
