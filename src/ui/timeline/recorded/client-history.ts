/** What a client went through: which of its writes were acknowledged and reads answered, which were not, and how long it had to wait. */
import { bisectLeft, bisectRight } from 'd3';
import type { ClientObservation } from '../../../core/service';
import { each } from './each';
import type { Interval } from './lane-history';

/** What can come of asking, besides that somebody else is to be asked. */
export type Answer = 'acknowledged' | 'read' | 'refused' | 'unanswered' | 'abandoned';
type Counts = Pick<ClientObservation, Exclude<Answer, 'read'> | 'misdirected' | 'reads'>;

/** Shorter waits are nothing to speak of. */
const LONG_WAIT_US = 1_000_000;
const NONE: Counts = { acknowledged: 0, refused: 0, misdirected: 0, unanswered: 0, abandoned: 0 };

export class ClientHistory {
  private readonly times: Readonly<Record<Answer, number[]>> = {
    acknowledged: [],
    read: [],
    refused: [],
    unanswered: [],
    abandoned: [],
  };
  private readonly waitsFromUs: number[] = [];
  private readonly waitsUntilUs: number[] = [];
  private counts = NONE;
  /** When it was served last, or began to ask; Infinity while it has no process. */
  private servedUs = Infinity;
  private troubled = false;

  take(atUs: number, now: ClientObservation): void {
    const { counts: before } = this;
    if (this.servedUs === Infinity) this.servedUs = atUs;
    for (const answer of ['refused', 'unanswered', 'abandoned'] as const) {
      for (let i = before[answer]; i < now[answer]; i += 1) this.times[answer].push(atUs);
      if (now[answer] > before[answer]) this.troubled = true;
    }
    if (now.misdirected > before.misdirected) this.troubled = true;
    const answered = now.reads?.answered ?? 0;
    const answeredBefore = before.reads?.answered ?? 0;
    for (let i = before.acknowledged; i < now.acknowledged; i += 1) this.times.acknowledged.push(atUs);
    for (let i = answeredBefore; i < answered; i += 1) this.times.read.push(atUs);
    if ((now.reads?.abandoned ?? 0) > (before.reads?.abandoned ?? 0)) this.troubled = true;
    if (now.acknowledged > before.acknowledged || answered > answeredBefore) {
      this.endWait(atUs);
      this.servedUs = atUs;
    }
    this.counts = now;
  }

  /** Its process is gone, or what it went through was not kept. */
  stop(atUs: number): void {
    this.endWait(atUs);
    this.counts = NONE;
    this.servedUs = Infinity;
  }

  /** How often it had that answer up to an instant, over all of its processes. */
  countUpTo(answer: Answer, timeUs: number): number {
    return bisectRight(this.times[answer], timeUs);
  }

  /** When it was last acknowledged a write; −1 for never. */
  lastAcknowledged(timeUs: number): number {
    return this.times.acknowledged[this.countUpTo('acknowledged', timeUs) - 1] ?? -1;
  }

  /** Since when it has waited for an acknowledgement at an instant; null if that is not long. */
  waitAt(timeUs: number): number | null {
    const at = bisectRight(this.waitsFromUs, timeUs) - 1;
    const over = at >= 0 && this.waitsUntilUs[at]! > timeUs ? this.waitsFromUs[at]! : null;
    const sinceUs = over ?? (this.troubled ? this.servedUs : Infinity);
    return timeUs - sinceUs >= LONG_WAIT_US ? sinceUs : null;
  }

  /** Visits the instants of that answer; at most about one in each `stepUs`. */
  eachAnswer(
    answer: Answer,
    fromUs: number,
    untilUs: number,
    stepUs: number,
    visit: (atUs: number) => void,
  ): void {
    const times = this.times[answer];
    const first = bisectLeft(times, fromUs);
    for (let at = first; at < times.length && times[at]! <= untilUs;) {
      visit(times[at]!);
      at = stepUs > 0 ? Math.max(at + 1, bisectLeft(times, times[at]! + stepUs, at + 1)) : at + 1;
    }
  }

  /** Visits the long waits for an acknowledgement between two instants; one that is not over ends at `headUs`. */
  eachWait(
    fromUs: number,
    untilUs: number,
    stepUs: number,
    headUs: number,
    visit: (wait: Interval) => void,
  ): void {
    each(this.waitsFromUs, fromUs, untilUs, stepUs, (at) => {
      const wait = { startUs: this.waitsFromUs[at]!, endUs: this.waitsUntilUs[at]! };
      if (wait.endUs > fromUs) visit(wait);
    });
    if (this.isLong(headUs) && this.servedUs < untilUs) visit({ startUs: this.servedUs, endUs: headUs });
  }

  private endWait(atUs: number): void {
    if (this.isLong(atUs)) {
      this.waitsFromUs.push(this.servedUs);
      this.waitsUntilUs.push(atUs);
    }
    this.troubled = false;
  }

  /** Who simply has nothing to write waits for nobody. */
  private isLong(untilUs: number): boolean {
    return this.troubled && untilUs - this.servedUs >= LONG_WAIT_US;
  }
}
