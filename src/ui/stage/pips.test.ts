import { expect, test } from 'vitest';
import { pipRadius, pipSpots } from './pips';

test('dots stand above, at their distance, and never touch', () => {
  for (const distance of [10, 20, 34, 60]) {
    for (let count = 1; count <= 26; count += 1) {
      const spots = pipSpots(count, distance);
      expect(spots).toHaveLength(count);
      for (const { x, y } of spots) expect(Math.hypot(x, y)).toBeCloseTo(distance);
      const radius = pipRadius(count, distance);
      for (const [at, { x, y }] of spots.slice(1).entries()) {
        expect(Math.hypot(x - spots[at]!.x, y - spots[at]!.y)).toBeGreaterThan(2 * radius);
      }
      // As many to the left as to the right.
      expect(spots[0]!.x + spots.at(-1)!.x).toBeCloseTo(0);
    }
  }
});
