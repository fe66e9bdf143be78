/** The state of the timing lab: what is to be tried, what is being tried, and what was found. */
import { makeLabWorker } from '../../app/search/lab-workers';
import { trialsCsv, quietCsv } from '../../check/lab/csv';
import type { Failure, QuietTrial, Trial } from '../../check/lab/failover';
import { bySeed, failoverJobs, quietJobs, type LabJob, type LabResult } from '../../check/lab/jobs';
import type { MarginJob } from '../../check/margins/jobs';
import { mainParameter } from '../../check/lab/parameter';
import { problemOf, whyNoFailover, type LabSetup } from '../../check/lab/setup';
import { quietSummaryOf, summaryOf } from '../../check/lab/statistics';
import { Pool, poolSize, type PoolEnd } from '../../workers/pool';
import { changesOf, chosenSetup, NOTHING, ONE_NUMBER, readNumber, readWhole, type Named } from './choices';
import { FAILURE_WORDS } from './failure-choices';
import { unitFor, type Findings, type TimeUnit } from './words';

export const MOST_TRIALS = 2000;
export const MOST_MINUTES = 600;

/** `idle`: nothing was tried yet. */
export type LabStatus = 'idle' | 'running' | PoolEnd;

/** Results are looked at this often while they come in. */
const SHOWN_EVERY_MS = 200;

/** Work in the pool, with what is known of how far it is. */
export class LabWork<Job extends LabJob | MarginJob = LabJob, Result = LabResult> {
  status: LabStatus = $state('idle');
  done = $state(0);
  total = $state(0);
  /** What went wrong, a sentence each; empty if nothing did. */
  complaints: readonly string[] = $state.raw([]);
  private pool: Pool<Job, Result> | null = null;
  /** Counts up with each start and stop, so that what was stopped while it loaded does not begin. */
  private turn = 0;

  get running(): boolean {
    return this.status === 'running';
  }

  /** `onshow` is told now and then that there is more to show, and at the end. */
  async start(jobs: readonly Job[], onresult: (result: Result) => void, onshow: () => void): Promise<void> {
    this.stop();
    const turn = (this.turn += 1);
    this.status = 'running';
    this.done = 0;
    this.total = jobs.length;
    this.complaints = [];
    let shownAt = -Infinity;
    let finished = 0;
    const finish = (): void => {
      finished += 1;
      const now = performance.now();
      if (now - shownAt < SHOWN_EVERY_MS) return;
      shownAt = now;
      this.done = finished;
      onshow();
    };
    const pool = new Pool<Job, Result>({
      makeWorker: makeLabWorker,
      size: poolSize(navigator.hardwareConcurrency),
      jobs,
      onResult(result) {
        onresult(result);
        finish();
      },
      onFailure: (error) => {
        this.complaints = [...this.complaints, error];
        finish();
      },
    });
    this.pool = pool;
    const end = await pool.ended;
    if (turn !== this.turn) return;
    this.pool = null;
    this.done = finished;
    this.status = end;
    onshow();
  }

  /** At once; what was found stays. */
  stop(): void {
    this.turn += 1;
    this.pool?.stop();
    this.pool = null;
    if (this.status === 'running') this.status = 'stopped';
  }
}

/** One of the clusters that are held beside each other, with what was found about it. */
export interface LabSeries extends Findings {
  /** A letter, to be told apart by. */
  readonly name: string;
  readonly title: string;
  readonly quietTrials: readonly QuietTrial[];
}

const LETTERS = ['A', 'B'] as const;

interface Tried {
  readonly setup: LabSetup;
  /** The title of what was beside it. */
  readonly beside: string | null;
  readonly failure: Failure;
  readonly seed: number;
}

/** The cluster that is measured, as its numbers stand, and why they cannot be; null if they can. */
export interface Measured {
  readonly setup: LabSetup;
  readonly problem: string | null;
}

export class FailoverLab {
  readonly work = new LabWork();
  failure: Failure = $state('kill');
  trialsText = $state('200');
  minutesText = $state('10');
  seedText = $state('1');
  /** What B is. */
  choice = $state(NOTHING);
  numberId: string = $state('');
  numberTyped = $state('');
  /** What the results were got with; null before there are any. */
  private tried: Tried | null = $state.raw(null);
  /** In the order of their letters; empty before anything was tried. */
  series: readonly LabSeries[] = $state.raw([]);
  /** How the leaders of `series` failed. */
  triedFailure: Failure = $state('kill');

