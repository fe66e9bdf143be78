/**
 * Finds anew what each safeguard is for: hunts with each of them off, one worker's work after the other, and writes what
 * it found to `src/app/lessons/lesson-runs.json`, for the page, and to the README. `npm run lessons` takes a few minutes;
 * `npx tsx src/cli/lessons.ts --protocol ID` finds only those of that one anew.
 */
import '../core/everything';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { safeguardsOf, shownPrey } from '../app/search/hunt-prey';
import { arranged } from './arranged-lessons';
import type { Lesson } from '../app/lessons/lesson';
import { nodeIds, presetConfig } from '../app/run/opening-run';
import { PRESETS } from '../app/run/presets';
import { tryFamily } from '../check/hunt/family';
import { isLiveness, judgedWithinMs, neverWhole } from '../check/hunt/never-whole';
import type { Prey } from '../check/hunt/prey';
import { shrink, type Shrunk } from '../check/hunt/shrink';
import type { Found } from '../check/hunt/family';
import { PROTOCOLS } from '../core/registry';
import { resolveRun, systemOfRun } from '../sim/run';

/** What is not found in this time counts as unbroken. Of the processor, so that a busy machine makes no difference. */
const GIVE_UP_S = 60;

const fileAt = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const RUNS = fileAt('../app/lessons/lesson-runs.json');
const README = fileAt('../../README.md');
const MARKS = ['<!-- lessons: written by npm run lessons -->', '<!-- end of lessons -->'] as const;

const { stdout } = process;

async function main(): Promise<void> {
  if (!process.argv.includes('--readme')) {
    const at = process.argv.indexOf('--protocol');
    const only = at < 0 ? null : process.argv[at + 1];
    const kept = only === null ? [] : (JSON.parse(readFileSync(RUNS, 'utf8')) as readonly Lesson[]);
    const lessons = PROTOCOLS.flatMap(({ id }) => {
      if (only !== null && id !== only) return kept.filter(({ protocol }) => protocol === id);
      const names = safeguardsOf({ protocol: id }).map(({ name }) => name);
      // A protocol without rules of its own is broken as it is, and what is beside it makes no difference.
      const own = systemOfRun({ protocol: id }).safeguards.length > 0;
      return (own ? names : [null]).map((safeguard) => lessonOf(id, safeguard));
    });
    writeFileSync(RUNS, await formatted(JSON.stringify(lessons), RUNS));
    return;
  }
  // Not before it is asked for: what is about to be written anew need not fit its schema.
  const { lessonsTable } = await import('../app/lessons/lessons');
  const readme = readFileSync(README, 'utf8');
  const [from, to] = MARKS.map((mark) => readme.indexOf(mark)) as [number, number];
  if (from < 0 || to < from) throw new Error(`README.md must have the lines ${MARKS.join(' and ')}`);
  const written = `${readme.slice(0, from + MARKS[0].length)}\n\n${lessonsTable()}\n\n${readme.slice(to)}`;
  writeFileSync(README, await formatted(written, README));
}

function lessonOf(protocol: string, safeguard: string | null): Lesson {
  const preset = PRESETS[0]!;
  const config = presetConfig(preset, systemOfRun({ protocol }));
  const run = resolveRun({
    version: 1,
    protocol,
    nodes: nodeIds(5),
    seed: 1,
    config,
    network: preset.network,
  });
  const prey = shownPrey(run, run, safeguard);
  // What it costs in safety is told first; only where that is nothing, what never becomes whole again.
  const unsafe = huntOne({ ...prey, safetyOnly: true });
  const { found, schedules, seconds } = unsafe.found === null ? huntOne(prey, safeguard) : unsafe;
  const lesson = { protocol, safeguard, schedules, seconds: Math.round(seconds * 10) / 10 };
  stdout.write(`${protocol} without ${safeguard ?? 'any change'}: `);
  if (found === null) {
    stdout.write(`nothing in ${schedules} schedules, ${lesson.seconds} s\n`);
    const broken = arranged(protocol, safeguard);
    return broken === null ? { ...lesson, broken } : { ...lesson, arranged: true, broken };
  }
  const smallest = shrunk(found);
  const { run: small, violation } = isItsCost(smallest, safeguard) ? smallest : found;
  const { invariant, atUs, text } = violation;
  stdout.write(
    `${invariant} after ${schedules}, ${lesson.seconds} s, ${small.faults?.length} faults: ${text}\n`,
  );
  return { ...lesson, broken: { invariant, atUs, text, run: small } };
}

/** Of what never becomes whole: only where the same run does with the safeguard, so that nothing else is to blame. */
function isItsCost({ run, violation }: Pick<Found, 'run' | 'violation'>, safeguard: string | null): boolean {
  if (safeguard === null || !isLiveness(violation.invariant)) return true;
  const guarded = { ...run, safeguards: { ...run.safeguards, [safeguard]: true } };
  return neverWhole(guarded, violation.atUs / 1000 + judgedWithinMs(guarded)) === null;
}

function huntOne(
  prey: Prey,
  safeguard: string | null = null,
): { found: Found | null; schedules: number; seconds: number } {
  const before = process.cpuUsage();
  let schedules = 0;
  for (let seed = 1; ; seed += 1) {
    const report = tryFamily(prey, seed);
    const found = report.found !== null && isItsCost(report.found, safeguard) ? report.found : null;
    schedules += report.schedules;
    const { user, system } = process.cpuUsage(before);
    const seconds = (user + system) / 1_000_000;
    if (found !== null || seconds > GIVE_UP_S) return { found, schedules, seconds };
  }
}

function shrunk({ run, violation }: Found): Shrunk {
  const steps = shrink(run, violation.invariant, violation.atUs / 1000 + 1);
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}

async function formatted(text: string, filepath: string): Promise<string> {
  return format(text, { ...(await resolveConfig(filepath)), filepath });
}

await main();
