/**
 * Every message that was ever sent, a row each, in the order of sending. Its fields are numbers in one long column,
 * laid out by the protocol's wire specification; text is interned.
 */
import type { LogEntry } from '../../core/log';
import type { NodeId, WireMessage } from '../../core/program';
import type { FieldKind, WireSpec } from '../../core/protocol';
import { entriesText, readEntries } from '../../core/wire/entries';
import { textOf, type TextOrData } from '../../core/wire/text';
import { float64Column, uint32Column, uint8Column } from './column';
import type { StringTable } from './strings';

/** `lost`: by the network; `cut`: on a cut link; `down`: nobody was there; `rejected`: damaged; `dropped`: by hand. */
export const FATES = ['inFlight', 'delivered', 'lost', 'cut', 'down', 'rejected', 'dropped'] as const;
export type Fate = (typeof FATES)[number];

export interface MessageRow {
  /** The number of the message, unique in its run. */
  readonly id: number;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly verb: string;
  readonly sentUs: number;
  /** When it arrives, or would have, or was taken out of the air. One for a frozen node waits there from then on. */
  readonly endUs: number;
  readonly fate: Fate;
  /** It never had a chance: its fate was settled as it was sent. */
  readonly stillborn: boolean;
  readonly duplicate: boolean;
  readonly damaged: boolean;
}

const STILLBORN = 1;
const DUPLICATE = 2;
const DAMAGED = 4;

const ENDED_EARLY: ReadonlySet<number> = new Set([FATES.indexOf('cut'), FATES.indexOf('dropped')]);

const ROLES = ['primary', 'replica', 'candidate'] as const;

export class MessageTable {
  private sentUs = float64Column();
  private endUs = float64Column();
  private from = uint8Column();
  private to = uint8Column();
  private verb = uint8Column();
  private fate = uint8Column();
  private flags = uint8Column();
  private fieldsAt = uint32Column();
  private fields = float64Column();
  private readonly verbs: readonly string[];
  private longestFlightUs = 0;

  constructor(
    private readonly nodes: readonly NodeId[],
    private readonly spec: WireSpec,
    private readonly strings: StringTable,
  ) {
    this.verbs = Object.keys(spec);
  }

  get length(): number {
    return this.sentUs.length;
  }

  /** Rows below this number were forgotten. */
  get firstKept(): number {
    return this.sentUs.firstKept;
  }

  /** From here on it is known what was in the air. */
  get keptFromUs(): number {
    if (this.firstKept === 0) return 0;
    return this.firstKept < this.length ? this.sentUs.get(this.firstKept) + this.longestFlightUs : Infinity;
  }

  /** Forgets old rows, about up to `id`. */
  forgetBelow(id: number): void {
    this.sentUs.forgetBelow(id);
    const first = this.sentUs.firstKept;
    if (first < this.length) this.fields.forgetBelow(this.fieldsAt.get(first));
    for (const column of [this.endUs, this.from, this.to, this.verb, this.fate, this.flags, this.fieldsAt]) {
      column.forgetBelow(id);
    }
  }

  /** Rows must come in the order of `sentUs`. Returns the new row's number. */
  append(
    message: WireMessage,
    from: number,
    to: number,
    sentUs: number,
    endUs: number,
    fate: Fate,
    duplicate: boolean,
    damaged: boolean,
  ): number {
    this.sentUs.push(sentUs);
    this.endUs.push(endUs);
    this.from.push(from);
    this.to.push(to);
    this.verb.push(this.verbs.indexOf(message.verb));
    this.fate.push(FATES.indexOf(fate));
    this.flags.push(
      (fate === 'inFlight' ? 0 : STILLBORN) | (duplicate ? DUPLICATE : 0) | (damaged ? DAMAGED : 0),
    );
    this.fieldsAt.push(this.fields.length);
    const values = message as unknown as Readonly<Record<string, number | TextOrData>>;
    for (const [name, kind] of this.spec[message.verb] ?? [])
      this.fields.push(this.pack(values[name]!, kind));
    if (endUs - sentUs > this.longestFlightUs) this.longestFlightUs = endUs - sentUs;
    return this.sentUs.length - 1;
  }

  settle(id: number, fate: Fate): void {
    if (id < this.firstKept) return;
    this.fate.set(id, FATES.indexOf(fate));
  }

