/** The state of a sweep: which numbers go over which range, and what was found at each. */
import { csvOf } from '../../check/lab/csv';
import type { Failure, QuietTrial, Trial } from '../../check/lab/failover';
import { bySeed, failoverJobs, quietJobs, type LabJob, type LabResult } from '../../check/lab/jobs';
import { mainParameter, parameterOf, parametersOf } from '../../check/lab/parameter';
import type { LabSetup } from '../../check/lab/setup';
import {
  quietSummaryOf,
  summaryOf,
  type FailoverSummary,
  type QuietSummary,
} from '../../check/lab/statistics';
import { planSweep, problemOfRange, type Cell, type Range, type Sweep } from '../../check/lab/sweep';
import { changesOf, readWhole, usualRange } from './choices';
import { FAILURE_WORDS } from './failure-choices';
import { LabWork, type Measured } from './lab.svelte';

export const MOST_PER_POINT = 500;

export type Measure = 'failover' | 'quiet';

/** A range as it is typed. */
export class RangeForm {
  parameterId: string = $state('');
  from = $state('');
  to = $state('');
  points = $state('6');

  constructor(
    private readonly measured: Measured,
    id: string,
  ) {
    this.choose(id);
  }

  choose(id: string): void {
    this.parameterId = id;
    const { setup } = this.measured;
    const { from, to } = usualRange(setup, parameterOf(setup, id));
    this.from = from;
    this.to = to;
  }

  get range(): Range {
    const number = (text: string): number => (text.trim() === '' ? NaN : Number(text));
    return {
      parameter: this.parameterId,
      from: number(this.from),
      to: number(this.to),
      points: number(this.points),
    };
  }
}

export interface CellFound {
  readonly cell: Cell;
  readonly trials: readonly Trial[];
  readonly summary: FailoverSummary;
  readonly quiet: QuietSummary;
}

export interface SweepFound {
  /** The cluster whose numbers were varied. */
  readonly setup: LabSetup;
  readonly failure: Failure;
  readonly plan: Sweep;
  readonly measure: Measure;
  /** One for each cell of the plan. */
  readonly cells: readonly CellFound[];
}

export class SweepLab {
  readonly work = new LabWork();
  readonly x: RangeForm;
  readonly y: RangeForm;
  /** A second number is varied too. */
  both = $state(false);
  measure: Measure = $state('failover');
  failure: Failure = $state('kill');
  perPointText = $state('40');
  found: SweepFound | null = $state.raw(null);

  readonly perPoint = $derived(
    readWhole(
      this.measure === 'failover' ? 'Failovers' : 'Quiet minutes',
      this.perPointText,
      1,
      MOST_PER_POINT,
    ),
  );
  readonly problem: string | null = $derived.by(() => this.findProblem());

  /** What was changed since the results were got, in words; empty if they are of what is set now. */
  readonly changes: readonly string[] = $derived.by(() => {
    const { found, base, failure } = this;
    if (found === null || this.work.running) return [];
    const { x, y } = found.plan;
    const varied = [x, ...(y === null ? [] : [y])].map(({ parameter }) => parameter.label);
    const others = changesOf(found.setup, base).filter(
      (words) => !varied.some((label) => words.startsWith(`${label} `)),
    );
    const killed = found.measure === 'quiet' || found.failure === failure;
    return [...others, ...(killed ? [] : [`the leader ${FAILURE_WORDS[found.failure]}`])];
  });

  /** `before`: whose results stay until there are others. */
  constructor(
    private readonly measured: Measured,
    before: SweepLab | null = null,
  ) {
    const main = mainParameter(measured.setup).id;
    this.x = new RangeForm(measured, main);
    this.y = new RangeForm(measured, otherThan(measured.setup, main));
    this.y.points = '5';
    this.found = before?.found ?? null;
  }

  get base(): LabSetup {
    return this.measured.setup;
  }

  start(): void {
    const { perPoint, measure, failure, base } = this;
    if (this.problem !== null || typeof perPoint === 'string') return;
    const plan = planSweep(base, this.x.range, this.both ? this.y.range : null);
    const found = plan.cells.map(() => ({ trials: [] as Trial[], quiet: [] as QuietTrial[] }));
    const show = (): void => {
      const cells = plan.cells.map((cell, at): CellFound => {
        const trials = bySeed(found[at]!.trials);
        return { cell, trials, summary: summaryOf(trials), quiet: quietSummaryOf(found[at]!.quiet) };
      });
      this.found = { setup: base, failure, plan, measure, cells };
    };
    show();
    // The same seeds at every point: what differs is the number, not luck.
    const jobs: LabJob[] = plan.cells.flatMap(({ setup, problem }, at) => {
      if (problem !== null) return [];
      return measure === 'failover'
        ? failoverJobs(at, setup, failure, 1, perPoint)
        : quietJobs(at, setup, 1, perPoint);
    });
    const take = (result: LabResult): void => {
      const own = found[result.group]!;
      if (result.kind === 'failovers') own.trials.push(...result.trials);
      else own.quiet.push(...result.trials);
    };
    void this.work.start(jobs, take, show);
  }

  table(): string {
    const { found } = this;
    if (found === null) return '';
    const { x, y } = found.plan;
    const head = found.measure === 'failover' ? FAILOVER_COLUMNS : QUIET_COLUMNS;
    const rows = found.cells.map(({ cell, summary, quiet }) => [
      cell.x,
      ...(y === null ? [] : [cell.y]),
      ...(found.measure === 'failover'
        ? [
            summary.trials,
            summary.failoverUs?.count ?? 0,
            summary.failoverUs?.median ?? null,
            summary.failoverUs?.p95 ?? null,
            summary.failoverUs?.p99 ?? null,
            summary.withoutUs?.median ?? null,
            summary.twoClaimsUs?.median ?? null,
            summary.messagesPerSecond,
          ]
        : [
            quiet.observedUs,
            quiet.failovers,
            quiet.failoversPerHour,
            quiet.messagesPerSecond,
            quiet.withoutUsPerHour,
          ]),
    ]);
    return csvOf([[x.parameter.id, ...(y === null ? [] : [y.parameter.id]), ...head], ...rows]);
  }

  private findProblem(): string | null {
    const { perPoint, base, x, y, both } = this;
    if (this.measured.problem !== null) return this.measured.problem;
    if (typeof perPoint === 'string') return perPoint;
    const problem = problemOfRange(base, x.range) ?? (both ? problemOfRange(base, y.range) : null);
    if (problem !== null) return problem;
    return both && x.parameterId === y.parameterId ? 'Choose two different numbers.' : null;
  }
}

const FAILOVER_COLUMNS = [
  'trials',
  'settled',
  'failover_median_us',
  'failover_p95_us',
  'failover_p99_us',
  'without_authority_median_us',
  'two_claims_median_us',
  'messages_per_second',
];

const QUIET_COLUMNS = [
  'observed_us',
  'false_failovers',
  'false_failovers_per_hour',
  'messages_per_second',
  'without_authority_us_per_hour',
];

/** The loss of messages decides how much patience is worth. */
function otherThan(setup: LabSetup, id: string): string {
  const all = parametersOf(setup);
  return (all.find((parameter) => parameter.id === 'lossPercent' && parameter.id !== id) ?? all[0]!).id;
}
