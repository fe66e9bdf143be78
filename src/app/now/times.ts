/** Lengths of time as NOW says them. */
import { longDuration } from '../../core/words';

/** `40 ms`, `0.4 s`, `12.3 s`, `3 min 20 s`, `1 h 5 min`: rounded down, and never a length that is not there. */
export function lengthText(us: number): string {
  if (us < 100_000) return `${Math.max(0, Math.floor(us / 1000))} ms`;
  const seconds = Math.max(0, us) / 1_000_000;
  return seconds < 60 ? `${(Math.floor(seconds * 10) / 10).toFixed(1)} s` : longDuration(Math.floor(seconds));
}
