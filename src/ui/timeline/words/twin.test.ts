import { describe, expect, test } from 'vitest';
import { LEASE_RUN, recordedSide, sideOf } from '../test-kit';
import { twinOf } from './twin';

const { index, headUs } = recordedSide(3, 3000, {
  faults: [
    { atMs: 1000, kind: 'kill', node: 'n1' },
    { atMs: 2000, kind: 'restart', node: 'n1' },
  ],
});
const all = { startUs: -100, spanUs: 10e6 };

describe('the timeline as text', () => {
  test('tells every node at the instant that is shown', () => {
    const { nodes } = twinOf(index, all, 1_500_000, headUs, 100);
    expect(nodes[0]).toEqual({ id: 'n1', text: 'killed' });
    expect(nodes.filter(({ text }) => /^primary, epoch \d+, has authority$/.test(text))).toHaveLength(1);
  });

  test('tells what happened in view in order, and what of it is later', () => {
    const { lines, left, fromUs, untilUs } = twinOf(index, all, 1_500_000, headUs, 1000);
    expect([fromUs, untilUs]).toEqual([0, headUs]);
    expect(left).toBe(0);
    expect(lines.map(({ atUs }) => atUs)).toEqual(lines.map(({ atUs }) => atUs).sort((a, b) => a - b));
    expect(lines.find(({ text }) => text === 'n1 was killed')).toMatchObject({ later: false, kind: 'fault' });
    expect(lines.find(({ text }) => text.startsWith('n1 was restarted'))).toMatchObject({ later: true });
  });

  test('is bounded, and keeps what is nearest to the instant', () => {
    const { lines, left } = twinOf(index, all, 1_000_001, headUs, 6);
    expect(lines).toHaveLength(6);
    expect(left).toBeGreaterThan(0);
    expect(lines.some(({ text }) => text === 'n1 was killed')).toBe(true);
    expect(lines.some(({ later }) => later)).toBe(true);
  });

  test('of a range knows nothing else', () => {
    const { lines } = twinOf(index, { startUs: 1_900_000, spanUs: 200_000 }, headUs, headUs, 100);
    expect(lines.map(({ text }) => text)).toContain('n1 was restarted, its disk kept');
    expect(lines.map(({ text }) => text)).not.toContain('n1 was killed');
  });
});

describe('beside a store, clients and exports', () => {
  const lease = sideOf(LEASE_RUN, 14_000);
  const twin = (view = all, limit = 10) => twinOf(lease.index, view, 6_000_000, lease.headUs, limit);

  test('every member is told, with what it believes or holds', () => {
    const told = Object.fromEntries(twin().nodes.map(({ id, text }) => [id, text]));
    expect(Object.keys(told)).toEqual(['n1', 'n2', 'n3', 'store', 'c1', 'c2']);
    expect(told['n2']).toBe('primary, ballot 3, has authority; its wall clock is 9.3 s ahead');
    expect(told['store']).toMatch(/^up; n2 holds the lease with ballot 3 until /);
    expect(told['c1']).toMatch(/^up; thinks n1 leads \(ballot 1\); \d+ writes acknowledged/);
  });

  test('two leaders at once, and the export rounds in view with what is double in them', () => {
    const { overlaps, rounds } = twin({ startUs: 0, spanUs: 20e6 });
    expect(overlaps.map(({ text }) => text)).toEqual([expect.stringMatching(/^n1 .* and n2 .* refused/)]);
    expect(rounds.filter(({ double }) => double).map(({ text }) => text.slice(0, 7))).toEqual([
      'n3 work',
      'n2 work',
      'double:',
    ]);
    expect(rounds.map(({ text }) => text)).toContain('n2 tried for round 176722560 at 0.167 s: it was held');
    expect(twin({ startUs: 0, spanUs: 4e6 })).toMatchObject({ overlaps: [] });
  });

  test('a run of nodes alone has neither', () => {
    expect(twinOf(index, all, 1_500_000, headUs, 10)).toMatchObject({ overlaps: [], rounds: [] });
  });
});
