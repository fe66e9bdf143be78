/** Moments worth a mark: single records, by their place in the trace, in order of time. */
import { bisectLeft } from 'd3';

export class Marks {
  readonly atUs: number[] = [];
  readonly records: number[] = [];
  /** The place of the node that it is about; NO_NODE for none. */
  readonly nodes: number[] = [];
  /** What kind of mark, in numbers whose meaning belongs to whoever adds them. */
  readonly tags: number[] = [];

  get length(): number {
    return this.atUs.length;
  }

  add(atUs: number, record: number, node: number, tag: number): void {
    this.atUs.push(atUs);
    this.records.push(record);
    this.nodes.push(node);
    this.tags.push(tag);
  }

  /** The places of what lies between two instants, both included: from the first number to before the second. */
  between(fromUs: number, untilUs: number): readonly [first: number, end: number] {
    return [bisectLeft(this.atUs, fromUs), bisectLeft(this.atUs, untilUs + 1)];
  }
}
