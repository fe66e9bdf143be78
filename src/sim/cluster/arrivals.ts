/**
 * Everything that is on its way to somebody, in the order in which it arrives: by time, and at one instant by node and
 * then by age. A heap hands out what arrives at one instant in an order that depends on its history; no trace may show
 * that.
 */
import FlatQueue from 'flatqueue';
import type { Envelope } from './envelope';

export class Arrivals {
  private readonly queue = new FlatQueue<Envelope>();

  /** `atUs` is when it arrives: the envelope's own time, or later for what was held up. */
  push(envelope: Envelope, atUs: number): void {
    this.queue.push(envelope, atUs);
  }

  /** When the next one arrives; Infinity for never. */
  nextUs(): number {
    while (this.queue.peek()?.gone === true) this.queue.pop();
    return this.queue.peekValue() ?? Infinity;
  }

  /** Takes out all that arrive at that instant, before which none may arrive. */
  takeAt(atUs: number): readonly Envelope[] {
    if (this.nextUs() !== atUs) return NONE;
    const first = this.queue.pop() as Envelope;
    if (this.nextUs() !== atUs) return [first];
    const all = [first];
    while (this.nextUs() === atUs) all.push(this.queue.pop() as Envelope);
    return all.sort(inOrder);
  }

  /** Calls `visit` for all that arrive before `beforeUs`, with when they do, in no order. */
  eachBefore(beforeUs: number, visit: (envelope: Envelope, atUs: number) => void): void {
    const { ids, values, length } = this.queue;
    for (let place = 0; place < length; place += 1) {
      const envelope = ids[place] as Envelope;
      const atUs = values[place] as number;
      if (atUs < beforeUs && !envelope.gone) visit(envelope, atUs);
    }
  }

  /** Everything that is on its way, in no order. */
  list(): Envelope[] {
    return this.queue.ids.slice(0, this.queue.length).filter(({ gone }) => !gone);
  }
}

const NONE: readonly Envelope[] = Object.freeze([]);

/** By node; what reaches one node by the time for which it was meant, then by number. */
export function inOrder(a: Envelope, b: Envelope): number {
  return a.toIndex - b.toIndex || a.atUs - b.atUs || a.id - b.id || a.order - b.order;
}
