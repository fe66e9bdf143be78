/**
 * The conversation with the API server: one operation at a time, one request at a time, each sent once. An answer that
 * does not come in time counts as an outage, and is for nobody when it comes after all.
 *
 * What the elector remembers of the Lease is kept here, because an operation changes it as it goes. A generator cannot be
 * copied: of an operation under way all that is saved is what it began with and the answers that it got, and it is run
 * again over these.
 */
import { assert } from '../../assert';
import type { Clock, Effect, NodeId } from '../../program';
import type { StoreAnswer, StoreAsk } from '../../store/message';
import { parseReply } from '../../store/parse';
import type { Answered, ApiError, ApiOperation, ApiReply, ApiRequest } from './api';
import { tryAcquireOrRenew } from './attempt';
import { freshLock, type Lock } from './lock';
import type { LeaseRecord } from './record';
import { release } from './release';
import { failed, fromStore, refusalOf, tombstoneIn, toStore } from './server';

export type LeaseOperation =
  | { readonly kind: 'try'; readonly id: NodeId; readonly leaseDurationMs: number; readonly start: Clock }
  | { readonly kind: 'release'; readonly id: NodeId; readonly recheckHolder: boolean };

export interface SessionState {
  /** Drawn by the process; requests are numbered within it. */
  readonly session: number;
  readonly seq: number;
  /** As it was when the operation under way began, or as it is. */
  readonly lock: Lock;
  readonly work: WorkState | null;
}

interface WorkState {
  readonly operation: LeaseOperation;
  readonly answers: readonly Answered[];
  readonly tombstone: number | null;
  readonly sentAtUs: number;
}

interface Work {
  readonly operation: LeaseOperation;
  readonly generator: ApiOperation<boolean>;
  readonly lockBefore: Lock;
  readonly answers: Answered[];
  request: ApiRequest;
  tombstone: number | null;
  sentAtUs: number;
}

export interface Outcome {
  readonly operation: LeaseOperation;
  readonly succeeded: boolean;
  /** The Lease as it was got last on the way; null if it was not asked for, or was not there. */
  readonly found: LeaseRecord | null;
  /** What went wrong last. */
  readonly error: ApiError | null;
}

/** What became of an operation; null while it goes on. */
export type Ended = Outcome | null;

export class LeaseSession {
  lock: Lock;
  private readonly session: number;
  private seq: number;
  private work: Work | null;

  constructor(
    private readonly storeId: NodeId,
    private readonly timeoutUs: number,
    private readonly waitMs: number | null,
    /** Where what is to be sent goes. */
    private readonly out: (effect: Effect<StoreAsk>) => void,
    { session, seq, lock, work }: SessionState,
  ) {
    this.session = session;
    this.seq = seq;
    this.lock = this.waiting(lock);
    this.work = work === null ? null : this.rerun(work);
  }

  get operation(): LeaseOperation | null {
    return this.work?.operation ?? null;
  }

  /** The request that is waited for. */
  get request(): ApiRequest | null {
    return this.work?.request ?? null;
  }

  /** A new process remembers nothing. Nothing may be under way. */
  forget(): void {
    assert(this.work === null, 'a process ends when its requests have ended');
    this.lock = this.waiting(freshLock());
  }

  /** Nothing may be under way. */
  start(operation: LeaseOperation, clock: Clock): Ended {
    assert(this.work === null, 'an elector does one operation at a time');
    const lockBefore = { ...this.lock };
    const generator = this.begin(operation);
    const step = generator.next();
    assert(step.done !== true, 'an operation asks for something');
    this.work = {
      ...{ operation, generator, lockBefore, answers: [], request: step.value },
      ...{ tombstone: null, sentAtUs: clock.nowUs },
    };
    return this.send(this.work, clock);
  }

  /** Takes the answer if it is the one that is waited for. */
  onAnswer(answer: StoreAnswer, clock: Clock): Ended {
    const { work } = this;
    if (work === null || answer.session !== this.session || answer.seq !== this.seq) return null;
    const reply = parseReply(answer.reply);
    if (reply === null) return this.take(work, failed('Unavailable'), clock);
    work.tombstone = tombstoneIn(reply);
    return this.take(work, fromStore(work.request, reply), clock);
  }

  /** An answer that is due is waited for no longer. */
  onTimeout(clock: Clock): Ended {
    const { work } = this;
    return work === null || clock.nowUs < this.timeoutAtUs()
      ? null
      : this.take(work, failed('Unavailable'), clock);
  }

  /** Infinity when nothing is under way. */
  timeoutAtUs(): number {
    return this.work === null ? Infinity : this.work.sentAtUs + this.timeoutUs;
  }

  /** Ends what is under way, as a cancelled context does: no request of it succeeds any more. */
  cancel(clock: Clock): void {
    const { work } = this;
    if (work === null) return;
    const answered: Answered = { reply: failed('Unavailable'), clock };
    for (let step = work.generator.next(answered); step.done !== true;) step = work.generator.next(answered);
    this.work = null;
  }

  save(): SessionState {
    const { session, seq, work } = this;
    if (work === null) return { session, seq, lock: { ...this.lock }, work: null };
    const { operation, answers, lockBefore, tombstone, sentAtUs } = work;
    return {
      ...{ session, seq, lock: { ...lockBefore } },
      work: { operation, answers: [...answers], tombstone, sentAtUs },
    };
  }

  private waiting({ waitMs: _, ...lock }: Lock): Lock {
    return this.waitMs === null ? lock : { ...lock, waitMs: this.waitMs };
  }

  private take(work: Work, reply: ApiReply, clock: Clock): Ended {
    const answered = { reply, clock };
    work.answers.push(answered);
    const step = work.generator.next(answered);
    if (step.done === true) {
      this.work = null;
      return outcomeOf(work, step.value);
    }
    work.request = step.value;
    return this.send(work, clock);
  }

  private send(work: Work, clock: Clock): Ended {
    const refused = refusalOf(work.request);
    if (refused !== null) return this.take(work, refused, clock);
    this.seq += 1;
    work.sentAtUs = clock.nowUs;
    const { session, seq } = this;
    const message: StoreAsk = { verb: 'ASK', session, seq, request: toStore(work.request, work.tombstone) };
    this.out({ kind: 'send', to: this.storeId, message });
    return null;
  }

  private begin(operation: LeaseOperation): ApiOperation<boolean> {
    return operation.kind === 'try'
      ? tryAcquireOrRenew(this.lock, operation, operation.start)
      : release(this.lock, operation.id, operation.recheckHolder);
  }

  private rerun({ operation, answers, tombstone, sentAtUs }: WorkState): Work {
    const lockBefore = { ...this.lock };
    const generator = this.begin(operation);
    let step = generator.next();
    for (const answered of answers) step = generator.next(answered);
    assert(step.done !== true, 'a saved operation is not over');
    return {
      ...{ operation, generator, lockBefore, answers: [...answers], request: step.value },
      ...{ tombstone, sentAtUs },
    };
  }
}

function outcomeOf({ operation, answers }: Work, succeeded: boolean): Outcome {
  let found: LeaseRecord | null = null;
  let error: ApiError | null = null;
  for (const { reply } of answers) {
    if (reply.kind === 'got') found = reply.record;
    if (reply.kind === 'failed') error = reply.error;
  }
  return { operation, succeeded, found, error };
}
