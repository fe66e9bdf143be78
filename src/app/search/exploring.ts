/**
 * An exploration on the page: one worker goes through all states, and whoever watches is told a few times per second. It
 * cannot be shared out, as each state must be held against all others; it can be stopped at any moment.
 */
import type { Progress } from '../../check/explore/explorer';
import type { ExploreJob } from '../../check/explore/jobs';
import { Pool, type PoolEnd, type PoolWorker } from '../../workers/pool';

/** `ended`: by itself, and `progress` says how. `failed`: its worker could not go on. */
export type ExploreMode = 'idle' | 'exploring' | 'ended' | 'stopped' | 'failed';

export interface ExploreState {
  readonly mode: ExploreMode;
  /** What is explored, or was last; null before the first time. */
  readonly job: ExploreJob | null;
  /** The last that was heard; null before anything was. */
  readonly progress: Progress | null;
  /** Real time since it began, until it ended. */
  readonly elapsedMs: number;
  /** Why it failed, a sentence. */
  readonly failure: string | null;
}

export interface ExploreSurroundings {
  /** Resolves to what makes a worker. */
  workers(): Promise<(job: ExploreJob) => PoolWorker>;
  nowMs(): number;
}

const TOLD_EVERY_MS = 200;

export const NOTHING_EXPLORED: ExploreState = {
  mode: 'idle',
  job: null,
  progress: null,
  elapsedMs: 0,
  failure: null,
};

export class Exploring {
  private readonly listeners = new Set<(state: ExploreState) => void>();
  private current = NOTHING_EXPLORED;
  private pool: Pool<ExploreJob, Progress, Progress> | null = null;
  /** Counts up with each start and stop, so that what was stopped while it loaded does not begin. */
  private turn = 0;
  private startedMs = 0;
  private toldMs = -Infinity;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly surroundings: ExploreSurroundings) {}

  get state(): ExploreState {
    return this.current;
  }

  subscribe(listener: (state: ExploreState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Ends the one before, if there is one. Never rejects. */
  async start(job: ExploreJob): Promise<void> {
    this.pool?.stop();
    this.turn += 1;
    const { turn } = this;
    this.startedMs = this.surroundings.nowMs();
    this.tell({ ...NOTHING_EXPLORED, mode: 'exploring', job });
    const makeWorker = await this.surroundings.workers();
    if (turn !== this.turn) return;
    this.startedMs = this.surroundings.nowMs();
    const pool = new Pool<ExploreJob, Progress, Progress>({
      makeWorker,
      size: 1,
      jobs: [job],
      onProgress: (progress) => this.change({ progress }),
      onResult: (progress) => this.change({ progress }),
      onFailure: (failure) => this.change({ failure }),
    });
    this.pool = pool;
    const end = await pool.ended;
    if (turn === this.turn) this.finish(end);
  }

  /** At once; what was seen by then stays. */
  stop(): void {
    this.turn += 1;
    this.pool?.stop();
    if (this.current.mode === 'exploring') this.finish('stopped');
  }

  private finish(end: PoolEnd): void {
    this.pool = null;
    const { progress } = this.current;
    const ended = end === 'done' && progress?.done === true;
    const mode = ended ? 'ended' : end === 'stopped' ? 'stopped' : 'failed';
    this.tell({ mode, elapsedMs: this.surroundings.nowMs() - this.startedMs });
  }

  /** Told soon, together with what else changes meanwhile. */
  private change(change: Partial<ExploreState>): void {
    const nowMs = this.surroundings.nowMs();
    this.current = { ...this.current, elapsedMs: nowMs - this.startedMs, ...change };
    const waitMs = this.toldMs + TOLD_EVERY_MS - nowMs;
    if (waitMs <= 0) this.tell({});
    else this.timer ??= setTimeout(() => this.tell({}), waitMs);
  }

  private tell(change: Partial<ExploreState>): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.toldMs = this.surroundings.nowMs();
    this.current = { ...this.current, ...change };
    for (const listener of this.listeners) listener(this.current);
  }
}
