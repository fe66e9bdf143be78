/**
 * A hunt on the page: a pool of workers tries families of schedules, the first find is shrunk by one of them, and
 * whoever watches is told a few times per second. It can be stopped at any moment; a worker that dies is told and
 * replaced.
 *
 * However many workers there are, the same seed finds the same: families are handed out in the order of their seeds, so
 * once one finds something only those before it can still find something sooner, and those are waited for.
 */
import { createActor } from 'xstate';
import type { Found } from '../../check/hunt/family';
import { FAMILY_SIZE } from '../../check/hunt/family';
import type { HuntJob, HuntResult } from '../../check/hunt/jobs';
import { whyHuntedInVain, type Prey } from '../../check/hunt/prey';
import type { Shrunk } from '../../check/hunt/shrink';
import { Pool, type PoolEnd, type PoolWorker } from '../../workers/pool';
import { huntMachine, type HuntEvent } from '../machines/hunt';

export type HuntMode = 'idle' | 'searching' | 'shrinking' | 'found' | 'clean';

export interface HuntState {
  readonly mode: HuntMode;
  /** What is hunted, or was last; null before the first hunt. */
  readonly prey: Prey | null;
  /** Of the first family, and of the first after the last one. */
  readonly seed: number;
  readonly nextSeed: number;
  readonly workers: number;
  readonly schedules: number;
  /** How many there are to try at most. */
  readonly most: number;
  /** Messages, commands and wake-ups that changed something. */
  readonly steps: number;
  readonly virtualMs: number;
  /** Real time since the search began, until it ended. */
  readonly elapsedMs: number;
  /** How many different mixtures of roles, promises and authorities came up. */
  readonly situations: number;
  /** The shortest time between two authorities so far; Infinity for none. */
  readonly nearestUs: number;
  readonly found: Found | null;
  /** The simplest run that breaks the same, so far. */
  readonly shrunk: Shrunk | null;
  /** How many pieces of work came to nothing, and why: a sentence each, the latest few. */
  readonly failed: number;
  readonly failures: readonly string[];
}

export interface HuntSurroundings {
  makeWorker(job: HuntJob): PoolWorker;
  /** How many workers there may be. */
  readonly size: number;
  nowMs(): number;
}

/** A fraction of a second of work: a hunt must be seen to go on, and ends soon after a find. */
const FAMILIES_PER_JOB = 2;
const TOLD_EVERY_MS = 200;
const MOST_FAILURES = 5;

export const NO_HUNT: HuntState = {
  mode: 'idle',
  prey: null,
  seed: 0,
  nextSeed: 0,
  workers: 0,
  schedules: 0,
  most: 0,
  steps: 0,
  virtualMs: 0,
  elapsedMs: 0,
  situations: 0,
  nearestUs: Infinity,
  found: null,
  shrunk: null,
  failed: 0,
  failures: [],
};

type HuntPool = Pool<HuntJob, HuntResult, Shrunk>;

