/** The ticks of the time axis, in seconds with as many digits as tell them apart. */
import { tickIncrement, ticks } from 'd3';
import { endOf, type TimeView } from './time-view';

export interface Tick {
  /** In pixels from the left edge of the view. */
  readonly x: number;
  readonly label: string;
}

/** Enough room for a label and as much air. */
const PIXELS_PER_TICK = 110;

export function ticksOf(view: TimeView, width: number): readonly Tick[] {
  const [from, to] = [view.startUs / 1e6, endOf(view) / 1e6];
  const count = Math.max(2, Math.floor(width / PIXELS_PER_TICK));
  // D3 gives steps below 1 as the negative of how many of them make 1, and none where there is no span.
  const step = tickIncrement(from, to, count);
  const digits = step < 0 ? Math.ceil(Math.log10(-step)) : 0;
  return ticks(from, to, count)
    .filter((seconds) => seconds >= 0)
    .map((seconds) => ({
      x: ((seconds - from) / (to - from)) * width,
      label: `${seconds.toFixed(digits)} s`,
    }));
}
