/**
 * The times without a leader: intervals in which no node had authority, as the trace tells them.
 *
 * Read once, row by row, as the trace grows; a question costs a binary search. Where old rows were forgotten the account
 * begins later.
 */
import { RECORD_KINDS, STATUSES } from '../../sim/trace/record-table';
import type { Trace } from '../../sim/trace/trace';

export interface Gap {
  readonly fromUs: number;
  /** When somebody had authority again; Infinity while nobody has. */
  readonly untilUs: number;
}

const AUTHORITY = RECORD_KINDS.indexOf('authority');
const STATUS = RECORD_KINDS.indexOf('status');
const UP = STATUSES.indexOf('up');
const FROZEN = STATUSES.indexOf('frozen');

export class LeaderGaps {
  private readonly found: { fromUs: number; untilUs: number }[] = [];
  /** Until when each node has authority; 0 for not at all. */
  private readonly untilUs: number[];
  private coveredUntilUs = 0;
  private read = 0;

  constructor(private readonly trace: Trace) {
    this.untilUs = trace.nodes.map(() => 0);
    this.found.push({ fromUs: 0, untilUs: Infinity });
  }

  /** Takes in what was added to the trace since the last call, at most up to its record `until`. */
  update(until = this.trace.records.length): void {
    const { records } = this.trace;
    const from = Math.max(this.read, records.firstKept);
    if (until <= from) return;
    this.read = until;
    records.each(from, this.read, (_id, kind, atUs, place, a) => {
      if (kind === AUTHORITY) this.changes(place, a, atUs);
      else if (kind === STATUS && a !== UP && a !== FROZEN) this.changes(place, 0, atUs);
    });
  }

  /** In order of time; the last one may still be open. Those that begin after `timeUs` had not begun by then. */
  upTo(timeUs: number): readonly Gap[] {
    const closed = this.found.filter(({ fromUs }) => fromUs <= timeUs);
    const lapsedUs = this.coveredUntilUs;
    const open = closed.at(-1)?.untilUs === Infinity;
    return !open && lapsedUs <= timeUs ? [...closed, { fromUs: lapsedUs, untilUs: Infinity }] : closed;
  }

  /** Those that have anything between two instants, in order of time. */
  between(fromUs: number, untilUs: number): readonly Gap[] {
    const gaps = this.upTo(untilUs);
    let first = gaps.length;
    while (first > 0 && gaps[first - 1]!.untilUs > fromUs) first -= 1;
    return gaps.slice(first);
  }

  /** The last one that had begun by `timeUs`; null before the first. */
  lastAt(timeUs: number): Gap | null {
    if (this.found.at(-1)?.untilUs !== Infinity && this.coveredUntilUs <= timeUs) {
      return { fromUs: this.coveredUntilUs, untilUs: Infinity };
    }
    let low = 0;
    let high = this.found.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.found[middle]!.fromUs <= timeUs) low = middle + 1;
      else high = middle;
    }
    return this.found[low - 1] ?? null;
  }

  private changes(place: number, untilUs: number, atUs: number): void {
    // None is left where somebody led from the very start.
    const last = this.found.at(-1);
    // What ran out before this was told had run out by then, not now.
    if (last?.untilUs !== Infinity && this.coveredUntilUs < atUs) {
      this.found.push({ fromUs: this.coveredUntilUs, untilUs: Infinity });
    }
    this.untilUs[place] = untilUs;
    let coveredUs = 0;
    for (const until of this.untilUs) if (until > coveredUs) coveredUs = until;
    const open = this.found.at(-1);
    if (coveredUs > atUs && open?.untilUs === Infinity) {
      // Somebody leads again. A gap of no length was none.
      if (open.fromUs === atUs) this.found.pop();
      else open.untilUs = atUs;
    } else if (coveredUs <= atUs && open?.untilUs !== Infinity) {
      this.found.push({ fromUs: atUs, untilUs: Infinity });
    }
    this.coveredUntilUs = coveredUs;
  }
}
