/**
 * Moments worth a mark: single records, in order of time. What is needed to show them is kept here, since a trace may
 * forget its older rows.
 */
import { bisectLeft } from 'd3';

export interface Moment {
  readonly atUs: number;
  /** Its number in the trace. */
  readonly record: number;
  /** The place of the node that it is about; NO_NODE for none. */
  readonly node: number;
  /** What kind of mark, in numbers whose meaning belongs to whoever adds them. */
  readonly tag: number;
  readonly epoch: number;
  /** The number of its text in the trace. */
  readonly text: number;
}

export class Marks {
  readonly atUs: number[] = [];
  private readonly records: number[] = [];
  private readonly moments: Moment[] = [];

  get length(): number {
    return this.moments.length;
  }

  add(moment: Moment): void {
    this.atUs.push(moment.atUs);
    this.records.push(moment.record);
    this.moments.push(moment);
  }

  at(place: number): Moment {
    const moment = this.moments[place];
    if (moment === undefined) throw new RangeError(`there is no mark ${place}`);
    return moment;
  }

  /** The one that stands for a record. Throws if none does. */
  of(record: number): Moment {
    const place = bisectLeft(this.records, record);
    if (this.records[place] !== record) throw new RangeError(`record ${record} has no mark`);
    return this.at(place);
  }

  /** The places of what lies between two instants, both included: from the first number to before the second. */
  between(fromUs: number, untilUs: number): readonly [first: number, end: number] {
    return [bisectLeft(this.atUs, fromUs), bisectLeft(this.atUs, untilUs + 1)];
  }
}
