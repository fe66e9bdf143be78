/** The ticks of the time axis, in seconds with as many digits as tell them apart. */
import { scaleLinear } from 'd3';
import { endOf, type TimeView } from './time-view';

export interface Tick {
  /** In pixels from the left edge of the view. */
  readonly x: number;
  readonly label: string;
}

/** Enough room for a label and as much air. */
const PIXELS_PER_TICK = 110;

export function ticksOf(view: TimeView, width: number): readonly Tick[] {
  const scale = scaleLinear([view.startUs / 1e6, endOf(view) / 1e6], [0, width]);
  const count = Math.max(2, Math.floor(width / PIXELS_PER_TICK));
  const format = scale.tickFormat(count, 'f');
  return scale
    .ticks(count)
    .filter((seconds) => seconds >= 0)
    .map((seconds) => ({ x: scale(seconds), label: `${format(seconds)} s` }));
}
