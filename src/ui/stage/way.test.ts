import { describe, expect, test } from 'vitest';
import { stageLayout } from './layout';
import { partsOf } from './test-kit';
import { distanceToSegment, distanceToWay, partOfWay, pointOnWay, wayBetween } from './way';

const pairs = (count: number) =>
  Array.from({ length: count }, (_, a) =>
    Array.from({ length: count - a - 1 }, (_, more) => [a, a + 1 + more] as const),
  ).flat();

describe('wayBetween', () => {
  test('is straight among nodes', () => {
    const layout = stageLayout(partsOf(6), 1020, 460);
    for (const [a, b] of pairs(6)) expect(wayBetween(layout, a, b).bow).toBe(0);
  });

  test.each([2, 3, 4, 5, 6, 7, 8, 9, 10])('never runs through the store among %i nodes', (count) => {
    const layout = stageLayout(partsOf(count, { store: true }), 1020, 600);
    const store = layout.places[count]!;
    for (const [a, b] of pairs(count)) {
      expect(distanceToWay(store, wayBetween(layout, a, b)), `${a} – ${b}`).toBeGreaterThan(store.radius + 8);
    }
    for (let a = 0; a < count; a += 1) expect(wayBetween(layout, a, count).bow).toBe(0);
  });

  test('a client reaches every node of five without touching another', () => {
    const layout = stageLayout(partsOf(5, { store: true, clients: 3 }), 1020, 460);
    for (let client = 6; client < 9; client += 1) {
      for (let node = 0; node < 5; node += 1) {
        const way = wayBetween(layout, node, client);
        layout.places.forEach((other, at) => {
          if (at === node || at === client) return;
          expect(distanceToWay(other, way), `${node} – ${client}, ${at}`).toBeGreaterThan(other.radius);
        });
      }
    }
  });

  test('is found once', () => {
    const layout = stageLayout(partsOf(4, { store: true }), 800, 600);
    expect(wayBetween(layout, 0, 2)).toBe(wayBetween(layout, 0, 2));
  });
});

describe('points of a way', () => {
  const layout = stageLayout(partsOf(4, { store: true }), 800, 600);
  const bent = wayBetween(layout, 0, 2);

  test('begin and end with its ends', () => {
    expect(bent.bow).not.toBe(0);
    expect(pointOnWay(bent, 0)).toEqual({ x: bent.from.x, y: bent.from.y });
    expect(pointOnWay(bent, 1).y).toBeCloseTo(bent.to.y, 9);
  });

  test('bow to the right of its direction, most in the middle', () => {
    // Down, so its right is to the left.
    expect(pointOnWay(bent, 0.5).x).toBeCloseTo(bent.from.x - bent.bow, 9);
    expect(pointOnWay(bent, 0.5, 5).x).toBeCloseTo(bent.from.x - bent.bow - 5, 9);
  });

  test('a straight part is two points', () => {
    expect(partOfWay(wayBetween(layout, 0, 4), 0.2, 0.8)).toHaveLength(2);
    expect(partOfWay(bent, 0.2, 0.8)[0]).toEqual(pointOnWay(bent, 0.2));
  });
});

test('distanceToSegment is that to the nearer end, beyond the ends', () => {
  const [from, to] = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
  ];
  expect(distanceToSegment({ x: 5, y: 3 }, from, to)).toBe(3);
  expect(distanceToSegment({ x: 14, y: 3 }, from, to)).toBe(5);
  expect(distanceToSegment({ x: 3, y: 4 }, from, from)).toBe(5);
});
