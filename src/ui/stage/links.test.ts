import { describe, expect, test } from 'vitest';
import {
  lineStyle,
  linkName,
  linkPair,
  linkPlace,
  linkShape,
  linkTroubles,
  meshPath,
  offeredPairs,
  pairTroubles,
  spokesPath,
} from './links';
import { ringLayout } from './ring';
import { link, links, NETWORK } from './test-kit';

const ids = (count: number) => Array.from({ length: count }, (_, at) => `n${at + 1}`);
const names = (pairs: ReturnType<typeof offeredPairs>) =>
  pairs.map(({ there }) => linkName(there.from, there.to));

describe('linkPlace', () => {
  test('finds every ordered pair of a snapshot', () => {
    const all = links(ids(4));
    for (const [from, a] of ids(4).entries()) {
      for (const [to, b] of ids(4).entries()) {
        if (from !== to) expect(all[linkPlace(from, to, 4)]).toMatchObject({ from: a, to: b });
      }
    }
  });

  test('a pair is the same from either end', () => {
    const all = links(ids(3));
    expect(linkPair(all, 3, 2, 0)).toEqual(linkPair(all, 3, 0, 2));
    expect(linkPair(all, 3, 2, 0).there).toMatchObject({ from: 'n1', to: 'n3' });
    expect(() => linkPair(all, 3, 0, 3)).toThrow('no link');
  });
});

describe('offeredPairs', () => {
  test('a small ring offers every link, in the order of the run', () => {
    expect(names(offeredPairs(links(ids(3)), 3, []))).toEqual([
      'link n1 – n2',
      'link n1 – n3',
      'link n2 – n3',
    ]);
  });

  test('a large one only what is broken or in hand', () => {
    const all = links(ids(12), { 'n4 n2': { cut: true }, 'n7 n8': { changed: true } });
    expect(names(offeredPairs(all, 12, []))).toEqual(['link n2 – n4', 'link n7 – n8']);
    expect(offeredPairs(all, 12, [11])).toHaveLength(2 + 11);
    expect(names(offeredPairs(all, 12, [0, 5]))).toContain('link n1 – n6');
  });
});

describe('troubles', () => {
  test('are told by direction', () => {
    const all = links(ids(2), {
      'n1 n2': { cut: true },
      'n2 n1': { changed: true, latencyMs: [500, 900], lossRatio: 0.1 },
    });
    expect(pairTroubles(linkPair(all, 2, 0, 1), NETWORK)).toBe('cut n1 → n2, slow n2 → n1, lossy n2 → n1');
    expect(pairTroubles(linkPair(links(ids(2)), 2, 0, 1), NETWORK)).toBe('');
  });

  test('a setting that is neither slower nor lossier is still a change', () => {
    expect(linkTroubles(link('a', 'b', { changed: true, latencyMs: [1, 2] }), NETWORK)).toEqual(['changed']);
    expect(linkTroubles(link('a', 'b', { corruptNext: true }), NETWORK)).toEqual(['about to damage a frame']);
  });

  test('show in the line', () => {
    const style = (changes: Parameters<typeof links>[1]) =>
      lineStyle(linkPair(links(ids(2), changes), 2, 0, 1), NETWORK);
    expect(style({})).toBe('open');
    expect(style({ 'n1 n2': { cut: true } })).toBe('open');
    expect(style({ 'n1 n2': { cut: true }, 'n2 n1': { cut: true } })).toBe('closed');
    expect(style({ 'n1 n2': { changed: true } })).toBe('slow');
    expect(style({ 'n1 n2': { changed: true, lossRatio: 0.5 } })).toBe('lossy');
    expect(style({ 'n1 n2': { changed: true, lossRatio: 0.5, cut: true } })).toBe('open');
  });
});

describe('linkShape', () => {
  const ring = ringLayout(2, 600, 600);
  const shape = (changes: Parameters<typeof links>[1]) =>
    linkShape(ring, linkPair(links(ids(2), changes), 2, 0, 1), 0.5);
  const ys = (path: string) => [...path.matchAll(/,(-?[\d.]+)/g)].map((match) => Number(match[1]));

  test('a whole link is a line, and nothing else', () => {
    const { line, bars, arrow, handle } = shape({});
    expect(ys(line)).toHaveLength(2);
    expect([bars, arrow]).toEqual(['', '']);
    expect(handle).toMatch(/^M.*Z$/);
  });

  test('a one-way cut has a bar before its receiver and an arrow for the other way', () => {
    const [top, bottom] = ring.nodes.map(({ y }) => y) as [number, number];
    const down = shape({ 'n1 n2': { cut: true } });
    // n1 is at the top: what it sends stops just above n2, and the arrow points up.
    expect(Math.min(...ys(down.bars))).toBeGreaterThan((top + bottom) / 2);
    const [, tip, tail] = ys(down.arrow) as [number, number, number];
    expect(tip).toBeLessThan(tail);
    const up = shape({ 'n2 n1': { cut: true } });
    expect(Math.max(...ys(up.bars))).toBeLessThan((top + bottom) / 2);
  });

  test('a link cut both ways has two bars and no arrow', () => {
    const { bars, arrow } = shape({ 'n1 n2': { cut: true }, 'n2 n1': { cut: true } });
    expect(bars.match(/M/g)).toHaveLength(2);
    expect(arrow).toBe('');
  });
});

describe('one path for many lines', () => {
  const ring = ringLayout(20, 800, 600);
  test('a mesh has a line for each pair, spokes one for each other node', () => {
    expect(meshPath(ring).match(/M/g)).toHaveLength(190);
    expect(spokesPath(ring, 3).match(/M/g)).toHaveLength(19);
    expect(spokesPath(ring, -1)).toBe('');
  });
});
