/**
 * What is told of why something broke, over runs that were found by chance, held against plain second ways to find it out:
 * whole runs without what was told, and the rows of the trace.
 *
 * `SEED=123 npm run test:property -- why`, with what a failure says in front, explains one schedule alone.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { EventLog } from '../../src/app/explain/event-log';
import { explain } from '../../src/app/explain/explain';
import type { Explanation } from '../../src/app/explain/explanation';
import { COST } from '../../src/app/lessons/lesson';
import { LESSONS } from '../../src/app/lessons/lesson-runs';
import { record, runUntil, type Past } from '../../src/app/session/past';
import type { Violation } from '../../src/check/invariant';
import { Monitor } from '../../src/check/monitor';
import { randomSchedule } from '../../src/check/schedule';
import { PROTOCOLS } from '../../src/core/registry';
import { simulate, type Run } from '../../src/sim';
import { resolveRun, systemOfRun, type Fault } from '../../src/sim/run';
import {
  isViolated,
  optionsFrom,
  replayCommand,
  search,
  SEEDS_TO_FIND_IN,
  SKEW_MS,
  THOROUGHNESS,
  watchedIn,
  type SearchOptions,
} from './search';

const PREY: readonly SearchOptions[] = [
  { protocol: 'kevy' },
  { protocol: 'kevy', clients: 2, only: ['acknowledgedSurvive'] },
  { protocol: 'quorum', safeguards: { stickyVoters: false } },
  { protocol: 'quorum', safeguards: { durableVotes: false } },
  { protocol: 'quorum', driftRatio: 0.5, only: ['oneAuthority'] },
  { protocol: 'ballot-lease', skewMs: SKEW_MS, only: ['oneAuthority'] },
  { protocol: 'ballot-lease', safeguards: { keepBallotOnResign: false }, only: ['ballotsRise'] },
  {
    protocol: 'ballot-lease',
    clients: 2,
    skewMs: SKEW_MS,
    safeguards: { fencing: false },
    only: ['fencedRegister'],
  },
];

const RUNS_EACH = 3 * THOROUGHNESS;

interface Explained {
  /** How to see it again. */
  readonly again: string;
  readonly past: Past;
  readonly violation: Violation;
  readonly explanation: Explanation;
}

async function explained(
  run: Run,
  first: Pick<Violation, 'invariant' | 'atUs'>,
  again: string,
): Promise<Explained> {
  const past = await record(resolveRun(run), first.atUs + 100_000, () => null);
  const { violations, notes } = past.now.monitor;
  const violation = [...violations, ...notes].find(({ invariant }) => invariant === first.invariant)!;
  return { again, past, violation, explanation: await explain(past, violation, () => null) };
}

async function foundByChance(options: SearchOptions): Promise<readonly Explained[]> {
  let found = 0;
  const tried = search(options, SEEDS_TO_FIND_IN, (one) => isViolated(one) && (found += 1) === RUNS_EACH);
  const all: Explained[] = [];
  for (const { seed, outcome } of tried.filter(isViolated)) {
    const again = replayCommand(seed, options).replace('-t replay', 'why');
    all.push(await explained(randomSchedule(seed, options).run, outcome.violations[0]!, again));
  }
  return all;
}

/** What blind search does not find: what each safeguard is for. */
async function foundByHunting(protocol: string): Promise<readonly Explained[]> {
  const all: Explained[] = [];
  for (const { protocol: id, safeguard, broken } of LESSONS) {
    // What only costs time breaks nothing that could be explained.
    if (id !== protocol || broken === null || broken.invariant === COST) continue;
    all.push(await explained(broken.run, broken, `the lesson of ${id} without ${safeguard}`));
  }
  return all;
}

/** Whether it comes to the same by then, in a whole run from the start. */
function comes(run: Run, { invariant }: Violation, untilUs: number): boolean {
  const monitor = new Monitor();
  simulate(run, untilUs / 1000, { observers: [monitor], keepTrace: false });
  return [...monitor.violations, ...monitor.notes].some((one) => one.invariant === invariant);
}

