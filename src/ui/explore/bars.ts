/** States by depth as bars: each move multiplies them, so their heights are logarithms. */
import { scaleBand, scaleLog } from 'd3';

export interface Bar {
  readonly depth: number;
  readonly states: number;
  readonly x: number;
  readonly width: number;
  readonly height: number;
}

/** One for each depth, from left to right within `width`; none is higher than `height`, and one state can be seen. */
export function barsOf(byDepth: readonly number[], width: number, height: number): readonly Bar[] {
  const x = scaleBand(
    byDepth.map((_, depth) => depth),
    [0, width],
  )
    .padding(0.2)
    .round(true);
  const most = Math.max(10, ...byDepth);
  const y = scaleLog([0.5, most], [0, height]);
  return byDepth.map((states, depth) => ({
    depth,
    states,
    x: x(depth) ?? 0,
    width: x.bandwidth(),
    height: Math.round(y(Math.max(states, 0.5))),
  }));
}

/** Every how manieth bar has room for a label of this width. */
export function labelledEvery(bars: readonly Bar[], labelPx: number): number {
  const [first, second] = bars;
  if (first === undefined || second === undefined) return 1;
  return Math.max(1, Math.ceil(labelPx / (second.x - first.x)));
}
