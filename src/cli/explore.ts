/**
 * An exploration from a terminal: `npm run explore -- --help`. It uses one core, and as much memory as there are states;
 * what it finds is told as its moves and a link.
 */
import '../core/everything';
import { instantText } from '../sim/instant-words';
import { fragmentOf } from '../app/search/counterexample';
import { doExploreJob } from '../check/explore/jobs';
import type { Progress } from '../check/explore/explorer';
import { count, runCommand, type Terminal } from './command';
import { inPage } from './in-page';
import { readOptions, USAGE, type ExploreOptions } from './explore-options';

async function run(options: ExploreOptions, terminal: Terminal): Promise<number> {
  const progress = explored(options, terminal);
  const link = progress.violation === null ? null : inPage(await fragmentOf(progress.violation));
  const seconds = terminal.seconds();
  const words = options.json
    ? JSON.stringify({ ...options.job, ...progress, seconds, link })
    : outcome(progress, link, seconds);
  terminal.write(`${words}\n`);
  if (progress.violation !== null) return 1;
  return progress.complete ? 0 : 3;
}

function explored({ job }: ExploreOptions, { progress, seconds }: Terminal): Progress {
  const { spec, budgets } = job;
  progress.begin(
    `Exploring ${spec.nodes} nodes of protocol ${spec.protocol}, ${budgets.moves} moves from their start.`,
  );
  const all = doExploreJob(job, (far) => {
    progress.tell(() => `${summary(far, seconds())}, at ${far.depth} of ${budgets.moves} moves`);
  });
  progress.end();
  return all;
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
    `See it in the page (npm start): ${link}`,
  ].join('\n');
}

function summary({ states, transitions }: Progress, seconds: number): string {
  const rate = count(Math.round(states / Math.max(seconds, 0.001)));
  return `${count(states)} states and ${count(transitions)} transitions in ${seconds.toFixed(1)} s (${rate} states/s)`;
}

const time = (ms: number): string => instantText(Math.round(ms * 1000));

process.exitCode = await runCommand({ usage: USAGE, read: readOptions, run });
