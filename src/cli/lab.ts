/** The timing lab from a terminal: the same trials as in the page, one after the other. `npm run lab -- --help`. */
import '../core/everything';
import { trialsCsv } from '../check/lab/csv';
import { failoverTrial, quietTrial } from '../check/lab/failover';
import { doLabJob } from '../check/lab/jobs';
import { valueIn } from '../check/lab/parameter';
import { quietSummaryOf, summaryOf } from '../check/lab/statistics';
import { TargetSearch, type Target } from '../check/lab/target';
import {
  falseText,
  lacksText,
  outcomeText,
  percent,
  shownOf,
  targetWords,
  variedIn,
} from '../ui/lab/target-words';
import { sectionsOf, unitFor, type Findings } from '../ui/lab/words';
import { count, runCommand, type Terminal } from './command';
import { readOptions, USAGE, type LabOptions } from './lab-options';

function run(options: LabOptions, terminal: Terminal): number {
  if (options.target !== null) {
    terminal.write(`${searched(options, options.target, terminal)}\n`);
    return 0;
  }
  const found = findings(options, terminal);
  terminal.progress.end();
  const { setup, csv } = options;
  const words = csv ? trialsCsv([{ name: setup.protocol, trials: found.trials }]).trimEnd() : tableOf(found);
  terminal.write(`${words}\n`);
  return 0;
}

function findings(
  { setup, failure, seed, trials: amount, minutes }: LabOptions,
  terminal: Terminal,
): Findings {
  const { progress, seconds } = terminal;
  progress.begin(
    `${count(amount)} failovers and ${count(minutes)} quiet minutes of protocol ${setup.protocol}.`,
  );
  const each = <T>(many: number, what: string, one: (seed: number) => T): T[] =>
    Array.from({ length: many }, (_, at) => {
      progress.tell(() => `${count(at)} of ${count(many)} ${what} in ${seconds().toFixed(1)} s`);
      return one(seed + at);
    });
  const trials = each(amount, 'failovers', (one) => failoverTrial(setup, one, failure));
  const quiet = each(minutes, 'quiet minutes', (one) => quietTrial(setup, one, 1));
  return {
    setup,
    trials,
    summary: summaryOf(trials),
    quiet: quiet.length === 0 ? null : quietSummaryOf(quiet),
  };
}

/** Numbers that keep the target, as a table. */
function searched(
  { setup, failure, seed }: LabOptions,
  target: Target,
  { progress, seconds }: Terminal,
): string {
  const search = new TargetSearch(setup, target, failure, seed);
  progress.begin(`Numbers of protocol ${setup.protocol} for ${targetWords(target)}.`);
  for (let jobs = search.nextRound(), round = 1; jobs !== null; jobs = search.nextRound(), round += 1) {
    jobs.forEach((job, at) => {
      progress.tell(
        () => `round ${round}: ${count(at)} of ${count(jobs.length)} jobs, ${seconds().toFixed(1)} s`,
      );
      search.take(doLabJob(job));
    });
  }
  progress.end();
  const { candidates } = search;
  const varied = variedIn(candidates);
  const rows = shownOf(candidates).map((candidate) => [
    candidate.meets ? 'kept' : lacksText(candidate, target),
    ...varied.map((parameter) => `${parameter.id}=${valueIn(candidate.setup, parameter.id)}`),
    `${percent(candidate.inTimeRatio)} in time`,
    `false failovers: ${falseText(candidate)}`,
  ]);
  const outcome = outcomeText({ setup, target, failure, candidates, round: 0 }, true);
  return [outcome, ...rows.map((row) => `  ${row.join('  ')}`)].join('\n');
}

function tableOf(found: Findings): string {
  const { failoverUs, trials } = found.summary;
  const unit = unitFor(failoverUs?.most ?? 0);
  const sections = sectionsOf([found], unit).map(({ title, lines }) =>
    [title, ...lines.map(({ label, values }) => `  ${label.padEnd(42)}${values[0]}`)].join('\n'),
  );
  const nothing =
    failoverUs === null
      ? [
          `None of ${count(trials)} failovers ended with a new leader, so there are no times to tell: ` +
            'give longer timeouts (--config), less loss (--loss) or more nodes (--nodes).',
        ]
      : [];
  return [...nothing, ...sections].join('\n');
}

process.exitCode = await runCommand({ usage: USAGE, read: readOptions, run });
