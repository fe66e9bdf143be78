/**
 * An exploration from a terminal: `npm run explore -- --help`. It uses one core, and as much memory as there are states;
 * what it finds is told as its moves and a link.
 */
import '../core/everything';
import { fragmentOf } from '../app/search/counterexample';
import { doExploreJob } from '../check/explore/jobs';
import type { Progress } from '../check/explore/explorer';
import { readOptions, USAGE, type ExploreOptions } from './explore-options';

const REPORT_EVERY_MS = 250;

const { stdout, stderr } = process;

async function main(): Promise<number> {
  let options: ExploreOptions | null;
  try {
    options = readOptions(process.argv.slice(2));
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}\n`);
    return 2;
  }
  if (options === null) {
    stdout.write(`${USAGE}\n`);
    return 0;
  }
  const startedMs = performance.now();
  const seconds = (): number => (performance.now() - startedMs) / 1000;
  const progress = explored(options, seconds);
  const link = progress.violation === null ? null : await fragmentOf(progress.violation);
  const words = options.json
    ? JSON.stringify({ ...options.job, ...progress, seconds: seconds(), link })
    : outcome(progress, link, seconds());
  stdout.write(`${words}\n`);
  if (progress.violation !== null) return 1;
  return progress.complete ? 0 : 3;
}

function explored({ job, json }: ExploreOptions, seconds: () => number): Progress {
  const tells = !json && stderr.isTTY;
  let reportedMs = -Infinity;
  const progress = doExploreJob(job, (far) => {
    const nowMs = performance.now();
    if (!tells || nowMs - reportedMs < REPORT_EVERY_MS) return;
    reportedMs = nowMs;
    stderr.write(`\r\u001b[K${summary(far, seconds())}, at ${far.depth} of ${job.budgets.moves} moves`);
  });
  if (tells) stderr.write('\r\u001b[K');
  return progress;
}

function outcome(progress: Progress, link: string | null, seconds: number): string {
  const { violation, complete, byDepth } = progress;
  const tried = summary(progress, seconds);
  if (violation === null) {
    const end = complete
      ? `Complete within these bounds: no violation in ${tried}.`
      : `Not complete: gave up after ${tried}, none of which is a violation.`;
    return `${end}\nStates by the moves that it takes to get there: ${byDepth.map(count).join(' ')}`;
  }
  const { moves, text, invariant, endMs, replays } = violation;
  return [
    `Found in ${count(moves.length)} moves, the fewest there are, after ${tried}:`,
    ...moves.map(({ atMs, text }, at) => `${String(at + 1).padStart(3)}. ${time(atMs)}  ${text}`),
    `     ${time(endMs)}  ${text}${invariant === null ? '' : ` (${invariant})`}`,
    ...(replays ? [] : ['Drawn apart in time it does not happen again: the link shows the moves only.']),
    `See it in the page (npm start): http://localhost:5173/${link}`,
  ].join('\n');
}

function summary({ states, transitions }: Progress, seconds: number): string {
  const rate = count(Math.round(states / Math.max(seconds, 0.001)));
  return `${count(states)} states and ${count(transitions)} transitions in ${seconds.toFixed(1)} s (${rate} states/s)`;
}

const time = (ms: number): string => `${(ms / 1000).toFixed(3)} s`;
const count = (number: number): string => number.toLocaleString('en-US');

process.exitCode = await main();
