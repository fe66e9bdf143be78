/** The distribution of failover times as numbers to draw and to read. */
import { bin, scaleLinear, ticks } from 'd3';

export interface Bin {
  readonly fromUs: number;
  /** Not included, except in the last. */
  readonly toUs: number;
  /** How many of each series. */
  readonly counts: readonly number[];
}

export interface Histogram {
  readonly fromUs: number;
  readonly toUs: number;
  readonly bins: readonly Bin[];
  /** Of any bin in any series. */
  readonly highest: number;
}

/**
 * The same bins for all series, with round edges; about `wanted` of them. `marks` are moments that have to be within.
 * Null if there is no value at all.
 */
export function histogramOf(
  series: readonly (readonly number[])[],
  marks: readonly number[],
  wanted: number,
): Histogram | null {
  const values = series.flat();
  if (values.length === 0) return null;
  const all = [...values, ...marks];
  const least = all.reduce((a, b) => Math.min(a, b));
  const most = Math.max(
    all.reduce((a, b) => Math.max(a, b)),
    least + 1000,
  );
  const [fromUs, toUs] = scaleLinear([least, most], [0, 1]).nice(wanted).domain() as [number, number];
  const split = bin<number, number>()
    .domain([fromUs, toUs])
    .thresholds(ticks(fromUs, toUs, wanted));
  const perSeries = series.map((own) => split(own));
  const bins = perSeries[0]!.map(({ x0, x1 }, at) => ({
    fromUs: x0!,
    toUs: x1!,
    counts: perSeries.map((own) => own[at]!.length),
  }));
  const highest = bins.reduce((most, { counts }) => Math.max(most, ...counts), 0);
  return { fromUs, toUs, bins, highest };
}

/** Moves labels apart to both sides, so that each has `gap` to the next and none leaves 0 … `width`; their order stays. */
export function spread(places: readonly number[], gap: number, width: number): readonly number[] {
  const moved = [...places];
  for (let i = 1; i < moved.length; i += 1) moved[i] = Math.max(moved[i]!, moved[i - 1]! + gap);
  let limit = width;
  for (let i = moved.length - 1; i >= 0; i -= 1) {
    moved[i] = Math.min(moved[i]!, limit);
    limit = moved[i]! - gap;
  }
  return moved;
}
