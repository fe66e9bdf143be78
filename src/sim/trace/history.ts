/**
 * The cluster at any instant of a trace. Folded states are kept at every so many records, so that a seek takes in a
 * bounded number of them wherever it goes; going forward from the last seek takes in only what lies between.
 */
import type { Network } from '../run';
import type { Snapshot } from '../view';
import { Fold } from './fold';
import { afterOf, comparePlaces, momentOf, type Moment, type Place } from './moment';
import type { Trace } from './trace';

/** About a tenth of a millisecond of folding. */
const RECORDS_BETWEEN_KEYS = 2048;

export class History {
  /** `keys[k]` has taken in the first `k × RECORDS_BETWEEN_KEYS` records. */
  private keys: Fold[];
  private fold: Fold;
  private taken = 0;

  constructor(
    private readonly trace: Trace,
    network: Network,
  ) {
    this.keys = [new Fold(trace.nodes, trace.parts, network, trace.strings)];
    this.fold = (this.keys[0] as Fold).clone();
  }

  /** The history of a trace that was forked off this one's. */
  fork(trace: Trace, network: Network): History {
    const copy = new History(trace, network);
    const keyCount = Math.floor(trace.records.length / RECORDS_BETWEEN_KEYS) + 1;
    copy.keys = this.keys.slice(0, keyCount).map((key) => key.clone(trace.strings));
    copy.taken = (copy.keys.length - 1) * RECORDS_BETWEEN_KEYS;
    copy.fold = (copy.keys.at(-1) as Fold).clone();
    return copy;
  }

  /** Whether the trace still has what a view at `timeUs` needs. */
  covers(timeUs: number): boolean {
    return timeUs >= this.trace.keptFromUs;
  }

  /** To be called before the trace forgets rows: afterwards they cannot be taken in any more. */
  takeAll(): void {
    this.seek(this.trace.records.length);
  }

  /** What lies behind a head at an instant, or was so within one. Equal to what was live then. */
  at(place: Place): Snapshot {
    const { trace } = this;
    const moment = momentOf(trace, place);
    this.seek(moment.records);
    return {
      timeUs: moment.atUs,
      nodes: this.fold.nodeSnapshots(),
      links: this.fold.linkSnapshots(),
      inFlight: this.inFlightAt(moment),
      ...(typeof place !== 'number' && { moment, after: afterOf(trace, moment) }),
    };
  }

  private inFlightAt(moment: Moment): number {
    const { messages } = this.trace;
    return comparePlaces(this.trace, moment, moment.atUs) > 0
      ? messages.countInFlightAmong(moment.messages, moment.atUs)
      : messages.countInFlight(moment.atUs);
  }

  private seek(count: number): void {
    if (count < this.taken || count - this.taken > RECORDS_BETWEEN_KEYS) {
      const key = Math.min(Math.floor(count / RECORDS_BETWEEN_KEYS), this.keys.length - 1);
      if (count < this.taken || key * RECORDS_BETWEEN_KEYS > this.taken) {
        this.fold = (this.keys[key] as Fold).clone();
        this.taken = key * RECORDS_BETWEEN_KEYS;
      }
    }
    for (; this.taken < count; this.taken += 1) {
      if (this.taken === this.keys.length * RECORDS_BETWEEN_KEYS) this.keys.push(this.fold.clone());
      this.fold.take(this.trace.records.row(this.taken));
    }
  }
}
