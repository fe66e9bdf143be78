/** What is written at nodes and of them can be read, and says what it means. */
import { A_WHILE_MS, ELECTED_BY_MS } from './support/pace';
import { theLeader } from './support/leaders';
import { expect, test } from './support/test';

test('whom a node follows has a name, and what is awaited is said in whole phrases', async ({
  playground,
}) => {
  await playground.load({
    version: 1,
    protocol: 'ballot-lease',
    nodes: ['n1', 'n2', 'n3'],
    seed: 1,
  });
  const leader = theLeader(await playground.advanceTo(ELECTED_BY_MS));
  const follower = ['n1', 'n2', 'n3'].find((id) => id !== leader.id)!;
  await playground.selectNode(follower);
  await expect(playground.inspector).toContainText(`follows ${leader.id}`);
  await expect(playground.inspector).not.toContainText(/follows \d|\b(until|since|at) in\b/);
});

test('the names of fifty nodes keep clear of each other', async ({ playground }) => {
  await playground.load({
    version: 1,
    protocol: 'quorum',
    nodes: Array.from({ length: 50 }, (_, at) => `n${at + 1}`),
    seed: 1,
  });
  await playground.advance(A_WHILE_MS);
  const names = await playground.cluster.evaluate((cluster) =>
    [...cluster.querySelectorAll('svg text')].flatMap((text) => {
      const name = text.querySelector('.id')?.textContent;
      const toScreen = (text as SVGGraphicsElement).getScreenCTM();
      if (typeof name !== 'string' || toScreen === null) return [];
      const { x, y, width, height } = (text as SVGGraphicsElement).getBBox();
      const corners = [
        [x, y],
        [x + width, y],
        [x + width, y + height],
        [x, y + height],
      ].map(([left, top]) => new DOMPoint(left, top).matrixTransform(toScreen));
      return [{ name, corners: corners.map((corner) => [corner.x, corner.y] as const) }];
    }),
  );
  expect(names).toHaveLength(50);
  const piled = names.flatMap((a, at) =>
    names
      .slice(at + 1)
      .filter((b) => overlapPx(a.corners, b.corners) > 3)
      .map((b) => `${a.name} and ${b.name}`),
  );
  expect(piled).toEqual([]);
});

type Corners = readonly (readonly [number, number])[];

/** How far two rectangles, turned as they may be, would have to move to be clear of each other; negative if they are. */
function overlapPx(a: Corners, b: Corners): number {
  const overlaps = [a, b].flatMap((corners) =>
    [0, 1].map((side) => {
      const [[fromX, fromY], [toX, toY]] = [corners[side]!, corners[side + 1]!];
      const length = Math.hypot(toX - fromX, toY - fromY);
      const along = (points: Corners): readonly number[] =>
        points.map(([x, y]) => (x * (toX - fromX) + y * (toY - fromY)) / length);
      const [inA, inB] = [along(a), along(b)];
      return Math.min(Math.max(...inA), Math.max(...inB)) - Math.max(Math.min(...inA), Math.min(...inB));
    }),
  );
  return Math.min(...overlaps);
}