  readonly trials = $derived(readWhole('Trials', this.trialsText, 1, MOST_TRIALS));
  readonly minutes = $derived(readWhole('Quiet minutes', this.minutesText, 0, MOST_MINUTES));
  readonly seed = $derived(readWhole('First seed', this.seedText, 0, Number.MAX_SAFE_INTEGER - 10_000));
  readonly number = $derived.by(() => readNumber(this.base, this.numberId, this.numberTyped));
  /** The second cluster, or a sentence why it cannot be; null for none. */
  readonly beside: Named | string | null = $derived.by(() => this.findBeside());
  /** A sentence that says why nothing can be tried like this; null if it can. */
  readonly problem: string | null = $derived.by(() => {
    const { trials, minutes, seed, beside } = this;
    const typed = [trials, minutes, seed, beside].find((value) => typeof value === 'string');
    return this.measured.problem ?? typed ?? whyNot(this.base);
  });
  /** What was changed since the results were got, in words; empty if they are of what is set now. */
  readonly changes: readonly string[] = $derived.by(() => {
    const { tried, base, beside, failure, seed } = this;
    if (tried === null || this.work.running) return [];
    const title = beside === null || typeof beside === 'string' ? null : beside.title;
    return [
      ...changesOf(tried.setup, base),
      ...(tried.beside === title ? [] : [`beside it ${tried.beside ?? 'nothing'}`]),
      ...(tried.failure === failure ? [] : [`the leader ${FAILURE_WORDS[tried.failure]}`]),
      ...(tried.seed === seed ? [] : [`first seed ${tried.seed}`]),
    ];
  });
  readonly unit: TimeUnit = $derived(unitFor(longestUs(this.series)));

  /** `before`: whose results stay until there are others. */
  constructor(
    private readonly measured: Measured,
    private readonly baseTitle: string,
    before: FailoverLab | null = null,
  ) {
    this.numberId = mainParameter(measured.setup).id;
    if (before === null) return;
    this.series = before.series;
    this.triedFailure = before.triedFailure;
    this.tried = before.tried;
  }

  get base(): LabSetup {
    return this.measured.setup;
  }

  /** The cluster that the results are of. */
  get triedSetup(): LabSetup | null {
    return this.tried?.setup ?? null;
  }

  start(): void {
    const { trials, minutes, seed, beside, failure } = this;
    if (this.problem !== null) return;
    if (typeof trials === 'string' || typeof minutes === 'string' || typeof seed === 'string') return;
    const setups = [{ title: this.baseTitle, setup: this.base }];
    if (beside !== null && typeof beside !== 'string') setups.push(beside);
    const found = setups.map(() => ({ trials: [] as Trial[], quiet: [] as QuietTrial[] }));
    const show = (): void => {
      this.series = setups.map(({ title, setup }, at) => {
        const own = found[at]!;
        const quietTrials = bySeed(own.quiet);
        const ordered = bySeed(own.trials);
        return {
          name: LETTERS[at]!,
          title,
          setup,
          trials: ordered,
          quietTrials,
          summary: summaryOf(ordered),
          quiet: quietTrials.length === 0 ? null : quietSummaryOf(quietTrials),
        };
      });
    };
    this.triedFailure = failure;
    this.tried = { setup: this.base, beside: setups[1]?.title ?? null, failure, seed };
    show();
    // Both by turns: a comparison that is stopped half-way has half of each.
    const failovers = setups.map(({ setup }, at) => failoverJobs(at, setup, failure, seed, trials));
    const quiet = setups.map(({ setup }, at) => quietJobs(at, setup, seed, minutes));
    const jobs = [...byTurns(failovers), ...byTurns(quiet)];
    const take = (result: LabResult): void => {
      const own = found[result.group]!;
      if (result.kind === 'failovers') own.trials.push(...result.trials);
      else own.quiet.push(...result.trials);
    };
    void this.work.start(jobs, take, show);
  }

  trialsTable(): string {
    return trialsCsv(this.series.map((own) => ({ name: labelOf(own), trials: own.trials })));
  }

  quietTable(): string {
    return quietCsv(this.series.map((own) => ({ name: labelOf(own), trials: own.quietTrials })));
  }

  private findBeside(): Named | string | null {
    const { choice, number } = this;
    if (choice === NOTHING) return null;
    if (choice === ONE_NUMBER && typeof number === 'string') return number;
    const named = chosenSetup(this.base, choice, { id: this.numberId, value: Number(number) });
    return named === null ? null : (whyNot(named.setup) ?? named);
  }
}

const whyNot = (setup: LabSetup): string | null => problemOf(setup) ?? whyNoFailover(setup);

export const labelOf = ({ name, title }: LabSeries): string => `${name}: ${title}`;

function longestUs(series: readonly LabSeries[]): number {
  return series.reduce((most, { summary: { failoverUs, withoutUs, twoClaimsUs } }) => {
    return Math.max(most, failoverUs?.most ?? 0, withoutUs?.most ?? 0, twoClaimsUs?.most ?? 0);
  }, 0);
}

function byTurns<T>(rows: readonly (readonly T[])[]): T[] {
  const longest = Math.max(...rows.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => rows.flatMap((row) => row.slice(at, at + 1))).flat();
}
