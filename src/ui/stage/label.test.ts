import { describe, expect, test } from 'vitest';
import { labelSpot } from './label';
import { ringLayout } from './ring';

const LINE = 16;

describe('labelSpot', () => {
  test('upright words stay clear of their node', () => {
    for (const count of [2, 3, 5, 8, 20]) {
      const ring = ringLayout(count, 1000, 700);
      ring.nodes.forEach((node, at) => {
        const { x, y, anchor } = labelSpot(ring, at);
        const lines = ring.labelling === 'roomy' ? 2 : 1;
        // The block of text, 50 px wide, around the baseline of its first line.
        const left = anchor === 'start' ? x : anchor === 'end' ? x - 50 : x - 25;
        const top = y - 4.5 - LINE / 2;
        const nearestX = Math.min(Math.max(node.x, left), left + 50);
        const nearestY = Math.min(Math.max(node.y, top), top + lines * LINE);
        expect(Math.hypot(nearestX - node.x, nearestY - node.y)).toBeGreaterThanOrEqual(ring.nodeRadius + 10);
      });
    }
  });

  test('words at the sides grow away from the ring', () => {
    const ring = ringLayout(4, 800, 600);
    expect([0, 1, 2, 3].map((at) => labelSpot(ring, at).anchor)).toEqual([
      'middle',
      'start',
      'middle',
      'end',
    ]);
  });

  test('the words over the top node leave room for a crown', () => {
    const ring = ringLayout(4, 800, 600);
    const over = (ring.nodes[0]?.y ?? 0) - labelSpot(ring, 0).y;
    const under = labelSpot(ring, 2).y - (ring.nodes[2]?.y ?? 0);
    // Both measured to the baseline of a first line, of two.
    expect(over - LINE).toBeGreaterThan(under - LINE);
  });

  test('radial words can be read from the left on both sides', () => {
    const ring = ringLayout(50, 1000, 700);
    expect(ring.labelling).toBe('radial');
    ring.nodes.forEach((_, at) => {
      const { rotation } = labelSpot(ring, at);
      expect(Math.cos((rotation * Math.PI) / 180)).toBeGreaterThanOrEqual(-1e-9);
    });
  });

  test('refuses a node that the ring does not have', () => {
    expect(() => labelSpot(ringLayout(3, 800, 600), 3)).toThrow('no node 3');
  });
});
