/** The votes of a candidate around it: as many dots as it needs, filled as they come. Plain numbers, in CSS pixels. */
import type { Point } from './place';

/** Between two dots, in degrees, where there is room for that. */
const STEP = 26;
/** So much of the circle they take at most; the rest stays free, so that first and last can be told. */
const MOST = 300;

/** From the origin, in the middle above it, clockwise. */
export function pipSpots(count: number, distance: number): readonly Point[] {
  const step = Math.min(STEP, MOST / Math.max(1, count));
  return Array.from({ length: count }, (_, at) => {
    const angle = ((at - (count - 1) / 2) * step - 90) * (Math.PI / 180);
    return { x: distance * Math.cos(angle), y: distance * Math.sin(angle) };
  });
}

/** Smaller where they stand close. */
export function pipRadius(count: number, distance: number): number {
  const step = Math.min(STEP, MOST / Math.max(1, count)) * (Math.PI / 180);
  return Math.min(4, Math.max(1, distance * step * 0.34));
}
