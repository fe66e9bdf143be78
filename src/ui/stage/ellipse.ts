/** Points that are equally far apart along an ellipse 1 wide and `ratio` high, from the top, clockwise. */
export interface Ellipse {
  readonly ratio: number;
  readonly angles: readonly number[];
  readonly perimeter: number;
  /** How far the points reach: they leave some of the ellipse free, three of them a whole quarter. */
  readonly halfWidth: number;
  readonly top: number;
  readonly bottom: number;
}

const TOP = -Math.PI / 2;
const SAMPLES = 720;

/** `count` at least 2. There is no closed form for lengths along an ellipse, so it is walked once. */
export function evenEllipse(count: number, ratio: number): Ellipse {
  const lengths = [0];
  for (let i = 1; i <= SAMPLES; i += 1) {
    const before = angleAt(i - 1);
    const after = angleAt(i);
    const step = Math.hypot(Math.cos(after) - Math.cos(before), ratio * (Math.sin(after) - Math.sin(before)));
    lengths.push((lengths[i - 1] as number) + step);
  }
  const perimeter = lengths[SAMPLES] as number;
  const angles: number[] = [];
  let sample = 0;
  for (let i = 0; i < count; i += 1) {
    const wanted = (i / count) * perimeter;
    while ((lengths[sample + 1] as number) < wanted) sample += 1;
    const from = lengths[sample] as number;
    angles.push(angleAt(sample + (wanted - from) / ((lengths[sample + 1] as number) - from)));
  }
  const heights = angles.map((angle) => ratio * Math.sin(angle));
  return {
    ratio,
    angles,
    perimeter,
    // Two points are one above the other, and have no width at all.
    halfWidth: Math.max(0.3, ...angles.map((angle) => Math.abs(Math.cos(angle)))),
    top: Math.min(...heights),
    bottom: Math.max(...heights),
  };
}

const angleAt = (sample: number): number => TOP + (sample / SAMPLES) * 2 * Math.PI;
