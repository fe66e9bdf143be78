/** Where a node's words stand: outside the ring, clear of its crown and of the arc around it. */
import type { Labelling, Ring } from './ring';

/** What stands between a node's edge and its words: the arc, the ring of a selection, and some air. */
const GAP: Readonly<Record<Labelling, number>> = { roomy: 16, line: 12, radial: 11, terse: 10 };
/** A crown sits on top of its node; words above it keep this much more away, crowned or not, so that they never jump. */
const CROWN = 15;
/** Lines of 13 px. */
const LINE = 16;
/** From the middle of a line to its baseline. */
const BASELINE = 4.5;

export interface LabelSpot {
  readonly x: number;
  /** The baseline of the first line. */
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
  /** In degrees, around (x, y). */
  readonly rotation: number;
}

export function labelSpot(ring: Ring, index: number): LabelSpot {
  const node = ring.nodes[index];
  if (node === undefined) throw new RangeError(`the ring has no node ${index}`);
  return isRadial(ring.labelling) ? radialSpot(ring, node) : uprightSpot(ring, node);
}

type Place = Ring['nodes'][number];

function uprightSpot(ring: Ring, node: Place): LabelSpot {
  const lines = lineCount(ring.labelling);
  const halfHeight = (lines * LINE) / 2;
  const reach = ring.nodeRadius + GAP[ring.labelling];
  const anchor = node.outX > 0.25 ? 'start' : node.outX < -0.25 ? 'end' : 'middle';
  // A block of lines touches the circle around its node with its nearest edge, not with its middle.
  const middle = node.outY * (reach + halfHeight) + Math.sign(node.outY) * crownRoom(node);
  const nearest = Math.max(0, Math.abs(middle) - halfHeight);
  const aside = anchor === 'middle' ? 0 : Math.sqrt(Math.max(0, reach * reach - nearest * nearest));
  return {
    x: node.x + (anchor === 'end' ? -aside : aside),
    y: node.y + middle - ((lines - 1) * LINE) / 2 + BASELINE,
    anchor,
    rotation: 0,
  };
}

function radialSpot(ring: Ring, node: Place): LabelSpot {
  const reach = ring.nodeRadius + GAP[ring.labelling] + crownRoom(node) * 0.7;
  const x = node.x + node.outX * reach;
  const y = node.y + node.outY * reach;
  const degrees = (Math.atan2(node.outY, node.outX) * 180) / Math.PI;
  const left = node.outX < 0;
  // The rotation goes around the anchor itself; the baseline then lies a little to its side.
  const rotation = left ? degrees + 180 : degrees;
  const radians = (rotation * Math.PI) / 180;
  return {
    x: x - Math.sin(radians) * BASELINE,
    y: y + Math.cos(radians) * BASELINE,
    anchor: left ? 'end' : 'start',
    rotation: Math.abs(rotation % 360) < 1e-9 ? 0 : rotation,
  };
}

const crownRoom = (node: Place): number => (node.outY < -0.5 ? CROWN : 0);

const isRadial = (labelling: Labelling): boolean => labelling === 'radial' || labelling === 'terse';

const lineCount = (labelling: Labelling): number => (labelling === 'roomy' ? 2 : 1);
