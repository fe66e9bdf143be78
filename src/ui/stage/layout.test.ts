import { describe, expect, test } from 'vitest';
import { satelliteSpot } from './label';
import { stageLayout } from './layout';
import { ringLayout } from './ring';
import { partsOf } from './test-kit';

const BOXES = [
  [360, 400],
  [390, 430],
  [700, 500],
  [1020, 460],
  [1600, 600],
] as const;
/** Of a word in 13 px. */
const WORD = { halfWidth: 24, height: 24 } as const;

describe('stageLayout', () => {
  test.each(BOXES)('fits 1 to 50 nodes, a store and up to 5 clients into %i × %i', (width, height) => {
    for (let nodes = 1; nodes <= 50; nodes += 1) {
      for (const store of [false, true]) {
        for (let clients = 0; clients <= 5; clients += 1) {
          const what = `${nodes} nodes, ${store ? 'a' : 'no'} store, ${clients} clients`;
          const parts = partsOf(nodes, { store, clients });
          const { places } = stageLayout(parts, width, height, clients > 0);
          expect(
            places.map(({ part }) => part),
            what,
          ).toEqual(parts);
          places.forEach((place, at) => {
            const { x, y, radius } = place;
            const inside = x - radius > 0 && x + radius < width && y - radius > 0 && y + radius < height;
            if (!inside) expect.fail(`${what}: ${at} is outside`);
            for (const other of places.slice(at + 1)) {
              const room = Math.hypot(other.x - x, other.y - y) - radius - other.radius;
              if (room <= 0) expect.fail(`${what}: ${at} touches another`);
            }
          });
        }
      }
    }
  });

  test.each(BOXES)('leaves room for the words under up to 5 clients in %i × %i', (width, height) => {
    for (const nodes of [1, 2, 3, 5, 7, 12, 30, 50]) {
      for (let clients = 1; clients <= 5; clients += 1) {
        const { places } = stageLayout(partsOf(nodes, { store: true, clients }), width, height, true);
        for (const client of places.filter(({ part }) => part === 'client')) {
          const bottom = client.y + client.radius + WORD.height;
          const what = `${nodes} nodes, ${clients} clients`;
          expect(bottom, what).toBeLessThanOrEqual(height);
          expect(client.x - WORD.halfWidth, what).toBeGreaterThanOrEqual(0);
          for (const other of places) {
            if (other === client || Math.abs(other.x - client.x) > other.radius + WORD.halfWidth) continue;
            const below = other.y - other.radius;
            if (other.y > client.y) expect(below, what).toBeGreaterThanOrEqual(bottom - 2);
          }
        }
      }
    }
  });

  test('nodes alone stand as they always did', () => {
    for (const count of [1, 5, 30]) {
      expect(stageLayout(partsOf(count), 900, 600)).toEqual(ringLayout(count, 900, 600));
    }
  });

  test('the store is in the middle of the ring, wherever that is', () => {
    for (const clients of [0, 3]) {
      const { places, centre } = stageLayout(partsOf(5, { store: true, clients }), 1020, 460);
      expect(places[5]).toMatchObject({ ...centre, part: 'store' });
    }
  });

  test('clients are beside the ring in a wide box, and below it in a narrow one', () => {
    const wide = stageLayout(partsOf(5, { clients: 2 }), 1020, 460).places;
    expect(Math.max(wide[5]!.x, wide[6]!.x)).toBeLessThan(Math.min(...wide.slice(0, 5).map(({ x }) => x)));
    const narrow = stageLayout(partsOf(5, { clients: 2 }), 390, 430).places;
    expect(Math.min(narrow[5]!.y, narrow[6]!.y)).toBeGreaterThan(
      Math.max(...narrow.slice(0, 5).map(({ y }) => y)),
    );
  });

  test('gives nodes a third line only where it leaves the ring large', () => {
    expect(stageLayout(partsOf(5, { clients: 2 }), 1020, 460, true).labelling).toBe('full');
    expect(stageLayout(partsOf(5, { clients: 2 }), 390, 430, true).labelling).toBe('roomy');
  });

  test('keeps what the store says, even in a box that is low or narrow', () => {
    for (const [width, height, rooms] of [
      [909, 230, ['half', 'one', 'two']],
      [390, 430, ['one', 'two']],
      [1020, 420, ['one', 'two']],
      [1600, 600, ['two']],
    ] as const) {
      for (const nodes of height < 300 ? [3, 5] : [3, 5, 7]) {
        for (const clients of [0, 2]) {
          const layout = stageLayout(partsOf(nodes, { store: true, clients }), width, height, true);
          const { room } = satelliteSpot(layout, nodes);
          expect(rooms, `${nodes} nodes, ${clients} clients in ${width} × ${height}`).toContain(room);
        }
      }
    }
  });

  test('survives a box that is too small', () => {
    const { places } = stageLayout(partsOf(9, { store: true, clients: 5 }), 40, 10, true);
    for (const { x, y, radius } of places) {
      expect([x, y].every(Number.isFinite) && radius > 0).toBe(true);
    }
  });
});
