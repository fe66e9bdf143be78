/**
 * A hunt on the page: a pool of workers tries families of schedules, the first find is shrunk by one of them, and
 * whoever watches is told a few times per second. It can be stopped at any moment; a worker that dies is told and
 * replaced.
 */
import { createActor } from 'xstate';
import type { Found } from '../check/hunt/family';
import { FAMILY_SIZE } from '../check/hunt/family';
import type { HuntJob, HuntResult } from '../check/hunt/jobs';
import type { Prey } from '../check/hunt/prey';
import type { Shrunk } from '../check/hunt/shrink';
import { Pool, type PoolWorker } from '../workers/pool';
import { huntMachine } from './machines/hunt';

export type HuntMode = 'idle' | 'searching' | 'shrinking' | 'found' | 'clean';

export interface HuntState {
  readonly mode: HuntMode;
  /** What is hunted, or was last; null before the first hunt. */
  readonly prey: Prey | null;
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
  /** What happened to workers, a sentence each; the latest few. */
  readonly failures: readonly string[];
}

export interface HuntSurroundings {
  makeWorker(): PoolWorker;
  /** How many workers there may be. */
  readonly size: number;
  nowMs(): number;
}

const FAMILIES_PER_JOB = 4;
const TOLD_EVERY_MS = 200;
const MOST_FAILURES = 5;

const IDLE: HuntState = {
  mode: 'idle',
  prey: null,
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
  failures: [],
};

type HuntPool = Pool<HuntJob, HuntResult, Shrunk>;

export class Hunting {
  private readonly machine = createActor(huntMachine).start();
  private readonly listeners = new Set<(state: HuntState) => void>();
  private readonly situations = new Set<number>();
  private current: HuntState = IDLE;
  private pool: HuntPool | null = null;
  private startedMs = 0;
  private toldMs = 0;

  constructor(private readonly surroundings: HuntSurroundings) {}

  get state(): HuntState {
    return this.current;
  }

  subscribe(listener: (state: HuntState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Ends the hunt before, if there is one. `most` is a number of schedules. */
  start(prey: Prey, seed: number, most: number): void {
    this.pool?.stop();
    this.situations.clear();
    this.startedMs = this.surroundings.nowMs();
    this.machine.send({ type: 'search' });
    const families = Math.ceil(most / FAMILY_SIZE);
    this.current = { ...IDLE, prey, most: families * FAMILY_SIZE };
    const pool: HuntPool = new Pool({
      makeWorker: () => this.surroundings.makeWorker(),
      size: this.surroundings.size,
      jobs: jobsOf(prey, seed, families),
      onResult: (result) => this.took(pool, result),
      onFailure: (error) => this.failed(error),
    });
    this.begin(pool, () => this.machine.send({ type: 'exhausted' }));
  }

  stop(): void {
    this.pool?.stop();
    this.pool = null;
    this.machine.send({ type: 'stop' });
    this.tell({ workers: 0 });
  }

  private took(pool: HuntPool, result: HuntResult): void {
    if (pool !== this.pool || result.kind !== 'families') return;
    const { batch } = result;
    for (const fingerprint of batch.situations) this.situations.add(fingerprint);
    const { schedules, steps, virtualMs, nearestUs } = this.current;
    this.current = {
      ...this.current,
      schedules: schedules + batch.schedules,
      steps: steps + batch.steps,
      virtualMs: virtualMs + batch.virtualMs,
      nearestUs: Math.min(nearestUs, batch.nearestUs),
      situations: this.situations.size,
      elapsedMs: this.surroundings.nowMs() - this.startedMs,
      workers: pool.working,
    };
    if (batch.found !== null) this.shrink(batch.found);
    else if (this.surroundings.nowMs() - this.toldMs >= TOLD_EVERY_MS) this.tell({});
  }

  private shrink(found: Found): void {
    this.pool?.stop();
    this.machine.send({ type: 'caught' });
    const { run, violation } = found;
    const untilMs = violation.atUs / 1000 + 1;
    const pool: HuntPool = new Pool({
      makeWorker: () => this.surroundings.makeWorker(),
      size: 1,
      jobs: [{ kind: 'shrink', run, invariant: violation.invariant, untilMs } as const],
      onResult: (result) => {
        if (pool === this.pool && result.kind === 'shrink')
          this.current = { ...this.current, shrunk: result.shrunk };
      },
      onProgress: (shrunk) => pool === this.pool && this.tell({ shrunk }),
      onFailure: (error) => this.failed(error),
    });
    this.current = { ...this.current, found };
    this.begin(pool, () => this.machine.send({ type: 'shrunk' }));
  }

  private begin(pool: HuntPool, atEnd: () => void): void {
    this.pool = pool;
    this.tell({ workers: pool.working });
    void pool.ended.then((end) => {
      if (pool !== this.pool || end === 'stopped') return;
      this.pool = null;
      // Without a worker nothing was searched to its end.
      if (end === 'dead') this.machine.send({ type: 'stop' });
      else atEnd();
      this.tell({ workers: 0 });
    });
  }

  private failed(error: string): void {
    this.tell({ failures: [...this.current.failures, error].slice(-MOST_FAILURES) });
  }

  private tell(change: Partial<HuntState>): void {
    this.toldMs = this.surroundings.nowMs();
    this.current = { ...this.current, ...change, mode: this.machine.getSnapshot().value };
    for (const listener of this.listeners) listener(this.current);
  }
}

function* jobsOf(prey: Prey, seed: number, families: number): Generator<HuntJob> {
  for (let at = 0; at < families; at += FAMILIES_PER_JOB) {
    const size = Math.min(FAMILIES_PER_JOB, families - at);
    yield { kind: 'families', prey, seeds: Array.from({ length: size }, (_, place) => seed + at + place) };
  }
}
