/** What is done in one window by all members, in the one canonical order: by time, member, and place in what it did itself. */
import type { Step } from '../node/step';
import type { Impairment } from './impairment';

export interface Doing {
  readonly atUs: number;
  readonly node: number;
  /** Null: what was held up until now is due, before anything else that this member does at that instant. */
  readonly step: Step | null;
}

export class Doings {
  private readonly list: Doing[] = [];
  private readonly foreseen = new Set<string>();
  private next = 0;

  constructor(private readonly endUs: number) {}

  /** A member's steps are told in their order. */
  step(node: number, step: Step): void {
    this.list.push({ atUs: step.atUs, node, step });
    if (step.doneUs > step.atUs && step.doneUs < this.endUs)
      this.list.push({ atUs: step.doneUs, node, step: null });
  }

  /** What waits for its time at that member: to be told before its steps, or while they are gone through. */
  due(node: number, impairment: Impairment): void {
    for (const atUs of impairment.dueBefore(this.endUs)) {
      const name = `${node} ${atUs}`;
      if (this.foreseen.has(name)) continue;
      this.foreseen.add(name);
      let place = this.next === 0 ? this.list.length : this.next;
      const isBefore = (one: Doing): boolean => one.atUs < atUs || (one.atUs === atUs && one.node < node);
      if (this.next > 0) while (place < this.list.length && isBefore(this.list[place]!)) place += 1;
      this.list.splice(place, 0, { atUs, node, step: null });
    }
  }

  /** One by one, so that what is told meanwhile finds its place among those that are still to come. */
  *inOrder(): Iterable<Doing> {
    // A stable sort keeps what one member did in its order.
    this.list.sort((a, b) => a.atUs - b.atUs || a.node - b.node);
    while (this.next < this.list.length) yield this.list[this.next++] as Doing;
  }
}
