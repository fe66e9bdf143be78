/**
 * Where the nodes of the ring are, for any number of them in any box: plain numbers, in CSS pixels, no DOM.
 *
 * The ring is an ellipse that begins at the top and goes clockwise. Few nodes keep it close to a circle; many may use
 * the whole box, because the length of the ring is what keeps them apart.
 */
import { evenEllipse, type Ellipse } from './ellipse';
import type { Labelling, Layout, Place, Point } from './place';

/** What a ring makes room for. */
export interface RingNeeds {
  /** The fullest words that its nodes may have: less where these would stand too close. */
  readonly words: Labelling;
  /** Other members stand beside the nodes, which are a little smaller then. */
  readonly company: boolean;
  /** How much wider than high a ring of few may be. */
  readonly stretch: number;
}

interface Plan {
  readonly labelling: Labelling;
  /** The smallest distance between neighbours that its labels can stand. */
  readonly spacing: number;
  readonly largestRadius: number;
  /** What labels and crowns need beyond a node's own edge. */
  readonly top: number;
  readonly side: number;
  readonly bottom: number;
}

const PLANS: readonly Plan[] = [
  { labelling: 'full', spacing: 160, largestRadius: 48, top: 84, side: 132, bottom: 76 },
  { labelling: 'roomy', spacing: 96, largestRadius: 48, top: 68, side: 80, bottom: 60 },
  { labelling: 'line', spacing: 58, largestRadius: 17, top: 46, side: 76, bottom: 42 },
  { labelling: 'radial', spacing: 26, largestRadius: 13, top: 72, side: 66, bottom: 66 },
  { labelling: 'terse', spacing: 0, largestRadius: 10, top: 48, side: 38, bottom: 38 },
];

const SMALLEST_RADIUS = 6;
const LARGEST_RADIUS = 48;
const IN_COMPANY = 0.88;
const SMALLEST_RING = 24;

/** `count` at least 1; a box that is too small gives a ring that is too tight, never a negative one. */
export function ringLayout(count: number, width: number, height: number, given?: RingNeeds): Layout {
  const needs = given ?? { words: 'roomy', company: false, stretch: stretchOf(count) };
  if (count === 1) return alone(width, height, needs);
  const fullest = PLANS.findIndex(({ labelling }) => labelling === needs.words);
  for (const plan of PLANS.slice(fullest)) {
    const ring = fit(plan, count, width, height, needs) ?? flatter(plan, count, width, height, needs);
    if (ring !== null) return ring;
  }
  throw new Error('the last plan accepts any spacing');
}

/** Before names are turned along the radii, a ring of few in a low box gives up being round. */
function flatter(plan: Plan, count: number, width: number, height: number, needs: RingNeeds): Layout | null {
  if (plan.labelling !== 'line' || count > FEW) return null;
  for (const stretch of [2, 3, 4.5]) {
    const ring = fit(plan, count, width, height, { ...needs, stretch });
    if (ring !== null) return ring;
  }
  return null;
}

function alone(width: number, height: number, { words, company }: RingNeeds): Layout {
  const centre = { x: width / 2, y: height / 2 };
  const nodeRadius = largestIn(LARGEST_RADIUS * (company ? IN_COMPANY : 1), width, height);
  const only: Place = { ...centre, part: 'node', radius: nodeRadius, outX: 0, outY: 1 };
  return { width, height, centre, nodeRadius, labelling: words, places: [only] };
}

/** Null when the nodes would stand closer than the plan's labels can. */
function fit(plan: Plan, count: number, width: number, height: number, needs: RingNeeds): Layout | null {
  const stretch = count > FEW ? MANY_STRETCH : needs.stretch;
  const nodeLimit = largestIn(plan.largestRadius * (needs.company ? IN_COMPANY : 1), width, height);
  const box = {
    width: Math.max(SMALLEST_RING, width - 2 * (plan.side + nodeLimit)),
    height: Math.max(SMALLEST_RING, height - plan.top - plan.bottom - 2 * nodeLimit),
  };
  // Where the nodes are on an ellipse depends on its shape, and the shape that fills the box on where they are.
  let ellipse = evenEllipse(count, 1);
  let radii = radiiIn(box, ellipse, stretch);
  ellipse = evenEllipse(count, radii.y / radii.x);
  radii = radiiIn(box, ellipse, stretch);

  const spacing = (ellipse.perimeter * radii.x) / count;
  if (spacing < plan.spacing) return null;
  const centreX = width / 2;
  const centreY =
    plan.top + nodeLimit + box.height / 2 - ((ellipse.top + ellipse.bottom) / 2 / ellipse.ratio) * radii.y;
  const centre = { x: centreX, y: centreY };
  const nodeRadius = Math.max(SMALLEST_RADIUS, Math.min(nodeLimit, spacing * 0.33));
  return {
    width,
    height,
    centre,
    nodeRadius,
    labelling: plan.labelling,
    places: ellipse.angles.map((angle) => nodeAt(angle, centre, radii, nodeRadius)),
  };
}

/** A box that is small has room for little else; in one that is large the nodes grow with it, more slowly. */
const SMALL_SIDE = 390;
function largestIn(limit: number, width: number, height: number): number {
  const side = Math.min(width, height);
  return Math.min(limit, side <= SMALL_SIDE ? side / 15 : SMALL_SIDE / 15 + (side - SMALL_SIDE) * 0.043);
}

/** Few nodes look best on a circle; many need every pixel of the box. */
const stretchOf = (count: number): number => (count <= 6 ? 1.12 : 1.35);
const MANY_STRETCH = 2.4;
/** With more nodes than this the whole box is needed. */
export const FEW = 12;

function radiiIn(
  box: { readonly width: number; readonly height: number },
  { halfWidth, top, bottom, ratio }: Ellipse,
  stretch: number,
): { x: number; y: number } {
  const roomX = box.width / 2 / halfWidth;
  const roomY = (box.height * ratio) / (bottom - top);
  return { x: Math.min(roomX, roomY * stretch), y: Math.min(roomY, roomX * stretch) };
}

function nodeAt(angle: number, centre: Point, radii: Point, radius: number): Place {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const length = Math.hypot(cos / radii.x, sin / radii.y);
  return {
    part: 'node',
    radius,
    x: centre.x + radii.x * cos,
    y: centre.y + radii.y * sin,
    outX: cos / radii.x / length,
    outY: sin / radii.y / length,
  };
}