export class Hunting {
  private readonly machine = createActor(huntMachine).start();
  private readonly listeners = new Set<(state: HuntState) => void>();
  private readonly situations = new Set<number>();
  private current: HuntState = NO_HUNT;
  private pool: HuntPool | null = null;
  private startedMs = 0;
  private toldMs = -Infinity;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly surroundings: HuntSurroundings) {}

  get state(): HuntState {
    return this.current;
  }

  subscribe(listener: (state: HuntState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Ends the hunt before, if there is one. `most` is a number of schedules; the last family is tried whole. Throws a
   * sentence where a hunt would be in vain, and leaves the one before alone.
   */
  start(prey: Prey, seed: number, most: number): void {
    const vain = whyHuntedInVain(prey);
    if (vain !== null) throw new Error(`There is nothing to hunt: ${vain}`);
    this.pool?.stop();
    this.situations.clear();
    this.startedMs = this.surroundings.nowMs();
    const families = Math.ceil(most / FAMILY_SIZE);
    const nextSeed = seed + families;
    this.current = { ...NO_HUNT, prey, seed, nextSeed, most: families * FAMILY_SIZE };
    this.begin(
      { type: 'search' },
      {
        size: this.surroundings.size,
        jobs: this.jobsOf(prey, seed, families),
        take: (result) => result.kind === 'families' && this.took(result.batch),
        atEnd: (end) => this.searched(end),
      },
    );
  }

  stop(): void {
    this.pool?.stop();
    this.pool = null;
    // Something may have been found that others could still have found sooner.
    if (this.current.mode === 'searching' && this.current.found !== null)
      this.machine.send({ type: 'caught' });
    this.machine.send({ type: 'stop' });
    this.tell({ workers: 0 });
  }

  private took(batch: (HuntResult & { readonly kind: 'families' })['batch']): void {
    for (const fingerprint of batch.situations) this.situations.add(fingerprint);
    const { schedules, steps, virtualMs, nearestUs, found } = this.current;
    const sooner = batch.found !== null && (found === null || batch.found.seed < found.seed);
    this.change({
      schedules: schedules + batch.schedules,
      steps: steps + batch.steps,
      virtualMs: virtualMs + batch.virtualMs,
      nearestUs: Math.min(nearestUs, batch.nearestUs),
      situations: this.situations.size,
      elapsedMs: this.surroundings.nowMs() - this.startedMs,
      ...(sooner && { found: batch.found }),
    });
  }

  private searched(end: PoolEnd): void {
    const { found, schedules } = this.current;
    if (found !== null) {
      this.shrink(found);
      return;
    }
    // Where nothing could be tried, nothing is clean.
    this.machine.send({ type: end === 'dead' || schedules === 0 ? 'stop' : 'exhausted' });
    this.tell({ workers: 0 });
  }

  private shrink({ run, violation }: Found): void {
    const untilMs = violation.atUs / 1000 + 1;
    this.begin(
      { type: 'caught' },
      {
        size: 1,
        jobs: [{ kind: 'shrink', run, invariant: violation.invariant, untilMs }],
        take: (result) => result.kind === 'shrink' && this.change({ shrunk: result.shrunk }),
        // A worker that died of it leaves the run as small as it was by then.
        atEnd: () => {
          this.machine.send({ type: 'shrunk' });
          this.tell({ workers: 0 });
        },
      },
    );
  }

  private begin(
    event: HuntEvent,
    work: {
      readonly size: number;
      readonly jobs: Iterable<HuntJob>;
      readonly take: (result: HuntResult) => void;
      readonly atEnd: (end: PoolEnd) => void;
    },
  ): void {
    this.machine.send(event);
    const pool: HuntPool = new Pool({
      makeWorker: (job) => this.surroundings.makeWorker(job),
      size: work.size,
      jobs: work.jobs,
      onResult: work.take,
      onProgress: (shrunk) => this.change({ shrunk }),
      onFailure: (error) => this.failed(error),
    });
    this.pool = pool;
    this.tell({});
    void pool.ended.then((end) => {
      if (pool !== this.pool || end === 'stopped') return;
      this.pool = null;
      work.atEnd(end);
    });
  }

  private failed(error: string): void {
    const { failed, failures } = this.current;
    this.change({ failed: failed + 1, failures: [...failures, error].slice(-MOST_FAILURES) });
  }

  /** Told soon, together with what else changes meanwhile. */
  private change(change: Partial<HuntState>): void {
    const workers = this.pool?.working ?? this.current.workers;
    this.current = { ...this.current, workers, ...change };
    const waitMs = this.toldMs + TOLD_EVERY_MS - this.surroundings.nowMs();
    if (waitMs <= 0) this.tell({});
    else this.timer ??= setTimeout(() => this.tell({}), waitMs);
  }

  private tell(change: Partial<HuntState>): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.toldMs = this.surroundings.nowMs();
    const workers = this.pool?.working ?? 0;
    const mode = this.machine.getSnapshot().value as HuntMode;
    this.current = { ...this.current, workers, ...change, mode };
    for (const listener of this.listeners) listener(this.current);
  }

  private *jobsOf(prey: Prey, seed: number, families: number): Generator<HuntJob> {
    for (let at = 0; at < families && this.current.found === null; at += FAMILIES_PER_JOB) {
      const size = Math.min(FAMILIES_PER_JOB, families - at);
      yield { kind: 'families', prey, seeds: Array.from({ length: size }, (_, place) => seed + at + place) };
    }
  }
}
