/** Messages in flight, as seen from now: two that differ only in when they are share a number. */
import type { WireMessage } from '../../core/program';
import type { Moments } from './moments';

export interface Letter {
  readonly id: number;
  /** Places of nodes. */
  readonly from: number;
  readonly to: number;
  readonly message: WireMessage;
  /** What the clocks read now, in the time that the fields of `message` are in. */
  readonly nowUs: number;
}

export class Letters {
  private readonly all: Letter[] = [];
  private readonly byText = new Map<string, number>();
  /** By letter: its number after so much more time. */
  private readonly later: Map<number, number>[] = [];

  constructor(private readonly moments: Moments) {}

  get size(): number {
    return this.all.length;
  }

  get(id: number): Letter {
    return this.all[id] as Letter;
  }

  /** `message` is in a time in which the clocks read `nowUs` now. */
  number(from: number, to: number, message: WireMessage, nowUs: number): number {
    const text = `${from} ${to} ${this.moments.text(message, nowUs)}`;
    const known = this.byText.get(text);
    if (known !== undefined) return known;
    const id = this.all.length;
    this.all.push({ id, from, to, message, nowUs });
    this.later.push(new Map());
    this.byText.set(text, id);
    return id;
  }

  after(id: number, passedUs: number): number {
    const known = this.later[id]!.get(passedUs);
    if (known !== undefined) return known;
    const { from, to, message, nowUs } = this.get(id);
    const number = this.number(from, to, message, nowUs + passedUs);
    this.later[id]!.set(passedUs, number);
    return number;
  }

  /** The message in a time in which the clocks read `nowUs` now. */
  readAt(letter: Letter, nowUs: number): WireMessage {
    return this.moments.shifted(letter.message, nowUs - letter.nowUs);
  }
}
