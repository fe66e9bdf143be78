/**
 * A node's clocks as a function of virtual time. Monotonic and wall clock run at one `rate`; the wall clock is shifted
 * as well. Readings are whole microseconds. Only multiplication, division, floor and ceil are used, which every engine
 * rounds alike, so a skewed run has the same digest everywhere.
 */
import type { Clock } from '../core/program';

export interface NodeClock {
  /** Virtual time at which the present rate began, and what both clocks read then. */
  readonly originUs: number;
  readonly nowAtOriginUs: number;
  readonly wallAtOriginUs: number;
  readonly rate: number;
}

/** 2026-01-01T00:00:00Z: what a right wall clock reads as a run begins. */
const WALL_START_US = 1_767_225_600_000_000;

/**
 * Monotonic clocks start far apart, as those of machines with different uptimes do: a protocol that compares readings
 * of two nodes fails at once instead of working by luck.
 */
export function startClock(nodeIndex: number): NodeClock {
  return {
    originUs: 0,
    nowAtOriginUs: (nodeIndex + 1) * 1_000_000_000,
    wallAtOriginUs: WALL_START_US,
    rate: 1,
  };
}

export function readClock(clock: NodeClock, atUs: number): Clock {
  const elapsedUs = Math.floor((atUs - clock.originUs) * clock.rate);
  return { nowUs: clock.nowAtOriginUs + elapsedUs, wallUs: clock.wallAtOriginUs + elapsedUs };
}

/** The first instant at which the monotonic clock reads at least `nowUs`; for a reading of the past, about when it was. */
export function whenClockReads(clock: NodeClock, nowUs: number): number {
  // Never, or always: no instant to look for.
  if (!Number.isFinite(nowUs)) return nowUs;
  const aheadUs = nowUs - clock.nowAtOriginUs;
  if (clock.rate === 1) return clock.originUs + aheadUs;
  let atUs = clock.originUs + Math.ceil(aheadUs / clock.rate);
  while (Math.floor((atUs - clock.originUs) * clock.rate) < aheadUs) atUs += 1;
  while (Math.floor((atUs - 1 - clock.originUs) * clock.rate) >= aheadUs) atUs -= 1;
  return atUs;
}

/** The clock from `atUs` on, running at `rate`, its wall clock moved by `shiftUs`. */
export function adjustClock(clock: NodeClock, atUs: number, rate: number, shiftUs: number): NodeClock {
  const { nowUs, wallUs } = readClock(clock, atUs);
  return { originUs: atUs, nowAtOriginUs: nowUs, wallAtOriginUs: wallUs + shiftUs, rate };
}
