/**
 * Operations on a store that is reached by messages, which may be lost, doubled, late or out of order: one operation at a
 * time, one request at a time, each sent again under its number until its reply is there.
 *
 * A store recognises a write that it was sent twice by session and number, and answers it as it did the first time: so a
 * reply that was lost costs time and nothing else. Whatever does not answer the awaited number is for nobody.
 *
 * The operation is a generator, which cannot be copied. So all that is kept of it is what it was begun with and the
 * replies that it got, and it is run again over these when a session is restored.
 */
import { assert, failAssertion } from '../assert';
import type { Effect, NodeId } from '../program';
import type { KvReply, KvRequest } from './kv';
import type { KvOperation } from './operation';
import { parseReply } from './parse';
import type { StoreAnswer, StoreAsk } from './message';

type Effects = readonly Effect<StoreAsk>[];

export interface SessionState<O> {
  readonly session: number;
  /** Of the latest request; 0 before the first. */
  readonly seq: number;
  readonly work: WorkState<O> | null;
}

interface WorkState<O> {
  readonly operation: O;
  /** What the store answered so far. */
  readonly replies: readonly KvReply[];
  /** How often the awaited request was sent, 1 or more, and when last. */
  readonly attempts: number;
  readonly sentAtUs: number;
}

export type Answered<O, R> =
  | { readonly done: false; readonly effects: Effects }
  | { readonly done: true; readonly operation: O; readonly value: R };

interface Work<O, R> {
  readonly operation: O;
  readonly generator: KvOperation<R>;
  readonly replies: KvReply[];
  request: KvRequest;
  attempts: number;
  sentAtUs: number;
}

/** The wait before a request is sent again doubles each time, up to eight timeouts. */
const DOUBLINGS_MAX = 3;

const UNREADABLE: KvReply = {
  kind: 'failed',
  error: 'OperationFailed',
  message: 'The store sent an answer that cannot be read.',
};

/** `O` is plain data that says which operation it is, `R` what it results in. */
export class StoreSession<O, R> {
  private readonly session: number;
  private seq: number;
  private work: Work<O, R> | null;

  /**
   * `timeoutUs`, above 0, is how long a first reply is waited for. `begin` makes an operation from its description, and
   * must do so in the same way each time. `start` is a number that no earlier process of this node is likely to have used
   * (0 … 2^53-1), or the session to go on with.
   */
  constructor(
    private readonly storeId: NodeId,
    private readonly timeoutUs: number,
    private readonly begin: (operation: O) => KvOperation<R>,
    start: number | SessionState<O>,
  ) {
    assert(timeoutUs > 0, `a store is waited for some time, not for ${timeoutUs} us`);
    const { session, seq, work } = typeof start === 'number' ? { session: start, seq: 0, work: null } : start;
    this.session = session;
    this.seq = seq;
    this.work = work === null ? null : this.rerun(work);
  }

  /** What is under way. */
  get operation(): O | null {
    return this.work?.operation ?? null;
  }

  /** How often the awaited request was sent; 0 when nothing is under way. */
  get attempts(): number {
    return this.work?.attempts ?? 0;
  }

  /** Sends the first request. Nothing may be under way. */
  start(operation: O, nowUs: number): Effects {
    assert(this.work === null, 'a session with the store does one operation at a time');
    const generator = this.begin(operation);
    const step = generator.next();
    assert(step.done !== true, 'an operation on the store asks for something');
    this.work = { operation, generator, replies: [], request: step.value, attempts: 0, sentAtUs: nowUs };
    this.seq++;
    return this.send(this.work, nowUs);
  }

  /** Whether this is what is waited for; anything else is for nobody. */
  expects({ session, seq }: StoreAnswer): boolean {
    return this.work !== null && session === this.session && seq === this.seq;
  }

  /** Takes the reply that is waited for. One that cannot be read counts as a failure of the store. */
  onAnswer(answer: StoreAnswer, nowUs: number): Answered<O, R> {
    const { work } = this;
    if (work === null || !this.expects(answer))
      failAssertion(`nobody waits for the answer to request ${answer.seq}`);
    const reply = parseReply(answer.reply) ?? UNREADABLE;
    const step = work.generator.next(reply);
    if (step.done === true) {
      this.work = null;
      return { done: true, operation: work.operation, value: step.value };
    }
    work.replies.push(reply);
    work.request = step.value;
    work.attempts = 0;
    this.seq++;
    return { done: false, effects: this.send(work, nowUs) };
  }

  /** Sends the awaited request once more if it is time, under the same number. */
  onWake(nowUs: number): Effects {
    return this.work !== null && nowUs >= this.nextWakeUs() ? this.send(this.work, nowUs) : [];
  }

  /** Infinity when nothing is under way. */
  nextWakeUs(): number {
    if (this.work === null) return Infinity;
    const doublings = Math.min(this.work.attempts - 1, DOUBLINGS_MAX);
    return this.work.sentAtUs + this.timeoutUs * (1 << doublings);
  }

  /** Gives up what is under way, if anything is. Its request may still reach the store, but its reply is for nobody. */
  abandon(): void {
    this.work = null;
  }

  save(): SessionState<O> {
    const { session, seq, work } = this;
    if (work === null) return { session, seq, work };
    const { operation, replies, attempts, sentAtUs } = work;
    return { session, seq, work: { operation, replies: [...replies], attempts, sentAtUs } };
  }

  private send(work: Work<O, R>, nowUs: number): Effects {
    work.attempts++;
    work.sentAtUs = nowUs;
    const { session, seq } = this;
    const message: StoreAsk = { verb: 'ASK', session, seq, request: work.request };
    return [{ kind: 'send', to: this.storeId, message }];
  }

  private rerun({ operation, replies, attempts, sentAtUs }: WorkState<O>): Work<O, R> {
    const generator = this.begin(operation);
    let step = generator.next();
    for (const reply of replies) step = generator.next(reply);
    assert(step.done !== true, 'a saved operation is not over');
    return { operation, generator, replies: [...replies], request: step.value, attempts, sentAtUs };
  }
}
