/** How far a member's wall clock is off at any instant, as the trace tells how its clocks were set. */
import type { Trace } from '../../sim/trace/trace';
import { ClockHistory } from '../timeline/recorded/clock-history';

/** Reads what was added to the trace at each question; a look at another instant costs no reading. */
export class WallClock {
  private readonly clocks: ClockHistory;
  private read = 0;

  /** `place` is that of the member in the trace's list. */
  constructor(
    private readonly trace: Trace,
    private readonly place: number,
  ) {
    this.clocks = new ClockHistory(place);
  }

  /** In microseconds; below 0 if it is behind. */
  aheadUs(timeUs: number): number {
    const { records, strings } = this.trace;
    this.read = Math.max(this.read, records.firstKept);
    for (; this.read < records.length; this.read += 1) {
      if (records.kindOf(this.read) !== 'clock') continue;
      const { node, atUs, text } = records.row(this.read);
      if (node !== this.place) continue;
      const [rate, offsetMs] = JSON.parse(strings.text(text)) as [number, number];
      this.clocks.take(atUs, rate, offsetMs);
    }
    return this.clocks.aheadUs(timeUs);
  }
}
