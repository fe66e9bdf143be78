/** What is under a pointer. */
import type { Scene } from './scene';
import type { Target } from './target';
import type { Arrow } from './view/arrows';
import { exportsAt, laneAt } from './view/layout';
import { timeAt } from './view/time-view';

const SIGN_RADIUS = 5;
/** How far beside a thing still counts as on it, in pixels. */
export const REACH = { mouse: 5, touch: 12 } as const;

/** `x` and `y` from the corner of the canvas. Null on the axis, and where there is no lane. */
export function hit(scene: Scene, x: number, y: number, reach: number): Target | null {
  const { gutter, ruler, layout, scrollTop, field, view } = scene;
  if (y < ruler || y > scene.height) return null;
  const laneY = y - ruler + scrollTop;
  const lane = laneAt(layout, laneY);
  const exports = exportsAt(layout, laneY);
  if (x < gutter) return lane === null ? null : { kind: 'name', side: lane.side, node: lane.node };
  const fieldX = x - gutter;
  return (
    nearestMark(scene, fieldX, laneY, reach) ??
    nearestLine(scene, fieldX, laneY, reach) ??
    nearestArrow(scene, fieldX, laneY, reach) ??
    (exports !== null ? { kind: 'exports', side: exports, timeUs: timeAt(view, field, fieldX) } : null) ??
    (lane === null
      ? null
      : { kind: 'lane', side: lane.side, node: lane.node, timeUs: timeAt(view, field, fieldX) })
  );
}

function nearestMark({ sides }: Scene, x: number, y: number, reach: number): Target | null {
  const marks = sides.flatMap(({ events }) => events);
  return nearest(marks, reach + 2, (mark) => Math.hypot(mark.x - x, mark.y - y))?.target ?? null;
}

function nearestLine({ sides }: Scene, x: number, y: number, reach: number): Target | null {
  const lines = sides.flatMap(({ violations, faults }) => [...violations, ...faults]);
  const near = nearest(lines, reach, ({ x: at, signY, top, bottom }) => {
    const onSign = Math.max(0, Math.hypot(at - x, signY - y) - SIGN_RADIUS);
    const onLine = y >= top - reach && y <= bottom + reach ? Math.abs(at - x) + 1 : Infinity;
    return Math.min(onSign, onLine);
  });
  return near?.target ?? null;
}

function nearestArrow({ sides }: Scene, x: number, y: number, reach: number): Target | null {
  const arrows = sides.flatMap((side) => side.arrows);
  // What decides something is found before chatter.
  const near = nearest(arrows, reach, (arrow) => distanceTo(arrow, x, y) + (arrow.chatter ? 1 : 0));
  return near === null ? null : { kind: 'message', side: near.side, id: near.id };
}

/** From a point to the nearest of a line between two points. */
export function distanceTo(
  { x1, y1, x2, y2 }: Pick<Arrow, 'x1' | 'y1' | 'x2' | 'y2'>,
  x: number,
  y: number,
): number {
  const length2 = (x2 - x1) ** 2 + (y2 - y1) ** 2;
  const share = length2 === 0 ? 0 : ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length2;
  const t = Math.min(Math.max(share, 0), 1);
  return Math.hypot(x1 + t * (x2 - x1) - x, y1 + t * (y2 - y1) - y);
}

function nearest<T>(things: readonly T[], reach: number, distance: (thing: T) => number): T | null {
  let found: T | null = null;
  let least = reach;
  for (const thing of things) {
    const away = distance(thing);
    if (away > least) continue;
    found = thing;
    least = away;
  }
  return found;
}
