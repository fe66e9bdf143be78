import { describe, expect, test } from 'vitest';
import { castOf } from './cast';
import { stageLayout } from './layout';
import {
  lineStyle,
  linkName,
  linkPair,
  linkPlace,
  linkShape,
  linkTroubles,
  meshPath,
  offeredPairs,
  pairKey,
  pairName,
  pairTroubles,
  spokesPath,
} from './links';
import { ringLayout } from './ring';
import { link, links, NETWORK, partsOf } from './test-kit';

const ids = (count: number) => Array.from({ length: count }, (_, at) => `n${at + 1}`);
const nodesOnly = (count: number) => castOf(partsOf(count), {});
/** As where nodes elect through a store. */
const STORE = { leaseKey: 'lease', readLease: () => null };
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
    expect(names(offeredPairs(links(ids(3)), nodesOnly(3), []))).toEqual([
      'link n1 – n2',
      'link n1 – n3',
      'link n2 – n3',
    ]);
  });

  test('a large one only what is broken or in hand', () => {
    const all = links(ids(12), { 'n4 n2': { cut: true }, 'n7 n8': { changed: true } });
    expect(names(offeredPairs(all, nodesOnly(12), []))).toEqual(['link n2 – n4', 'link n7 – n8']);
    expect(offeredPairs(all, nodesOnly(12), [11])).toHaveLength(2 + 11);
    expect(names(offeredPairs(all, nodesOnly(12), [0, 5]))).toContain('link n1 – n6');
  });
});

describe('with a store and clients', () => {
  const members = ['n1', 'n2', 'store', 'c1', 'c2'];
  const all = links(members);
  const parts = partsOf(2, { store: true, clients: 2 });
  const namesIn = (pairs: ReturnType<typeof offeredPairs>, cast: ReturnType<typeof castOf>) =>
    pairs.map((pair) => pairName(pair, cast));

  test('each has its links to the nodes, and a client is named first', () => {
    const cast = castOf(parts, { store: STORE });
    expect(namesIn(offeredPairs(all, cast, []), cast)).toEqual([
      'link n1 – n2',
      'link n1 – store',
      'link c1 – n1',
      'link c2 – n1',
      'link n2 – store',
      'link c1 – n2',
      'link c2 – n2',
    ]);
  });

  test('nodes that only ever talk to the store have no links among each other, unless one is in hand', () => {
    const alone = links(['n1', 'n2', 'store']);
    const cast = castOf(partsOf(2, { store: true }), { store: STORE });
    expect(names(offeredPairs(alone, cast, []))).toEqual(['link n1 – store', 'link n2 – store']);
    expect(names(offeredPairs(alone, cast, [0]))).toEqual(['link n1 – store', 'link n2 – store']);
    expect(names(offeredPairs(alone, cast, [0, 1]))).toContain('link n1 – n2');
    const talking = castOf(partsOf(2, { store: true }), {});
    expect(names(offeredPairs(alone, talking, []))).toContain('link n1 – n2');
  });

  test('in a large ring the link to whom a client believes in is there', () => {
    const many = [...ids(12), 'c1'];
    const cast = castOf(partsOf(12, { clients: 1 }), {});
    const noted = [pairKey(12, 4)];
    expect(namesIn(offeredPairs(links(many), cast, [], noted), cast)).toEqual(['link c1 – n5']);
    expect(offeredPairs(links(many), cast, [12], noted)).toHaveLength(12);
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
  const layout = ringLayout(2, 600, 600);
  const shape = (changes: Parameters<typeof links>[1]) =>
    linkShape(layout, linkPair(links(ids(2), changes), 2, 0, 1), 0.5);
  const ys = (path: string) => [...path.matchAll(/,(-?[\d.]+)/g)].map((match) => Number(match[1]));

  test('a whole link is a line, and nothing else', () => {
    const { line, bars, arrow, handle } = shape({});
    expect(ys(line)).toHaveLength(2);
    expect([bars, arrow]).toEqual(['', '']);
    expect(handle).toMatch(/^M.*Z$/);
  });

  test('a one-way cut has a bar before its receiver and an arrow for the other way', () => {
    const [top, bottom] = layout.places.map(({ y }) => y) as [number, number];
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

describe('a link around the store', () => {
  const layout = stageLayout(partsOf(4, { store: true }), 800, 600);
  const all = links([...ids(4), 'store']);
  const store = layout.places[4]!;

  test('keeps its line, its bars and its handle away from it', () => {
    const cut = links([...ids(4), 'store'], { 'n1 n3': { cut: true }, 'n3 n1': { cut: true } });
    const { line, bars, handle } = linkShape(layout, linkPair(cut, 5, 0, 2), 0.5);
    for (const path of [line, bars, handle]) {
      for (const [, x, y] of path.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)) {
        expect(Math.hypot(Number(x) - store.x, Number(y) - store.y)).toBeGreaterThan(store.radius + 6);
      }
    }
  });

  test('a spoke is straight, and ends at the edge of each', () => {
    const { line } = linkShape(layout, linkPair(all, 5, 0, 4), 0.5);
    const points = [...line.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)];
    expect(points).toHaveLength(2);
    expect(Number(points[1]?.[2])).toBeCloseTo(store.y - store.radius - 8, 0);
  });
});

describe('one path for many lines', () => {
  const layout = ringLayout(20, 800, 600);
  test('a mesh has a line for each pair, spokes one for each other node', () => {
    expect(meshPath(layout, nodesOnly(20)).match(/M/g)).toHaveLength(190);
    expect(spokesPath(layout, nodesOnly(20), 3).match(/M/g)).toHaveLength(19);
    expect(spokesPath(layout, nodesOnly(20), -1)).toBe('');
  });

  test('no line of a client is in the mesh, and nodes that do not talk have only those to the store', () => {
    const parts = partsOf(20, { store: true, clients: 2 });
    const withAll = stageLayout(parts, 800, 600);
    expect(meshPath(withAll, castOf(parts, {})).match(/M/g)).toHaveLength(190 + 20);
    expect(spokesPath(withAll, castOf(parts, {}), 21).match(/M/g)).toHaveLength(20);
    const quiet = partsOf(20, { store: true });
    const cast = castOf(quiet, { store: STORE });
    expect(meshPath(stageLayout(quiet, 800, 600), cast).match(/M/g)).toHaveLength(20);
    expect(spokesPath(stageLayout(quiet, 800, 600), cast, 3).match(/M/g)).toHaveLength(1);
  });

  test('a grey cloud leaves only the lines to the store', () => {
    const parts = partsOf(40, { store: true });
    expect(meshPath(stageLayout(parts, 800, 600), castOf(parts, {})).match(/M/g)).toHaveLength(40);
  });
});
