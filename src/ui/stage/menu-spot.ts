/** Where the actions of a member are shown: beside it, over as little as possible of the others, and within the stage. */
import { wordsBox, type Box } from './label';
import { placeAt, type Layout, type Place, type Point } from './place';

/** The arc around a member, the ring of a selection, and some air. */
const AROUND = 14;
const CROWN = 18;
const MARGIN = 6;
const AIR = 4;
/** Around the middle of a link, where people click it. */
const MIDDLE = 10;
/** With more members than that, middles are everywhere. */
const MOST_WITH_MIDDLES = 12;

/** The top left corner of a box of that size. `taken`: what else must not be covered. */
export function menuSpot(
  layout: Layout,
  index: number,
  size: { readonly width: number; readonly height: number },
  taken: readonly Box[] = [],
): Point {
  const place = placeAt(layout, index);
  const words = wordsBox(layout, index);
  const others = layout.places.flatMap((other, at) => [boxOf(other), wordsBox(layout, at)]);
  const middles = middlesOf(layout);
  const reach = place.radius + AROUND;
  const lefts = [
    place.x + reach,
    place.x - reach - size.width,
    place.x - size.width / 2,
    words.left,
    words.right - size.width,
  ];
  const tops = [
    place.y - size.height / 2,
    place.y + reach,
    place.y - reach - CROWN - size.height,
    words.bottom + AIR,
    words.top - AIR - size.height,
  ];
  let best: Point = { x: 0, y: 0 };
  let least = Infinity;
  for (const left of lefts) {
    for (const top of tops) {
      const x = within(left, layout.width - size.width);
      const y = within(top, layout.height - size.height);
      const box = { left: x, top: y, right: x + size.width, bottom: y + size.height };
      const covering = (boxes: readonly Box[]): number =>
        boxes.reduce((sum, other) => sum + overlap(box, other), 0);
      const cost = 100 * covering([...others, ...taken]) + 10 * covering(middles) + distance(box, place);
      if (cost >= least) continue;
      least = cost;
      best = { x, y };
    }
  }
  return best;
}

/** With its arc and its crown. */
function boxOf({ x, y, radius }: Place): Box {
  const reach = radius + AROUND;
  return { left: x - reach, top: y - reach - CROWN, right: x + reach, bottom: y + reach };
}

/** Of the straight links between all members. */
function middlesOf({ places }: Layout): readonly Box[] {
  if (places.length > MOST_WITH_MIDDLES) return [];
  return places.flatMap((a, at) =>
    places.slice(at + 1).map((b) => {
      const [x, y] = [(a.x + b.x) / 2, (a.y + b.y) / 2];
      return { left: x - MIDDLE, top: y - MIDDLE, right: x + MIDDLE, bottom: y + MIDDLE };
    }),
  );
}

/** In square pixels. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return width <= 0 || height <= 0 ? 0 : width * height;
}

const distance = ({ left, top, right, bottom }: Box, { x, y }: Point): number =>
  Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));

const within = (at: number, most: number): number => Math.max(MARGIN, Math.min(at, most - MARGIN));
