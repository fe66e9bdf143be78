/**
 * What became of the writes that were acknowledged to clients, and what their reads were told: read from a trace, a row
 * once, and asked for any instant.
 *
 * A node tells what it has confirmed. Whatever was confirmed before and is missing there was acknowledged and then lost,
 * and stays so, even if it turns up again: some client was told of a write, and then of data without it.
 *
 * A branch has a trace of its own, and so a ledger of its own. Of rows that a trace has forgotten before they were read
 * nothing is known: what was lost in them is not counted.
 */
import { missingWrites } from '../../core/register/history';
import { ReadHistory, type SeenRead } from '../../core/register/read-history';
import type { ClientObservation } from '../../core/service';
import type { RecordRow } from '../../sim/trace/record-table';
import { momentOf, type Place } from '../../sim/trace/moment';
import type { Trace } from '../../sim/trace/trace';

/** A write that was acknowledged and then lost. */
export interface Loss {
  /** As `c1#17`. */
  readonly name: string;
  /** When somebody confirmed data without it. */
  readonly atUs: number;
}

/** What clients counted in processes that have ended: a new process begins at 0. */
export interface Tally extends Pick<
  ClientObservation,
  'acknowledged' | 'refused' | 'misdirected' | 'longestGapUs'
> {
  readonly readsAnswered: number;
}

const NO_TALLY: Tally = {
  acknowledged: 0,
  refused: 0,
  misdirected: 0,
  longestGapUs: 0,
  readsAnswered: 0,
};

/** More are not told apart: by then nobody counts. */
const MOST_LOSSES_AT_ONCE = 10_000;

const CONFIRMED = '"confirmed":"';

type Placed<T> = T & { readonly record: number };

export class Ledger {
  private readonly losses: Placed<Loss>[] = [];
  private readonly lost = new Set<string>();
  private readonly reads = new ReadHistory();
  private readonly stale: Placed<SeenRead>[] = [];
  private readonly tallies: Placed<Tally>[] = [];
  private read = 0;
  /** What the latest confirmation had: the rest of all that was ever confirmed is lost by then. */
  private confirmed = '';
  /** How far in the log that was; 0 where there is none. */
  private confirmedAt = 0;
  /** By place: the text of the latest service record, and what a node had confirmed in it. */
  private readonly texts = new Map<number, string>();
  private readonly confirmedBy = new Map<number, string>();
  private readonly incarnations = new Map<number, number>();

  constructor(readonly trace: Trace) {}

  /** Takes in what was added to the trace since the last call. */
  update(): void {
    const { records } = this.trace;
    this.read = Math.max(this.read, records.firstKept);
    for (; this.read < records.length; this.read += 1) {
      const kind = records.kindOf(this.read);
      if (kind === 'service') this.takeService(records.row(this.read));
      else if (kind === 'status') this.takeStatus(records.row(this.read));
    }
  }

  /** What was lost when one looks back from there, in the order in which that came out. */
  lossesUntil(place: Place): readonly Loss[] {
    return this.losses.slice(0, this.countBehind(this.losses, place));
  }

  countLost(place: Place): number {
    return this.countBehind(this.losses, place);
  }

  /** The reads that had been answered without something that was acknowledged before they began, in order. */
  staleUntil(place: Place): readonly SeenRead[] {
    return this.stale.slice(0, this.countBehind(this.stale, place));
  }

  /** What is to be added to what the clients count there themselves. */
  endedTally(place: Place): Tally {
    return this.tallies[this.countBehind(this.tallies, place) - 1] ?? NO_TALLY;
  }

  private takeService({ node, text: number, id, atUs }: RecordRow): void {
    const text = this.trace.strings.text(number);
    if (this.texts.get(node) === text) return;
    this.texts.set(node, text);
    if (this.trace.parts[node] === 'client') this.takeClient(node, text, id, atUs);
    if (this.trace.parts[node] !== 'node') return;
    const confirmed = confirmedIn(text);
    if (confirmed === (this.confirmedBy.get(node) ?? '')) return;
    this.confirmedBy.set(node, confirmed);
    // A process that has only just begun has confirmed nothing, and lost nothing by that.
    if (confirmed === '') return;
    const confirmedAt = confirmedAtIn(text);
    // Who is behind in the log lacks what was decided further on; that has what this one confirms, or it is lost.
    const isBehind = confirmedAt < this.confirmedAt;
    const [later, earlier] = isBehind ? [this.confirmed, confirmed] : [confirmed, this.confirmed];
    for (const name of missingWrites(later, earlier, MOST_LOSSES_AT_ONCE)) {
      if (this.lost.has(name)) continue;
      this.lost.add(name);
      this.losses.push({ name, atUs, record: id });
    }
    if (isBehind) return;
    // Whatever was confirmed before is in it, or lost from here on.
    this.confirmed = confirmed;
    this.confirmedAt = confirmedAt;
  }

  private takeClient(node: number, text: string, record: number, atUs: number): void {
    const client = JSON.parse(text) as ClientObservation;
    const read = this.reads.take(this.trace.nodes[node]!, this.incarnations.get(node) ?? 1, client, atUs);
    if (read !== null && read.missed.length > 0) this.stale.push({ ...read, record });
  }

  /** Another process of a client begins: the account of the one before is closed. */
  private takeStatus({ node, b: incarnation, id }: RecordRow): void {
    if (this.trace.parts[node] !== 'client' || incarnation === (this.incarnations.get(node) ?? 1)) return;
    this.incarnations.set(node, incarnation);
    const text = this.texts.get(node);
    if (text === undefined) return;
    this.texts.delete(node);
    const last = JSON.parse(text) as ClientObservation;
    this.tallies.push({ ...sum(this.tallies.at(-1) ?? NO_TALLY, tallyOf(last)), record: id });
  }

  /** How many of `items` lie behind. */
  private countBehind(items: readonly { readonly record: number }[], place: Place): number {
    const rows = momentOf(this.trace, place).records;
    let low = 0;
    let high = items.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((items[middle] as { readonly record: number }).record < rows) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Of all clients together: the counts of processes that have ended, and of those that are there. */
export function sum(...tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (total, { acknowledged, refused, misdirected, longestGapUs, readsAnswered }) => ({
      acknowledged: total.acknowledged + acknowledged,
      refused: total.refused + refused,
      misdirected: total.misdirected + misdirected,
      longestGapUs: Math.max(total.longestGapUs, longestGapUs),
      readsAnswered: total.readsAnswered + readsAnswered,
    }),
    NO_TALLY,
  );
}

export function tallyOf({ reads, ...client }: ClientObservation): Tally {
  return { ...client, readsAnswered: reads?.answered ?? 0 };
}

/** A history has nothing that JSON would escape; to read the rest of the record for it would cost ten times as much. */
function confirmedIn(json: string): string {
  const from = json.indexOf(CONFIRMED);
  if (from < 0) return '';
  const at = from + CONFIRMED.length;
  return json.slice(at, json.indexOf('"', at));
}

const confirmedAtIn = (json: string): number => Number(/"confirmedAt":(\d+)/.exec(json)?.[1] ?? 0);