  /**
   * A table of its own with the first `length` rows. `open` are those of them whose end is not settled there, with the
   * time at which they will arrive, in rising order.
   */
  fork(
    length: number,
    open: readonly (readonly [id: number, endUs: number])[],
    strings = this.strings,
  ): MessageTable {
    const copy = new MessageTable(this.nodes, this.spec, strings);
    const settledBelow = open[0]?.[0] ?? length;
    const fieldCount = this.fieldCountAt(length);
    copy.sentUs = this.sentUs.fork(length);
    copy.endUs = this.endUs.fork(length, settledBelow);
    copy.from = this.from.fork(length);
    copy.to = this.to.fork(length);
    copy.verb = this.verb.fork(length);
    copy.fate = this.fate.fork(length, settledBelow);
    copy.flags = this.flags.fork(length);
    copy.fieldsAt = this.fieldsAt.fork(length);
    copy.fields = this.fields.fork(fieldCount);
    copy.longestFlightUs = this.longestFlightUs;
    for (const [id, endUs] of open) copy.endEarly(id, endUs, 'inFlight');
    return copy;
  }

  /** How many field values come before row `length`; where that was forgotten, how many were forgotten at least. */
  private fieldCountAt(length: number): number {
    if (length >= this.length) return this.fields.length;
    return length < this.firstKept ? this.fields.firstKept : this.fieldsAt.get(length);
  }

  /** It ends before it arrives. */
  endEarly(id: number, endUs: number, fate: Fate): void {
    if (id < this.firstKept) return;
    this.endUs.set(id, endUs);
    this.settle(id, fate);
  }

  row(id: number): MessageRow {
    const flags = this.flags.get(id);
    return {
      id,
      from: this.nodes[this.from.get(id)] as NodeId,
      to: this.nodes[this.to.get(id)] as NodeId,
      verb: this.verbs[this.verb.get(id)] as string,
      sentUs: this.sentUs.get(id),
      endUs: this.endUs.get(id),
      fate: FATES[this.fate.get(id)] as Fate,
      stillborn: (flags & STILLBORN) !== 0,
      duplicate: (flags & DUPLICATE) !== 0,
      damaged: (flags & DAMAGED) !== 0,
    };
  }

  /** The message itself, as its sender meant it. */
  message(id: number): WireMessage {
    const verb = this.verbs[this.verb.get(id)] as string;
    const message: Record<string, string | number | readonly LogEntry[]> = { verb };
    let at = this.fieldsAt.get(id);
    for (const [name, kind] of this.spec[verb] ?? [])
      message[name] = this.unpack(this.fields.get(at++), kind);
    return message as unknown as WireMessage;
  }

  /**
   * Visits what is in the air when the head is at `timeUs`, newest first, stillborn messages included (they are on
   * their way to nowhere). The arguments are places in `nodes` and `spec`, so that a drawing loop allocates nothing.
   */
  eachInFlight(
    timeUs: number,
    visit: (id: number, from: number, to: number, verb: number, sentUs: number, endUs: number) => void,
  ): void {
    const oldestUs = timeUs - this.longestFlightUs;
    // What is sent at the head's own instant, or arrives at it, has not happened yet.
    for (let id = this.sentUs.countUpTo(timeUs - 1) - 1; id >= this.firstKept; id -= 1) {
      const sentUs = this.sentUs.get(id);
      if (sentUs < oldestUs) return;
      const endUs = this.endUs.get(id);
      if (timeUs <= endUs) visit(id, this.from.get(id), this.to.get(id), this.verb.get(id), sentUs, endUs);
    }
  }

  /**
   * The rows among which is every message that was in the air at some instant of `fromUs` … `untilUs`: from the first
   * number to before the second. Some of them may have landed earlier.
   */
  inAirBetween(fromUs: number, untilUs: number): readonly [first: number, end: number] {
    return [this.sentUs.countUpTo(fromUs - this.longestFlightUs - 1), this.sentUs.countUpTo(untilUs)];
  }

  /**
   * Visits the rows `from` … `until − 1` in the order of sending, without an object for each. The places are those in
   * `nodes`, in the verbs of the wire specification, and in FATES.
   */
  each(
    from: number,
    until: number,
    visit: (
      id: number,
      from: number,
      to: number,
      verb: number,
      sentUs: number,
      endUs: number,
      fate: number,
    ) => void,
  ): void {
    for (let id = from; id < until; id += 1) {
      const sentUs = this.sentUs.get(id);
      visit(
        id,
        this.from.get(id),
        this.to.get(id),
        this.verb.get(id),
        sentUs,
        this.endUs.get(id),
        this.fate.get(id),
      );
    }
  }

