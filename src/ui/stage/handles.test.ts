import { describe, expect, test } from 'vitest';
import { handleShares } from './handles';
import { ringLayout } from './ring';
import { distanceToSegment } from './way';

const allPairs = (count: number) =>
  Array.from({ length: count }, (_, a) =>
    Array.from({ length: count - a - 1 }, (_, more) => ({ a, b: a + 1 + more })),
  ).flat();

describe('handleShares', () => {
  test.each([
    [1000, 690],
    [380, 420],
  ])('every handle of 2 to 10 nodes in %i × %i is nearest to its own link', (width, height) => {
    for (let count = 2; count <= 10; count += 1) {
      const layout = ringLayout(count, width, height);
      const pairs = allPairs(count);
      handleShares(layout, pairs).forEach((share, at) => {
        const { a, b } = pairs[at]!;
        const [from, to] = [layout.places[a]!, layout.places[b]!];
        const spot = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
        for (const other of pairs) {
          if (other === pairs[at]) continue;
          const distance = distanceToSegment(spot, layout.places[other.a]!, layout.places[other.b]!);
          expect(distance, `${count} nodes, ${a} – ${b}`).toBeGreaterThan(width > 500 ? 8 : 3);
        }
        for (const node of layout.places) {
          expect(Math.hypot(spot.x - node.x, spot.y - node.y)).toBeGreaterThan(layout.nodeRadius + 6);
        }
      });
    }
  });

  test('does not search among too many', () => {
    const shares = handleShares(ringLayout(20, 1000, 690), allPairs(20));
    expect(new Set(shares).size).toBe(1);
  });
});
