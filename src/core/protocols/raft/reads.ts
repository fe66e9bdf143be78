/**
 * Reads that a leader may answer without writing them into the log (Ongaro's thesis, section 6.4).
 *
 * Each is opened at the commit of then, and answered once a quorum has confirmed, by answering a heartbeat that was sent
 * after it, that this leader still leads. Positions count all reads that were opened since the last reset.
 */
import type { RaftMessage } from './message';

const NONE: readonly never[] = Object.freeze([]);

interface OpenRead {
  readonly request: RaftMessage;
  /** The commit when it was opened. */
  readonly index: number;
}

export interface ReadsState {
  readonly open: readonly OpenRead[];
  readonly done: number;
  readonly confirmed: readonly number[];
  readonly postponed: readonly RaftMessage[];
}

export class Reads {
  private open: OpenRead[] = [];
  private done = 0;
  /** By voter: the highest position that its answers confirm. */
  private confirmed: number[];
  /** Requests that came before anything of this leader's term was committed. They outlive a loss of leadership. */
  private postponed: RaftMessage[] = [];

  constructor(size: number) {
    this.confirmed = Array.from({ length: size }, () => 0);
  }

  /** What every heartbeat carries: the position of the last open read; 0 while none is open. */
  get position(): number {
    return this.open.length === 0 ? 0 : this.done + this.open.length;
  }

  get openCount(): number {
    return this.open.length;
  }

  /** Requests that wait for an entry of this leader's term, or of a later one of its own. */
  get postponedCount(): number {
    return this.postponed.length;
  }

  save(): ReadsState {
    const { open, done, confirmed, postponed } = this;
    return { open: [...open], done, confirmed: [...confirmed], postponed: [...postponed] };
  }

  restore({ open, done, confirmed, postponed }: ReadsState): void {
    this.open = [...open];
    this.done = done;
    this.confirmed = [...confirmed];
    this.postponed = [...postponed];
  }

  /** At the start of a term: what is open vanishes without an answer, what is postponed stays. */
  reset(): void {
    this.open = [];
    this.done = 0;
    this.confirmed.fill(0);
  }

  postpone(request: RaftMessage): void {
    this.postponed.push(request);
  }

  takePostponed(): readonly RaftMessage[] {
    const taken = this.postponed;
    if (taken.length > 0) this.postponed = [];
    return taken;
  }

  /** Returns its position. The leader itself confirms it at once. */
  begin(request: RaftMessage, index: number, self: number): number {
    this.open.push({ request, index });
    this.confirm(self, this.position);
    return this.position;
  }

  confirm(voter: number, position: number): void {
    if (position > this.confirmed[voter - 1]!) this.confirmed[voter - 1] = position;
  }

  /** What a quorum has confirmed by now, in order; it is no longer open. */
  takeConfirmed(quorum: number): readonly OpenRead[] {
    if (this.open.length === 0) return NONE;
    const reached = nthLargest(this.confirmed, quorum);
    if (reached <= this.done) return NONE;
    const taken = this.open.splice(0, reached - this.done);
    this.done = reached;
    return taken;
  }
}

const scratch: number[] = [];

/** The `n`-th largest of a few numbers; nothing is allocated. */
export function nthLargest(values: readonly number[], n: number): number {
  for (let i = 0; i < n; i += 1) scratch[i] = -Infinity;
  for (const value of values) {
    if (value <= scratch[n - 1]!) continue;
    let i = n - 1;
    for (; i > 0 && scratch[i - 1]! < value; i -= 1) scratch[i] = scratch[i - 1]!;
    scratch[i] = value;
  }
  return scratch[n - 1]!;
}
