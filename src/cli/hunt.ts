/**
 * The hunt from a terminal: `npm run hunt -- --help`. All cores but one try families of schedules; what is found is
 * shrunk and told as a sentence, a link and a command.
 */
import '../core/everything';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { bookmarkOf } from '../app/search/found-run';
import { fragmentFor, packText } from '../app/run/link';
import { shrink, type Shrunk } from '../check/hunt/shrink';
import { FAMILY_SIZE, type Found } from '../check/hunt/family';
import { isLiveness } from '../check/hunt/never-whole';
import { playedFaultLines } from '../app/explain/fault-lines';
import { instantText } from '../sim/instant-words';
import type { Batch } from '../check/hunt/jobs';
import { called, isBuilt } from './called';
import { count, runCommand, type Terminal } from './command';
import { inPage } from './in-page';
import { readOptions, seedsOf, USAGE, type HuntOptions } from './hunt-options';

/** Some tenths of a second of work: seldom enough to cost nothing, often enough to be seen going on. */
const FAMILIES_PER_BATCH = 8;
/** A batch may take longer than that: what is known is said again all the same. */
const TELL_EVERY_MS = 250;

interface Totals {
  schedules: number;
  steps: number;
  virtualMs: number;
  readonly situations: Set<number>;
  nearestUs: number;
}

/** A thread does not inherit what lets this process run TypeScript. */
const THREAD = `import('tsx/esm/api').then(({ register }) => {
  register();
  return import(${JSON.stringify(new URL('./hunt-thread.ts', import.meta.url).href)});
});`;

async function run(options: HuntOptions, terminal: Terminal): Promise<number> {
  const totals: Totals = {
    schedules: 0,
    steps: 0,
    virtualMs: 0,
    situations: new Set(),
    nearestUs: Infinity,
  };
  const found = await huntAll(options, totals, terminal);
  const seconds = terminal.seconds();
  if (found === null) {
    if (options.json) terminal.write(outcomeJson(totals, null));
    else terminal.write(`${cleanWords(options)} ${summary(totals, seconds)}.\n`);
    return 0;
  }
  const shrunk = shrinkFound(found, terminal);
  const link = await linkTo(shrunk);
  if (options.json) {
    terminal.write(outcomeJson(totals, { ...shrunk, link }));
    return 1;
  }
  const faults = shrunk.run.faults ?? [];
  const what = isLiveness(shrunk.violation.invariant)
    ? 'A cluster that is never whole again, found'
    : 'Found';
  const lines = await playedFaultLines(shrunk.run, shrunk.violation.atUs);
  terminal.write(
    [
      `${what} after ${summary(totals, seconds)}, in the family of seed ${found.seed}; shrunk in ${shrunk.tries} tries to ${faults.length} of ${found.run.faults?.length ?? 0} faults:`,
      ...faults.map(
        ({ atMs }, at) =>
          `  ${instantText(Math.round(atMs * 1000))}  ${lines.get(at) ?? 'was still to come'}`,
      ),
      `  ${instantText(shrunk.violation.atUs)}  ${shrunk.violation.text}`,
      `See it in the page (npm start): ${link}`,
      `Find it again: ${called('hunt')} ${againWith(process.argv.slice(2), found.seed)}`,
      '',
    ].join('\n'),
  );
  return 1;
}

const cleanWords = ({ prey }: HuntOptions): string =>
  prey.safetyOnly === true ? 'No violation in' : 'No violation, and nothing that stays broken, in';