/** The run up to that instant; then everything is made whole, and nothing is done to it any more. */
function mendedAt(past: Past, atUs: number): Run {
  const run = runUntil(past.run, atUs);
  const atMs = atUs / 1000;
  const healing: Fault[] = [{ atMs, kind: 'healAll' }];
  for (const { id: node, status, clock, wallOffsetMs } of simulate(run, atMs, { keepTrace: false }).world
    .slots) {
    if (status === 'frozen') healing.push({ atMs, kind: 'thaw', node });
    if (status === 'killed' || status === 'crashed')
      healing.push({ atMs, kind: 'restart', node, disk: 'kept' });
    if (clock.rate !== 1 || wallOffsetMs !== 0)
      healing.push({ atMs, kind: 'clock', node, rate: 1, offsetMs: 0 });
  }
  return { ...run, faults: [...run.faults, ...healing] };
}

/** What is wrong with the causes and the rules that are told. */
function wrongCauses({ past, violation, explanation }: Explained): readonly string[] {
  const { run } = past;
  const { steps, missing, playedUntilUs } = explanation;
  const wrong: string[] = [];
  for (const { atUs, node, text, isCause } of steps) {
    if (node !== null) continue;
    const faults = run.faults.filter(({ atMs }) => Math.round(atMs * 1000) !== atUs);
    const avoids = !comes({ ...run, faults }, violation, playedUntilUs);
    if (avoids !== isCause) wrong.push(`${text}: ${avoids ? 'is a cause' : 'is none'}`);
  }
  for (const { label, avoids } of missing) {
    const { name } = systemOfRun(run).safeguards.find((rule) => rule.label === label)!;
    const under = { ...run, safeguards: { ...run.safeguards, [name]: true } };
    if (avoids === comes(under, violation, playedUntilUs)) wrong.push(`${label}: ${avoids}`);
  }
  return wrong;
}

/** Of the last instant at which it helps to make everything whole. */
function wrongChance({ past, violation, explanation }: Explained): readonly string[] {
  const { chance, playedUntilUs } = explanation;
  const helps = (atUs: number): boolean => !comes(mendedAt(past, atUs), violation, playedUntilUs);
  if (chance === null) return ['nothing is told of the last chance'];
  if (chance === 'never') return helps(0) ? ['it helps at the start'] : [];
  const { untilUs, then } = chance;
  const wrong: string[] = [];
  if (untilUs > violation.atUs) wrong.push('it is told to help after it broke');
  if (!helps(untilUs)) wrong.push('it is told to help, and does not');
  if (untilUs < violation.atUs && helps(untilUs + 1)) wrong.push('it helps later as well');
  if (then !== null && then.atUs !== untilUs && then.atUs !== untilUs + 1)
    wrong.push(`${then.text}: not then`);
  return wrong;
}

/** Nothing is told that is later, or in another word than the protocol's, or twice. */
function wrongSteps({ past, violation, explanation }: Explained): readonly string[] {
  const log = new EventLog(past.trace);
  log.update([violation]);
  const broke = log.lines.findIndex(({ tag }) => tag === 'violation');
  const later = new Set(log.lines.slice(broke + 1).map(({ atUs, text }) => `${atUs} ${text}`));
  const { epoch } = systemOfRun(past.run).words;
  const others = ['epoch', 'ballot', 'token', 'term'].filter((word) => word !== epoch);
  const foreign = new RegExp(`\\b(${others.join('|')})s? \\d`);
  const told = explanation.steps.map(({ atUs, text }) => `${atUs} ${text}`);
  return [
    ...explanation.steps.filter(({ atUs }) => atUs > violation.atUs).map(({ text }) => `${text}: later`),
    ...told.filter((line) => later.has(line)).map((line) => `${line}: after it broke`),
    ...told.filter((line, at) => told.indexOf(line) !== at).map((line) => `${line}: twice`),
    ...[violation.text, ...told, ...explanation.beliefs].filter((text) => foreign.test(text)),
  ];
}

