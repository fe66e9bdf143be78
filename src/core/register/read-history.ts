/**
 * What clients were told by their reads, held against what had been acknowledged to any of them before each of those reads
 * began: whatever of it the answer lacks makes the read a stale one.
 *
 * It sees clients as everybody does, after each of their steps, and counts a write as acknowledged once its client has
 * heard of it. What a client never heard of may be missing: nobody was promised anything yet.
 */
import type { NodeId } from '../program';
import type { AnsweredRead, ClientObservation } from '../service';
import { missingWrites, withWrite } from './history';

/** A read that was answered; its times are those of the run, microseconds. */
export interface SeenRead extends AnsweredRead {
  readonly client: NodeId;
  /** What had been acknowledged before it began and is not in the answer, as `c1#17`, in order; some of many. */
  readonly missed: readonly string[];
}

interface SeenClient {
  /** Its process. */
  readonly incarnation: number;
  readonly acknowledged: number;
  readonly reading: number;
  readonly answered: number;
  /** Of its latest read: when it began, and all that had been acknowledged by then. */
  readonly begunUs: number;
  readonly before: string;
}

/** Plain data. */
export interface ReadMemory {
  readonly acknowledged: string;
  readonly clients: Readonly<Record<NodeId, SeenClient>>;
}

export class ReadHistory {
  private acknowledged: string;
  private readonly clients: Record<NodeId, SeenClient>;

  constructor(saved?: ReadMemory) {
    this.acknowledged = saved?.acknowledged ?? '';
    this.clients = { ...saved?.clients };
  }

  save(): ReadMemory {
    return { acknowledged: this.acknowledged, clients: { ...this.clients } };
  }

  /** What that client shows after a step at `atUs`, in order of time. Gives the read that was answered in it, if one was. */
  take(client: NodeId, incarnation: number, now: ClientObservation, atUs: number): SeenRead | null {
    const known = this.clients[client];
    const isSame = known?.incarnation === incarnation;
    const had = isSame ? known : { acknowledged: 0, reading: 0, answered: 0, begunUs: atUs, before: '' };
    const reading = now.reads?.reading ?? 0;
    const answered = now.reads?.answered ?? 0;
    if (
      isSame &&
      now.acknowledged === had.acknowledged &&
      reading === had.reading &&
      answered === had.answered
    ) {
      return null;
    }
    if (now.acknowledged > had.acknowledged) {
      // Not bounded: a gap that was closed would be a write that nobody was told of.
      this.acknowledged = withWrite(this.acknowledged, client, now.writing, Infinity);
    }
    const begins = reading !== had.reading;
    const begunUs = begins ? atUs : had.begunUs;
    const before = begins ? this.acknowledged : had.before;
    this.clients[client] = {
      incarnation,
      acknowledged: now.acknowledged,
      reading,
      answered,
      begunUs,
      before,
    };
    const last = now.reads?.last ?? null;
    if (answered === had.answered || last === null) return null;
    return { ...last, client, begunUs, endedUs: atUs, missed: missingWrites(last.history, before) };
  }
}
