/** Everything but the messages themselves that happened, a row each, in order. Numbers in columns, text interned. */
import { float64Column, uint32Column, uint8Column } from './column';

/**
 * What `a`, `b` and `text` mean:
 * - `delivered`: a = the message; likewise `rejected` (text = the decoder's error), `unheard`, `cutOff`, `dropped`
 * - `status`: a = place in STATUSES, b = incarnation, text = the error of a crash
 * - `role`: a = place in ROLES, b = epoch; a node's role and epoch from here on
 * - `primary`: a = place of the node that it takes for the primary, −1 for none
 * - `vote`: a = epoch, b = the candidate's place, −1 for none
 * - `authority`: a = until when (virtual time, Infinity, or 0), b = span
 * - `patience`: a = from, b = until (virtual time)
 * - `offset`: a = replication offset, b = the epoch that dates it
 * - `leadership`: text = the LeaderState as JSON
 * - `durable`: text = the disk's record as JSON, a = 1 unless the disk was wiped
 * - `event`: a = epoch, b = the other node's place or −1, text = `tag` + tab + sentence
 * - `fault`: a = place in the run's list, b = the number of a text: what came of it as JSON, text = the fault as JSON
 * - `link`: node = from, a = to, b = 1 if cut + 2 if the next frame will be damaged, text = its network as JSON
 * - `clock`: text = rate and wall offset in milliseconds as JSON
 * - `service`: text = the ServiceObservation as JSON
 * - `log`: a = where the log on the disk begins to be new, b = its last index, text = what is new, as on the wire
 * - `commit`: a = the index of the last entry that the node knows to be decided
 * - `disk`: text = how long its writes take from here on, least and most milliseconds, as JSON
 * - `writes`: a = until when it is busy with a write (virtual time)
 * - `throttle`: a = its timers fire at multiples of this many milliseconds, 0 for whenever they are due
 */
export const RECORD_KINDS = [
  'delivered',
  'rejected',
  'unheard',
  'cutOff',
  'dropped',
  'status',
  'role',
  'primary',
  'vote',
  'authority',
  'patience',
  'offset',
  'leadership',
  'durable',
  'event',
  'fault',
  'link',
  'clock',
  'service',
  'log',
  'commit',
  'disk',
  'writes',
  'throttle',
] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

export const STATUSES = ['up', 'frozen', 'killed', 'crashed'] as const;
export const ROLES = ['primary', 'replica', 'candidate'] as const;

/**
 * Set on the kind of what a fault did at once. At its instant all of that comes before what the nodes do, and a head
 * at that instant has it behind itself already.
 */
const BY_FAULT = 0x80;

/** The node column of a record that belongs to no node. */
export const NO_NODE = 255;

export interface RecordRow {
  readonly id: number;
  readonly atUs: number;
  readonly kind: RecordKind;
  readonly node: number;
  readonly a: number;
  readonly b: number;
  readonly text: number;
}

export class RecordTable {
  private atUs = float64Column();
  private kind = uint8Column();
  private node = uint8Column();
  private a = float64Column();
  private b = float64Column();
  private text = uint32Column();

  get length(): number {
    return this.atUs.length;
  }

  /** Rows below this number were forgotten. */
  get firstKept(): number {
    return this.atUs.firstKept;
  }

  /** From here on everything is known. */
  get keptFromUs(): number {
    if (this.firstKept === 0) return 0;
    return this.firstKept < this.length ? this.atUs.get(this.firstKept) + 1 : Infinity;
  }

  /** Forgets old rows, about up to `id`. */
  forgetBelow(id: number): void {
    for (const column of [this.atUs, this.kind, this.node, this.a, this.b, this.text]) column.forgetBelow(id);
  }

  append(
    kind: number,
    atUs: number,
    node: number,
    a: number,
    b: number,
    text: number,
    byFault: boolean,
  ): void {
    this.atUs.push(atUs);
    this.kind.push(byFault ? kind | BY_FAULT : kind);
    this.node.push(node);
    this.a.push(a);
    this.b.push(b);
    this.text.push(text);
  }

  /** Only for a row that nobody has read or forked yet. */
  setB(id: number, b: number): void {
    this.b.set(id, b);
  }

  /** A table of its own with the first `length` rows. */
  fork(length: number): RecordTable {
    const copy = new RecordTable();
    copy.atUs = this.atUs.fork(length);
    copy.kind = this.kind.fork(length);
    copy.node = this.node.fork(length);
    copy.a = this.a.fork(length);
    copy.b = this.b.fork(length);
    copy.text = this.text.fork(length);
    return copy;
  }

  row(id: number): RecordRow {
    return {
      id,
      atUs: this.atUs.get(id),
      kind: this.kindOf(id),
      node: this.node.get(id),
      a: this.a.get(id),
      b: this.b.get(id),
      text: this.text.get(id),
    };
  }

  kindOf(id: number): RecordKind {
    return RECORD_KINDS[this.kind.get(id) & ~BY_FAULT] as RecordKind;
  }

  /**
   * Visits the rows `from` … `until − 1` in order, without an object for each. `kind` is a place in RECORD_KINDS, `text`
   * the number of a text.
   */
  each(
    from: number,
    until: number,
    visit: (id: number, kind: number, atUs: number, node: number, a: number, b: number, text: number) => void,
  ): void {
    for (let id = from; id < until; id += 1) {
      const kind = this.kind.get(id) & ~BY_FAULT;
      visit(
        id,
        kind,
        this.atUs.get(id),
        this.node.get(id),
        this.a.get(id),
        this.b.get(id),
        this.text.get(id),
      );
    }
  }

  countAtOrBefore(timeUs: number): number {
    return this.atUs.countUpTo(timeUs);
  }

  /** The time of the last record at or before `timeUs`; −1 if there is none. */
  lastAtOrBefore(timeUs: number): number {
    const count = this.atUs.countUpTo(timeUs);
    return count <= this.firstKept ? -1 : this.atUs.get(count - 1);
  }

  /** The time of the first record at or after `timeUs`; Infinity if there is none. */
  firstAtOrAfter(timeUs: number): number {
    const count = this.atUs.countUpTo(timeUs - 1);
    return count === this.length ? Infinity : this.atUs.get(count);
  }

  /** How many records a head at `headUs` has behind it: all that is earlier, and what faults did at that instant. */
  countBefore(headUs: number): number {
    let count = this.atUs.countUpTo(headUs - 1);
    while (count < this.length && this.atUs.get(count) === headUs && this.kind.get(count) >= BY_FAULT)
      count += 1;
    return count;
  }

  get byteLength(): number {
    return [this.atUs, this.kind, this.node, this.a, this.b, this.text]
      .map((column) => column.byteLength)
      .reduce((sum, bytes) => sum + bytes, 0);
  }
}
