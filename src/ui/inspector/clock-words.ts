/** A member's clocks in words: the wall clock tells the time of day, the monotonic one only how much has passed. */
import { durationText } from './durations';

/** `2.0 s ahead`, `350 ms behind`, `right`; microseconds, above 0 for ahead. */
export function skewText(skewUs: number): string {
  if (Math.abs(skewUs) < 500) return 'right';
  return `${durationText(Math.abs(skewUs))} ${skewUs > 0 ? 'ahead' : 'behind'}`;
}

/** One sentence about both; `rate` is how fast both of them run. */
export function clockSentence(skewUs: number, rate: number): string {
  if (Math.abs(skewUs) < 500 && rate === 1) return 'Its wall clock and its monotonic clock are right.';
  const pace = rate === 1 ? 'runs at true pace' : `runs at ${rate}×`;
  return `Its wall clock is ${skewText(skewUs)}; its monotonic clock ${pace}.`;
}
