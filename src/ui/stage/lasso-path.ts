import { curveBasisClosed, line } from 'd3';
import type { Point } from './place';

const outline = line<Point>(
  ({ x }) => x,
  ({ y }) => y,
).curve(curveBasisClosed);

/** The line that was drawn, smoothed and closed, as SVG path data. */
export const lassoPath = (points: readonly Point[]): string => outline(points as Point[]) ?? '';
