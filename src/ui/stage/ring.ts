/**
 * Where the nodes of the ring are, for any number of them in any box: plain numbers, in CSS pixels, no DOM.
 *
 * The ring is an ellipse that begins at the top and goes clockwise. Few nodes keep it close to a circle; many may use
 * the whole box, because the length of the ring is what keeps them apart.
 */
import { evenEllipse, type Ellipse } from './ellipse';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * `roomy`: id over epoch; `line`: both in one line; `radial`: that line points away from the centre; `terse`: so does
 * the id, alone.
 */
export type Labelling = 'roomy' | 'line' | 'radial' | 'terse';

export interface RingNode extends Point {
  /** The direction away from the ring, of length 1. */
  readonly outX: number;
  readonly outY: number;
}

export interface Ring {
  readonly width: number;
  readonly height: number;
  readonly nodeRadius: number;
  readonly labelling: Labelling;
  readonly nodes: readonly RingNode[];
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
  { labelling: 'roomy', spacing: 96, largestRadius: 26, top: 62, side: 80, bottom: 60 },
  { labelling: 'line', spacing: 58, largestRadius: 17, top: 46, side: 76, bottom: 42 },
  { labelling: 'radial', spacing: 26, largestRadius: 13, top: 72, side: 66, bottom: 66 },
  { labelling: 'terse', spacing: 0, largestRadius: 10, top: 48, side: 38, bottom: 38 },
];

const SMALLEST_RADIUS = 6;
const SMALLEST_RING = 24;

/** `count` at least 1; a box that is too small gives a ring that is too tight, never a negative one. */
export function ringLayout(count: number, width: number, height: number): Ring {
  if (count === 1) return alone(width, height);
  for (const plan of PLANS) {
    const ring = fit(plan, count, width, height);
    if (ring !== null) return ring;
  }
  throw new Error('the last plan accepts any spacing');
}

function alone(width: number, height: number): Ring {
  const only = { x: width / 2, y: height / 2, outX: 0, outY: 1 };
  return { width, height, nodeRadius: largestIn(26, width, height), labelling: 'roomy', nodes: [only] };
}

/** Null when the nodes would stand closer than the plan's labels can. */
function fit(plan: Plan, count: number, width: number, height: number): Ring | null {
  const nodeLimit = largestIn(plan.largestRadius, width, height);
  const box = {
    width: Math.max(SMALLEST_RING, width - 2 * (plan.side + nodeLimit)),
    height: Math.max(SMALLEST_RING, height - plan.top - plan.bottom - 2 * nodeLimit),
  };
  // Where the nodes are on an ellipse depends on its shape, and the shape that fills the box on where they are.
  let ellipse = evenEllipse(count, 1);
  let radii = radiiIn(box, ellipse, stretchOf(count));
  ellipse = evenEllipse(count, radii.y / radii.x);
  radii = radiiIn(box, ellipse, stretchOf(count));

  const spacing = (ellipse.perimeter * radii.x) / count;
  if (spacing < plan.spacing) return null;
  const centreX = width / 2;
  const centreY =
    plan.top + nodeLimit + box.height / 2 - ((ellipse.top + ellipse.bottom) / 2 / ellipse.ratio) * radii.y;
  return {
    width,
    height,
    nodeRadius: Math.max(SMALLEST_RADIUS, Math.min(nodeLimit, spacing * 0.33)),
    labelling: plan.labelling,
    nodes: ellipse.angles.map((angle) => nodeAt(angle, centreX, centreY, radii.x, radii.y)),
  };
}

const largestIn = (limit: number, width: number, height: number): number =>
  Math.min(limit, Math.min(width, height) / 15);

/** Few nodes look best on a circle; many need every pixel of the box. */
const stretchOf = (count: number): number => (count <= 6 ? 1.12 : count <= 12 ? 1.35 : 2.4);

function radiiIn(
  box: { readonly width: number; readonly height: number },
  { halfWidth, top, bottom, ratio }: Ellipse,
  stretch: number,
): { x: number; y: number } {
  const roomX = box.width / 2 / halfWidth;
  const roomY = (box.height * ratio) / (bottom - top);
  return { x: Math.min(roomX, roomY * stretch), y: Math.min(roomY, roomX * stretch) };
}

function nodeAt(angle: number, centreX: number, centreY: number, radiusX: number, radiusY: number): RingNode {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const length = Math.hypot(cos / radiusX, sin / radiusY);
  return {
    x: centreX + radiusX * cos,
    y: centreY + radiusY * sin,
    outX: cos / radiusX / length,
    outY: sin / radiusY / length,
  };
}
