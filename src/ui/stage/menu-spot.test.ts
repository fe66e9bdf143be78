import { expect, test } from 'vitest';
import type { Part } from '../../core/service';
import { wordsBox } from './label';
import { stageLayout } from './layout';
import { menuSpot, overlap } from './menu-spot';

const SIZE = { width: 270, height: 40 };
const nodes = (count: number): Part[] => Array<Part>(count).fill('node');
const boxAt = ({ x, y }: { x: number; y: number }) => ({
  left: x,
  top: y,
  right: x + SIZE.width,
  bottom: y + SIZE.height,
});

for (const [width, height] of [
  [900, 376],
  [600, 500],
  [1400, 700],
] as const) {
  test(`is within a stage of ${width} × ${height}, and not on its member, for any number of members`, () => {
    for (let count = 1; count <= 50; count += 1) {
      const layout = stageLayout(nodes(count), width, height);
      layout.places.forEach((place, index) => {
        const box = boxAt(menuSpot(layout, index, SIZE));
        expect(Math.min(box.left, box.top, width - box.right, height - box.bottom)).toBeGreaterThanOrEqual(0);
        const { x, y } = place;
        const r = place.radius * 0.7;
        const body = { left: x - r, top: y - r, right: x + r, bottom: y + r };
        expect(overlap(box, body), `${count} nodes, ${index}`).toBe(0);
      });
    }
  });

  const most = width < 800 ? 5 : 7;
  test(`covers nobody and no words of up to ${most} nodes in ${width} × ${height}`, () => {
    for (let count = 1; count <= most; count += 1) {
      const layout = stageLayout(nodes(count), width, height);
      layout.places.forEach((_, index) => {
        const box = boxAt(menuSpot(layout, index, SIZE));
        layout.places.forEach(({ x, y, radius: r }, other) => {
          const body = { left: x - r, top: y - r, right: x + r, bottom: y + r };
          expect(
            overlap(box, body) + overlap(box, wordsBox(layout, other)),
            `${count}: ${index}, ${other}`,
          ).toBe(0);
        });
      });
    }
  });
}

test('leaves the middles of the links of five nodes on a desktop to whoever clicks them', () => {
  for (const [width, height] of [
    [1023, 556],
    [909, 376],
  ] as const) {
    const layout = stageLayout(nodes(5), width, height);
    layout.places.forEach((_, index) => {
      const box = boxAt(menuSpot(layout, index, SIZE));
      layout.places.forEach((a, one) =>
        layout.places.slice(one + 1).forEach((b, more) => {
          const [x, y] = [(a.x + b.x) / 2, (a.y + b.y) / 2];
          const middle = { left: x - 4, top: y - 4, right: x + 4, bottom: y + 4 };
          expect(overlap(box, middle), `${width}: at ${index}, of ${one} and ${one + 1 + more}`).toBe(0);
        }),
      );
    });
  }
});
