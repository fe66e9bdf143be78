/** When a timer fires on a machine that lets none fire but at the ticks of a coarse clock. */
import { readClock, whenClockReads, type NodeClock } from '../clock';

/**
 * The first instant, `notBeforeUs` or later, at which a timer set to `readingUs` of the node's clock may fire. With
 * `everyUs` above 0 that is one at which the clock comes to read a multiple of it. −Infinity is no timer: the program has yet
 * to be asked for one.
 */
export function whenTimerFires(
  clock: NodeClock,
  readingUs: number,
  notBeforeUs: number,
  everyUs: number,
): number {
  const atUs = Math.max(whenClockReads(clock, readingUs), notBeforeUs);
  if (everyUs === 0 || !Number.isFinite(readingUs)) return atUs;
  // A fast clock skips readings: the tick may be one that it has only just passed.
  const earliestUs = readClock(clock, atUs - 1).nowUs + 1;
  const pastUs = earliestUs % everyUs;
  const tickUs = pastUs === 0 ? earliestUs : earliestUs + everyUs - pastUs;
  return Math.max(atUs, whenClockReads(clock, tickUs));
}