  /** How many were sent before `timeUs`. */
  countSentBefore(timeUs: number): number {
    return this.sentUs.countUpTo(timeUs - 1);
  }

  /** When the last message at or before `timeUs` was sent; −1 if there is none. */
  lastSentAtOrBefore(timeUs: number): number {
    const count = this.sentUs.countUpTo(timeUs);
    return count <= this.firstKept ? -1 : this.sentUs.get(count - 1);
  }

  /** When the first message at or after `timeUs` was sent; Infinity if there is none. */
  firstSentAtOrAfter(timeUs: number): number {
    const count = this.sentUs.countUpTo(timeUs - 1);
    return count === this.length ? Infinity : this.sentUs.get(count);
  }

  /** How many were really on their way at `timeUs`: what was sent into a cut, or lost at once, is not. */
  countInFlight(timeUs: number): number {
    let count = 0;
    this.eachInFlight(timeUs, (id, _from, _to, _verb, _sentUs, endUs) => {
      const takenOut = endUs === timeUs && ENDED_EARLY.has(this.fate.get(id));
      if ((this.flags.get(id) & STILLBORN) === 0 && !takenOut) count += 1;
    });
    return count;
  }

  /**
   * The same once steps of `timeUs` have been taken, when the first `sent` messages had been sent: whatever arrives at an
   * instant has landed before its first step.
   */
  countInFlightAmong(sent: number, timeUs: number): number {
    let count = 0;
    const oldestUs = timeUs - this.longestFlightUs;
    for (let id = sent - 1; id >= this.firstKept && this.sentUs.get(id) >= oldestUs; id -= 1) {
      if (this.endUs.get(id) > timeUs && (this.flags.get(id) & STILLBORN) === 0) count += 1;
    }
    return count;
  }

  /** The newest rows of one directed link that were sent at or before `timeUs`, newest first. */
  lastOnLink(from: NodeId, to: NodeId, timeUs: number, limit: number): MessageRow[] {
    const fromAt = this.nodes.indexOf(from);
    const toAt = this.nodes.indexOf(to);
    const rows: MessageRow[] = [];
    // A quiet link among busy ones must not make this walk through the whole history.
    const last = this.sentUs.countUpTo(timeUs) - 1;
    for (let id = last; id >= this.firstKept && rows.length < limit && last - id < 20_000; id -= 1) {
      if (this.from.get(id) === fromAt && this.to.get(id) === toAt) rows.push(this.row(id));
    }
    return rows;
  }

  /** Visits the numbers of the texts that its messages carry. */
  eachText(visit: (text: number) => void): void {
    const places = this.verbs.map((verb) =>
      (this.spec[verb] ?? []).flatMap(([, kind], place) =>
        kind === 'text' || kind === 'entries' ? [place] : [],
      ),
    );
    for (let id = this.firstKept; id < this.length; id += 1) {
      for (const place of places[this.verb.get(id)] as number[]) {
        visit(this.fields.get(this.fieldsAt.get(id) + place));
      }
    }
  }

  get byteLength(): number {
    return [
      this.sentUs,
      this.endUs,
      this.from,
      this.to,
      this.verb,
      this.fate,
      this.flags,
      this.fieldsAt,
      this.fields,
    ]
      .map((column) => column.byteLength)
      .reduce((sum, bytes) => sum + bytes, 0);
  }

  private pack(value: number | TextOrData, kind: FieldKind): number {
    switch (kind) {
      case 'number':
      case 'flag':
        return value as number;
      case 'text':
        return this.strings.intern(textOf(value as TextOrData));
      case 'entries':
        return this.strings.intern(entriesText(value as readonly LogEntry[]));
      case 'role':
        return (ROLES as readonly string[]).indexOf(value as string);
    }
  }

  private unpack(value: number, kind: FieldKind): string | number | readonly LogEntry[] {
    switch (kind) {
      case 'number':
      case 'flag':
        return value;
      case 'text':
        return this.strings.text(value);
      case 'entries':
        return readEntries(this.strings.text(value)) ?? [];
      case 'role':
        return ROLES[value] as string;
    }
  }
}
