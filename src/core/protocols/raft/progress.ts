/** What a leader knows of one voter's log, and how it sends to it. */

/**
 * `probe`: it does not know where the logs part; one message with entries at a time. `replicate`: it knows, and sends
 * ahead of the answers, up to `inflightMost` messages with entries.
 */
export type Mode = 'probe' | 'replicate';

export interface ProgressState {
  readonly match: number;
  readonly next: number;
  readonly mode: Mode;
  readonly paused: boolean;
  readonly recentActive: boolean;
  readonly sentCommit: number;
  readonly inflight: readonly number[];
}

export class Progress {
  /** The highest position that is known to be the same in both logs. */
  match = 0;
  /** The next position to send. */
  next = 1;
  mode: Mode = 'probe';
  /** Nothing but heartbeats goes out until it answers. */
  paused = false;
  /** It was heard since the last check of the quorum. */
  recentActive = false;
  /** The highest commit that it was told. */
  sentCommit = 0;
  /** The last position of each message with entries that is not answered yet, in order. */
  inflight: number[] = [];

  constructor(private readonly inflightMost: number) {}

  get full(): boolean {
    return this.inflight.length >= this.inflightMost;
  }

  save(): ProgressState {
    const { match, next, mode, paused, recentActive, sentCommit, inflight } = this;
    return { match, next, mode, paused, recentActive, sentCommit, inflight: [...inflight] };
  }

  restore(state: ProgressState): void {
    Object.assign(this, { ...state, inflight: [...state.inflight] });
  }

  /** At the start of a term. */
  reset(lastIndex: number, match: number): void {
    this.match = match;
    this.next = lastIndex + 1;
    this.mode = 'probe';
    this.paused = false;
    this.recentActive = false;
    this.sentCommit = 0;
    this.inflight = [];
  }

  becomeProbe(): void {
    this.mode = 'probe';
    this.next = this.match + 1;
    this.paused = false;
    this.inflight = [];
  }

  becomeReplicate(): void {
    this.mode = 'replicate';
    this.next = this.match + 1;
    this.paused = false;
    this.inflight = [];
  }

  /** A message with the `count` entries from `next` on has left. */
  sent(count: number): void {
    if (this.mode === 'replicate') {
      if (count > 0) {
        this.next += count;
        this.inflight.push(this.next - 1);
      }
      this.paused = this.full;
    } else if (count > 0) {
      this.paused = true;
    }
  }

  /** It holds everything up to `index`; whether that is news. */
  acknowledged(index: number): boolean {
    if (index <= this.match) return false;
    this.match = index;
    this.next = Math.max(this.next, index + 1);
    this.paused = false;
    return true;
  }

  /** Answers come in order or not at all: an answer to a later message answers the earlier ones too. */
  landed(index: number): void {
    const { inflight } = this;
    let count = 0;
    while (count < inflight.length && inflight[count]! <= index) count += 1;
    // One by one is what nearly always happens, and splicing makes a list of what it takes out.
    if (count === 1) inflight.shift();
    else if (count > 0) inflight.splice(0, count);
  }

  /** It refused what was sent after `index`; `hint` is where it may agree. False if that answer is out of date. */
  refused(index: number, hint: number): boolean {
    if (this.mode === 'replicate') {
      if (index <= this.match) return false;
      this.becomeProbe();
    } else {
      if (index !== this.next - 1) return false;
      this.next = Math.max(Math.min(index, hint + 1), this.match + 1);
      this.paused = false;
    }
    this.sentCommit = Math.min(this.sentCommit, this.next - 1);
    return true;
  }

  unreachable(): void {
    if (this.mode !== 'replicate') return;
    this.becomeProbe();
    this.sentCommit = Math.min(this.sentCommit, this.next - 1);
  }
}
