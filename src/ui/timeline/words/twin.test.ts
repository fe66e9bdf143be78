import { describe, expect, test } from 'vitest';
import { recordedSide } from '../test-kit';
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
