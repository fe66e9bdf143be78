/** What a hand with a mouse does on the stage. */
import type { Locator } from '@playwright/test';
import type { Playground } from './playground';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Further out than the node's ring, closer than its neighbours. */
const AROUND_PX = 14;

export async function middleOf(locator: Locator): Promise<Point> {
  const { x, y, width, height } = await boxOf(locator);
  return { x: x + width / 2, y: y + height / 2 };
}

/** Presses, draws a frame around all of these nodes, and lets go where it began. */
export async function lassoAround(playground: Playground, ids: readonly string[]): Promise<void> {
  const boxes = await Promise.all(ids.map((id) => boxOf(playground.node(id))));
  const left = Math.min(...boxes.map(({ x }) => x)) - AROUND_PX;
  const top = Math.min(...boxes.map(({ y }) => y)) - AROUND_PX;
  const right = Math.max(...boxes.map(({ x, width }) => x + width)) + AROUND_PX;
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + AROUND_PX;
  await draw(playground, [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
    { x: left, y: top },
  ]);
}

export async function draw({ page }: Playground, [start, ...corners]: readonly Point[]): Promise<void> {
  if (start === undefined) return;
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  for (const { x, y } of corners) await page.mouse.move(x, y, { steps: 4 });
  await page.mouse.up();
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('it is not on the page');
  return box;
}
