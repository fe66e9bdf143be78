/** Lengths and moments for people: always with a unit, never with more digits than they can use. */

import { longDuration } from '../../core/words';

/** A length of time in microseconds, 0 or more: `0 ms`, `12 ms`, `999 ms`, `1.2 s`, `1 min 15 s`, `1 h`. Rounds up below 1 ms. */
export function durationText(us: number): string {
  if (us === Infinity) return 'for ever';
  const ms = us > 0 && us < 1000 ? 1 : Math.round(us / 1000);
  if (ms < 1000) return `${ms} ms`;
  const seconds = ms / 1000;
  return seconds < 59.95 ? `${seconds.toFixed(1)} s` : longDuration(Math.round(seconds));
}

/** A moment as seen from `nowUs` on the same clock: `12 ms ago`, `in 1.2 s`, `now`, `never`. */
export function momentText(atUs: number, nowUs: number): string {
  if (!Number.isFinite(atUs)) return 'never';
  if (atUs === nowUs) return 'now';
  return atUs < nowUs ? `${durationText(nowUs - atUs)} ago` : `in ${durationText(atUs - nowUs)}`;
}