/** A silence that is told is one over the whole of its time, and all that was lost in it is counted. */
function wrongSilences({ past, violation, explanation }: Explained): readonly string[] {
  const { records, messages, nodes } = past.trace;
  const { moment } = violation;
  return explanation.beliefs.filter((sentence) => {
    const parts = /^Nothing came through (\S+) → (\S+) from ([\d.]+) s on: (.*)$/.exec(sentence);
    if (parts === null) return false;
    const [, from, to, seconds, rest] = parts as unknown as [string, string, string, string, string];
    const fromUs = Math.round(Number(seconds) * 1_000_000);
    const taken = new Set<number>();
    let broken = false;
    for (let id = 0; id < moment!.records; id += 1) {
      const { kind, node, a: message, atUs } = records.row(id);
      if (kind !== 'delivered' || nodes[node] !== to || messages.row(message).from !== from) continue;
      taken.add(message);
      // The text has milliseconds.
      broken ||= atUs >= fromUs + 1000;
    }
    /** The last of them may have been sent within that millisecond, before the silence began. */
    let most = 0;
    let least = 0;
    for (let id = messages.countSentBefore(fromUs); id < moment!.messages; id += 1) {
      const one = messages.row(id);
      if (one.from !== from || one.to !== to || taken.has(id)) continue;
      const isOver = !['inFlight', 'delivered'].includes(one.fate) && one.endUs <= violation.atUs;
      if (!one.stillborn && !isOver) continue;
      most += 1;
      if (one.sentUs >= fromUs + 1000) least += 1;
    }
    const counted = /\ball (\d+)|\b(\d+) messages since|\bboth\b|\bone\b|what was on its way/.exec(rest)!;
    const count = Number(counted[1] ?? counted[2] ?? { both: 2, one: 1 }[counted[0]] ?? 0);
    return broken || count > most || count < least;
  });
}

/** Whoever sent a stale write is a witness, and if it ever served, the step in which it began to is told. */
function wrongSenders({ past, violation, explanation }: Explained): readonly string[] {
  const sender = /took a write of (n\d+) /.exec(violation.text)?.[1];
  if (violation.invariant !== 'fencedRegister' || sender === undefined) return [];
  if (!violation.witnesses.includes(sender)) return [`${sender} is no witness`];
  const log = new EventLog(past.trace);
  log.update([violation]);
  const broke = log.lines.findIndex(({ tag }) => tag === 'violation');
  const serves = (text: string): boolean => text.startsWith(`${sender} serves clients`);
  const served = log.lines.slice(0, broke).some(({ text }) => serves(text));
  const isTold = explanation.steps.some(({ text }) => serves(text));
  return served === isTold ? [] : [`not told when ${sender} began to serve`];
}

const CLAIMS = [
  ['a cause is what, left out, avoids it, and nothing else is; so it is with a rule', wrongCauses],
  ['making everything whole helps at the instant that is told, and no longer after it', wrongChance],
  ['nothing that is told is later than what broke, and it is told once, in one word', wrongSteps],
  ['a silence is a silence', wrongSilences],
  ['whoever sent what was taken in is told of', wrongSenders],
] as const;

const { SEED } = process.env;

/** With a seed nothing else is looked for. */
const SOURCES: readonly (readonly [name: string, () => Promise<readonly Explained[]>])[] =
  SEED !== undefined
    ? []
    : [
        ...PREY.map((options) => [JSON.stringify(options), () => foundByChance(options)] as const),
        ...PROTOCOLS.map(({ id }) => [`lessons of ${id}`, () => foundByHunting(id)] as const),
      ];

describe.each(SOURCES)('%s', (_name, find) => {
  let all: readonly Explained[] = [];

  beforeAll(async () => {
    all = await find();
  });

  test('are found at all', () => {
    expect(all.length).toBeGreaterThan(0);
  });

  test.each(CLAIMS)('%s', (_claim, wrongIn) => {
    expect(all.flatMap((one) => wrongIn(one).map((what) => `${what} (see ${one.again})`))).toEqual([]);
  });
});

test.skipIf(SEED === undefined)('one schedule', async () => {
  const options = optionsFrom(process.env);
  const { run } = randomSchedule(Number(SEED), options);
  const monitor = new Monitor(watchedIn(options));
  simulate(run, 6000, { observers: [monitor] });
  const one = await explained(run, monitor.violations[0]!, '');
  console.info(one.violation.text, one.explanation);
  expect(CLAIMS.flatMap(([, wrongIn]) => wrongIn(one))).toEqual([]);
});
