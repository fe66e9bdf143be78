/** What a member's wall clock reads at any instant, and when it reads what: it may be set, and run fast or slow. */
import { bisectRight } from 'd3';
import { adjustClock, readClock, startClock, type NodeClock } from '../../../sim/clock';

export class ClockHistory {
  private readonly fromUs = [0];
  private readonly clocks: NodeClock[];
  private offsetMs = 0;

  constructor(node: number) {
    this.clocks = [startClock(node)];
  }

  /** From `atUs` on it runs at `rate`; `offsetMs` is how far its wall clock was moved in all. */
  take(atUs: number, rate: number, offsetMs: number): void {
    const shiftUs = Math.round((offsetMs - this.offsetMs) * 1000);
    this.offsetMs = offsetMs;
    this.fromUs.push(atUs);
    this.clocks.push(adjustClock(this.clocks.at(-1)!, atUs, rate, shiftUs));
  }

  /** How far ahead of a right wall clock it is, in microseconds; below 0 if it is behind. */
  aheadUs(timeUs: number): number {
    const { wallUs } = readClock(this.at(timeUs), timeUs);
    return wallUs - readClock(startClock(0), timeUs).wallUs;
  }

  rateAt(timeUs: number): number {
    return this.at(timeUs).rate;
  }

  /** Visits when its wall clock goes over to the next second, while it is wrong; `second` is what it then reads. */
  eachSecond(fromUs: number, untilUs: number, visit: (atUs: number, second: number) => void): void {
    const first = Math.max(0, bisectRight(this.fromUs, fromUs) - 1);
    for (let at = first; at < this.clocks.length && this.fromUs[at]! < untilUs; at += 1) {
      const clock = this.clocks[at]!;
      const beginUs = Math.max(fromUs, this.fromUs[at]!);
      const endUs = Math.min(untilUs, this.fromUs[at + 1] ?? Infinity);
      if (clock.rate === 1 && this.aheadUs(beginUs) === 0) continue;
      const { wallUs } = readClock(clock, beginUs);
      for (let second = Math.ceil(wallUs / 1e6); ; second += 1) {
        const atUs = clock.originUs + (second * 1e6 - clock.wallAtOriginUs) / clock.rate;
        if (atUs >= endUs) break;
        if (atUs >= beginUs) visit(atUs, second);
      }
    }
  }

  private at(timeUs: number): NodeClock {
    return this.clocks[Math.max(0, bisectRight(this.fromUs, timeUs) - 1)]!;
  }
}
