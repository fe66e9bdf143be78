/** The whole run on one strip: how the time of the strip maps to pixels, and the range in view on it. */
import { endOf, type TimeView } from './time-view';

/** A run that has hardly begun does not fill the strip. */
const SHORTEST_US = 10_000_000;

export interface Strip {
  readonly width: number;
  readonly untilUs: number;
}

export function stripOf(width: number, headUs: number): Strip {
  return { width, untilUs: Math.max(headUs, SHORTEST_US) };
}

export const stripX = ({ width, untilUs }: Strip, timeUs: number): number =>
  Math.min(Math.max((timeUs / untilUs) * width, 0), width);

export const stripTime = ({ width, untilUs }: Strip, x: number): number => (x / width) * untilUs;

/** In an hour a second is no pixel wide: the range in view is never drawn so narrow that nobody can take hold of it. */
const NARROWEST = 6;

export function windowOn(strip: Strip, view: TimeView): readonly [left: number, right: number] {
  const left = stripX(strip, view.startUs);
  const right = stripX(strip, endOf(view));
  if (right - left >= NARROWEST) return [left, right];
  const middle = Math.min(Math.max((left + right) / 2, NARROWEST / 2), strip.width - NARROWEST / 2);
  return [middle - NARROWEST / 2, middle + NARROWEST / 2];
}

/** What a brush on the strip means; the span stays when the brush was only moved, which its width tells. */
export function viewOfWindow(
  strip: Strip,
  [left, right]: readonly [number, number],
  view: TimeView,
): TimeView {
  const [wasLeft, wasRight] = windowOn(strip, view);
  const moved = Math.abs(right - left - (wasRight - wasLeft)) < 0.5;
  if (!moved) return { startUs: stripTime(strip, left), spanUs: stripTime(strip, right - left) };
  const shiftUs = stripTime(strip, (left + right) / 2 - (wasLeft + wasRight) / 2);
  return { startUs: view.startUs + shiftUs, spanUs: view.spanUs };
}

/** The same span, around another instant. */
export function centredOn(view: TimeView, timeUs: number): TimeView {
  return { startUs: timeUs - view.spanUs / 2, spanUs: view.spanUs };
}
