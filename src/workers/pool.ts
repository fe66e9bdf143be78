/**
 * Workers for work that can be cut into pieces: as many as there are cores but one, which stays with the page.
 *
 * Each worker has one job at a time and gets the next when it is done, in the order in which they are drawn; results come in
 * any order. A worker that dies takes nothing with it but its job: that one is told, another takes the worker's place, and
 * the rest goes on. To stop is to end all workers, whatever they are at.
 */
import { describeError } from '../sim/node/shell';

/** A piece of work on its way to a worker. */
export interface ToPoolWorker<Job> {
  readonly call: number;
  readonly job: Job;
}

export type FromPoolWorker<Result, Progress> =
  | { readonly type: 'progress'; readonly call: number; readonly progress: Progress }
  | { readonly type: 'done'; readonly call: number; readonly result: Result }
  | { readonly type: 'failed'; readonly call: number; readonly error: string };

/** The part of `Worker` that is used here. */
export interface PoolWorker {
  postMessage(message: unknown): void;
  terminate(): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

export interface PoolOptions<Job, Result, Progress = never> {
  /** For that job, and for others after it. */
  makeWorker(job: Job): PoolWorker;
  /** How many work at the same time, at least 1. */
  readonly size: number;
  /** Drawn one by one as workers get free, so that there may be any number of them, or none yet known. */
  readonly jobs: Iterable<Job>;
  onResult(result: Result, job: Job): void;
  onProgress?(progress: Progress, job: Job): void;
  /** That job has no result: it threw, or its worker died of it. `error` is a sentence. */
  onFailure?(error: string, job: Job): void;
}

/** `done`: every job has had its end. `stopped`: somebody ended it. `dead`: no worker can be brought to work. */
export type PoolEnd = 'done' | 'stopped' | 'dead';

/** All but one; at least one, also where the browser does not say how many there are. */
export function poolSize(cores: number | undefined): number {
  return Math.max(1, Math.floor(cores ?? 2) - 1);
}

interface Seat<Job> {
  readonly worker: PoolWorker;
  /** Null while there is nothing to do. */
  job: Job | null;
  call: number;
  /** It has done something already: what it dies of then is the job, not its script. */
  proven: boolean;
}

export class Pool<Job, Result, Progress = never> {
  /** Never rejects. */
  readonly ended: Promise<PoolEnd>;
  private readonly jobs: Iterator<Job>;
  private readonly seats = new Set<Seat<Job>>();
  private over = false;
  private calls = 0;
  private resolve: (end: PoolEnd) => void = () => undefined;

  /** Begins at once. */
  constructor(private readonly options: PoolOptions<Job, Result, Progress>) {
    this.ended = new Promise((resolve) => (this.resolve = resolve));
    this.jobs = options.jobs[Symbol.iterator]();
    for (let i = 0; i < options.size && !this.over; i += 1) if (!this.seatNext()) break;
    this.endIfIdle();
  }

  /** Nothing is told after this. */
  stop(): void {
    this.end('stopped');
  }

  /** How many work now. */
  get working(): number {
    return this.seats.size;
  }

  /** Another worker, if there is another job. */
  private seatNext(): boolean {
    const next = this.jobs.next();
    if (next.done === true) return false;
    let worker: PoolWorker;
    try {
      worker = this.options.makeWorker(next.value);
    } catch (error) {
      this.options.onFailure?.(`no worker could be started: ${describeError(error)}`, next.value);
      return false;
    }
    const seat: Seat<Job> = { worker, job: null, call: 0, proven: false };
    this.seats.add(seat);
    worker.onmessage = (event) => this.heard(seat, event.data as FromPoolWorker<Result, Progress>);
    worker.onerror = (event) => {
      // It is told here; the console need not say it again.
      event.preventDefault();
      this.died(seat, event.message || 'its script could not be loaded');
    };
    this.give(seat, next.value);
    return true;
  }

  private give(seat: Seat<Job>, job: Job): void {
    seat.job = job;
    seat.call = this.calls += 1;
    const message: ToPoolWorker<Job> = { call: seat.call, job };
    seat.worker.postMessage(message);
  }

  private heard(seat: Seat<Job>, message: FromPoolWorker<Result, Progress>): void {
    const { job } = seat;
    if (this.over || job === null || message.call !== seat.call) return;
    switch (message.type) {
      case 'progress':
        this.options.onProgress?.(message.progress, job);
        return;
      case 'done':
        seat.job = null;
        seat.proven = true;
        this.options.onResult(message.result, job);
        break;
      case 'failed':
        seat.job = null;
        seat.proven = true;
        this.options.onFailure?.(message.error, job);
        break;
      default:
        message satisfies never;
    }
    this.goOn(seat);
  }

  private died(seat: Seat<Job>, why: string): void {
    if (this.over || !this.seats.has(seat)) return;
    const { job, proven } = seat;
    this.leave(seat);
    if (job !== null) this.options.onFailure?.(`its worker died: ${why}`, job);
    if (this.over) return;
    // One that never did anything would most likely be followed by another such.
    if (proven) this.seatNext();
    this.endIfIdle();
  }

  private goOn(seat: Seat<Job>): void {
    // A listener may have stopped it all.
    if (this.over) return;
    const next = this.jobs.next();
    if (next.done !== true) this.give(seat, next.value);
    else this.leave(seat);
    this.endIfIdle();
  }

  private leave(seat: Seat<Job>): void {
    seat.worker.onmessage = null;
    seat.worker.onerror = null;
    seat.worker.terminate();
    this.seats.delete(seat);
  }

  private endIfIdle(): void {
    if (this.over || this.seats.size > 0) return;
    this.end(this.jobs.next().done === true ? 'done' : 'dead');
  }

  private end(how: PoolEnd): void {
    if (this.over) return;
    this.over = true;
    for (const seat of [...this.seats]) this.leave(seat);
    this.jobs.return?.();
    this.resolve(how);
  }
}

/** Where a worker's answers go: `self` in a worker, anything in a test. */
export interface PoolPort<Result, Progress> {
  postMessage(message: FromPoolWorker<Result, Progress>): void;
}

/**
 * The inside of such a worker: what handles each message. `work` may tell of its progress as often as it likes; what it
 * throws, or rejects with, is the end of that job and of nothing else. `prepare` says what to wait for before a job, or null for nothing.
 */
export function servePool<Job, Result, Progress = never>(
  port: PoolPort<Result, Progress>,
  work: (job: Job, tell: (progress: Progress) => void) => Result | Promise<Result>,
  prepare: (job: Job) => Promise<unknown> | null = () => null,
): (message: ToPoolWorker<Job>) => void {
  const fail = (call: number, error: unknown): void =>
    port.postMessage({ type: 'failed', call, error: describeError(error) });
  const begin = ({ call, job }: ToPoolWorker<Job>): void => {
    const done = (result: Result): void => port.postMessage({ type: 'done', call, result });
    let result: Result | Promise<Result>;
    try {
      result = work(job, (progress) => port.postMessage({ type: 'progress', call, progress }));
    } catch (error) {
      fail(call, error);
      return;
    }
    if (result instanceof Promise) result.then(done, (error: unknown) => fail(call, error));
    else done(result);
  };
  return (message) => {
    const { call, job } = message;
    let waits: Promise<unknown> | null;
    try {
      waits = prepare(job);
    } catch (error) {
      fail(call, error);
      return;
    }
    if (waits === null) begin(message);
    else
      void waits.then(
        () => begin(message),
        (error: unknown) => fail(call, error),
      );
  };
}
