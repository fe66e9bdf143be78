import { describe, expect, test } from 'vitest';
import { ringLayout } from './ring';

const BOXES = [
  [360, 400],
  [700, 500],
  [1000, 690],
  [1600, 600],
] as const;
const COUNTS = Array.from({ length: 50 }, (_, at) => at + 1);

const distance = (a: { x: number; y: number }, b: { x: number; y: number }) =>
  Math.hypot(a.x - b.x, a.y - b.y);

describe('ringLayout', () => {
  test.each(BOXES)('fits 1 to 50 nodes into %i × %i without touching', (width, height) => {
    for (const count of COUNTS) {
      const { places: nodes, nodeRadius } = ringLayout(count, width, height);
      expect(nodes).toHaveLength(count);
      for (const node of nodes) {
        expect(node.x - nodeRadius, `${count} nodes`).toBeGreaterThan(0);
        expect(node.x + nodeRadius, `${count} nodes`).toBeLessThan(width);
        expect(node.y - nodeRadius, `${count} nodes`).toBeGreaterThan(0);
        expect(node.y + nodeRadius, `${count} nodes`).toBeLessThan(height);
      }
      nodes.forEach((node, at) => {
        const next = nodes[(at + 1) % count];
        if (next === undefined || next === node) return;
        expect(distance(node, next), `${count} nodes`).toBeGreaterThan(2 * nodeRadius);
      });
    }
  });

  test('begins at the top and goes clockwise', () => {
    const { places: nodes } = ringLayout(5, 800, 600);
    expect(nodes[0]?.x).toBeCloseTo(400, 5);
    expect(Math.min(...nodes.map(({ y }) => y))).toBe(nodes[0]?.y);
    expect(nodes[1]?.x).toBeGreaterThan(400);
    expect(nodes[4]?.x).toBeLessThan(400);
  });

  test('is as high as its box allows, whatever the nodes leave free of the circle', () => {
    for (const count of [3, 5, 7]) {
      const { places: nodes } = ringLayout(count, 700, 600);
      const heights = nodes.map(({ y }) => y);
      expect(Math.max(...heights) - Math.min(...heights)).toBeGreaterThan(400);
    }
  });

  test('gives every node a direction of length 1 that leads away from the others', () => {
    for (const node of ringLayout(12, 900, 500).places) {
      expect(Math.hypot(node.outX, node.outY)).toBeCloseTo(1, 9);
      expect(node.outX * (node.x - 450)).toBeGreaterThanOrEqual(-1e-9);
    }
  });

  test('says less about each node, the more there are', () => {
    const labellings = [5, 25, 50].map((count) => ringLayout(count, 1000, 690).labelling);
    expect(labellings).toEqual(['roomy', 'line', 'radial']);
    expect(ringLayout(50, 380, 420).labelling).toBe('terse');
  });

  test('one node stands in the middle', () => {
    expect(ringLayout(1, 800, 600).places[0]).toMatchObject({ x: 400, y: 300 });
  });

  test('survives a box that is too small', () => {
    const { places: nodes, nodeRadius } = ringLayout(9, 40, 10);
    expect(nodeRadius).toBeGreaterThan(0);
    for (const { x, y } of nodes) expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
  });
});