/** What the lowest seed found, or null. Stops as soon as no lower seed can find anything any more. */
async function huntAll(options: HuntOptions, totals: Totals, terminal: Terminal): Promise<Found | null> {
  const seeds = seedsOf(options);
  const total = Math.ceil((options.families - options.shard.index) / options.shard.count);
  let done = 0;
  let found: Found | null = null;
  const { progress, seconds } = terminal;
  const nextBatch = (): number[] => {
    const batch: number[] = [];
    while (found === null && batch.length < FAMILIES_PER_BATCH) {
      const { value, done: over } = seeds.next();
      if (over === true) break;
      batch.push(value);
    }
    return batch;
  };
  const take = (report: Batch, size: number): void => {
    totals.schedules += report.schedules;
    totals.steps += report.steps;
    totals.virtualMs += report.virtualMs;
    totals.nearestUs = Math.min(totals.nearestUs, report.nearestUs);
    for (const fingerprint of report.situations) totals.situations.add(fingerprint);
    if (report.found !== null && (found === null || report.found.seed < found.seed)) found = report.found;
    done += size;
  };
  const threads = Math.min(options.threads ?? Math.max(1, availableParallelism() - 1), total);
  progress.begin(
    `Hunting ${count(total * FAMILY_SIZE)} schedules of protocol ${options.prey.protocol} from seed ${options.seed} on, with ${threads} ${threads === 1 ? 'thread' : 'threads'}.`,
  );
  const clock = setInterval(
    () => progress.tell(() => `${bar(done / total)} ${summary(totals, seconds())}`),
    TELL_EVERY_MS,
  );
  try {
    await Promise.all(Array.from({ length: threads }, () => runThread(options, nextBatch, take)));
  } finally {
    clearInterval(clock);
    progress.end();
  }
  return found;
}

/** Hands batches to a thread until there are no more. Rejects if the thread dies. */
function runThread(
  { prey }: HuntOptions,
  nextBatch: () => number[],
  take: (report: Batch, size: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const thread = isBuilt
      ? new Worker(new URL('./hunt-thread.js', import.meta.url), { workerData: prey })
      : new Worker(THREAD, { eval: true, workerData: prey });
    let size = 0;
    const feed = (): void => {
      const batch = nextBatch();
      size = batch.length;
      if (size > 0) thread.postMessage(batch);
      else void thread.terminate().then(() => resolve());
    };
    thread.on('message', (report: Batch) => {
      take(report, size);
      feed();
    });
    thread.on('error', reject);
    feed();
  });
}

function shrinkFound({ run, violation }: Found, { progress, seconds }: Terminal): Shrunk {
  const steps = shrink(run, violation.invariant, violation.atUs / 1000 + 1);
  progress.begin(`Found after ${seconds().toFixed(1)} s; making it smaller.`);
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) {
      progress.end();
      return step.value;
    }
    progress.tell(() => `Making what was found smaller, ${seconds().toFixed(1)} s`);
  }
}

async function linkTo(shrunk: Shrunk): Promise<string> {
  return inPage(fragmentFor(await packText(JSON.stringify(bookmarkOf(shrunk)))));
}

/** The same command for this one family. */
function againWith(args: readonly string[], seed: number): string {
  const kept: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    if (/^--(seed|schedules|shard)$/.test(args[at]!)) at += 1;
    else if (!/^--(seed|schedules|shard)=/.test(args[at]!)) kept.push(args[at]!);
  }
  return [...kept, `--seed ${seed}`, '--schedules 1'].join(' ');
}

function summary({ schedules, steps, virtualMs, situations }: Totals, seconds: number): string {
  const hours = virtualMs / 3_600_000;
  return (
    `${count(schedules)} schedules, ${count(steps)} events, ${hours.toFixed(1)} virtual hours, ` +
    `${count(situations.size)} situations in ${seconds.toFixed(1)} s (${count(Math.round(schedules / Math.max(seconds, 0.001)))} schedules/s)`
  );
}

/** For programs; they rely on these names. */
function outcomeJson(
  { schedules, steps: events }: Totals,
  found: (Pick<Shrunk, 'run' | 'violation'> & { readonly link: string }) | null,
): string {
  const { invariant, text } = found?.violation ?? {};
  const outcome = {
    schedules,
    events,
    violation: found === null ? null : { invariant, text },
    run: found?.run ?? null,
    faults: found?.run.faults ?? [],
    link: found?.link ?? null,
  };
  return `${JSON.stringify(outcome)}\n`;
}

const BAR_WIDTH = 24;
function bar(share: number): string {
  const filled = Math.round(Math.min(1, share) * BAR_WIDTH);
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}]`;
}

process.exitCode = await runCommand({ usage: USAGE, read: readOptions, run });
