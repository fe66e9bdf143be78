import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Monitor } from '../../check/monitor';
import { ALL_PROTOCOLS } from '../../core/everything';
import { simulate, type Run } from '../../sim';
import { bookmarkOf } from '../search/found-run';
import { safeguardsOf } from '../search/hunt-prey';
import { LESSONS } from './lesson-runs';
import { COST, parseLessons, type Lesson } from './lesson';
import { costOf } from './time-without-leader';
import { lessonRows, lessonsTable, whyNeeded } from './lessons';
import { parseBookmark } from '../run/bookmark';
import { parseRun } from '../run/schema';

const MOST_FAULTS = 8;
/** Since nodes ask before they stand, it takes one more: no run near the one that is kept does with fewer. */
const MOST_FAULTS_WITHOUT: Readonly<Record<string, number>> = { datedOffsets: 9 };
const MOST_SECONDS = 60;
/** For a protocol as it is. */
const MOST_FAULTS_AS_PUBLISHED = 3;

const nameOf = ({ protocol, safeguard }: Lesson): string =>
  `${protocol} without ${safeguard ?? 'any change'}`;

const brokenBy = (run: Run, untilMs: number): readonly string[] => {
  const monitor = new Monitor();
  simulate(run, untilMs, { observers: [monitor] });
  // What never becomes whole again is a note.
  return [...monitor.violations, ...monitor.notes].map(
    ({ invariant, atUs, text }) => `${invariant} at ${atUs}: ${text}`,
  );
};

test('there is one for every safeguard, and for each protocol that has none', () => {
  const wanted = ALL_PROTOCOLS.flatMap((protocol) =>
    protocol.safeguards.length === 0
      ? [`${protocol.id} without any change`]
      : safeguardsOf({ protocol: protocol.id }).map(({ name }) => `${protocol.id} without ${name}`),
  );
  expect(LESSONS.map(nameOf)).toEqual(wanted);
});

test('the data file is what its schema says; a wrong field is named', () => {
  const [first, ...rest] = structuredClone(LESSONS) as [Lesson, ...Lesson[]];
  const wrong = [
    [{ ...first, seconds: '1' }, '[0].seconds: must be a number'],
    [{ ...first, found: true }, '[0].found: is not a field of a lesson'],
    [{ ...first, broken: { ...first.broken, atUs: 0.5 } }, '[0].broken.atUs: must be whole'],
    [{ ...first, broken: { ...first.broken, run: {} } }, '[0].broken.run.version: is missing'],
  ] as const;
  expect(parseLessons([first, ...rest])).toEqual(LESSONS);
  for (const [lesson, complaint] of wrong) expect(() => parseLessons([lesson, ...rest])).toThrow(complaint);
});

const broken = LESSONS.filter((lesson) => lesson.broken !== null);

describe.each(broken.map((lesson) => [nameOf(lesson), lesson] as const))('%s', (_, lesson) => {
  const { safeguard, seconds } = lesson;
  const isCost = lesson.broken!.invariant === COST;
  const { run, invariant, atUs, text } = lesson.broken!;
  const untilMs = atUs / 1000 + 1;

  test('breaks what it says, when it says, and opens as it is', () => {
    if (isCost) expect(costOf(run, safeguard!, atUs / 1000)).toBe(text);
    else expect(brokenBy(run, untilMs)).toContain(`${invariant} at ${atUs}: ${text}`);
    expect(() => parseRun(run)).not.toThrow();
    expect(() => parseBookmark(bookmarkOf({ run, violation: lesson.broken! }))).not.toThrow();
  });

  test('was found soon unless it was arranged, and shrunk to a few faults', () => {
    if (lesson.arranged !== true) expect(seconds).toBeLessThan(MOST_SECONDS);
    const most =
      safeguard === null ? MOST_FAULTS_AS_PUBLISHED : (MOST_FAULTS_WITHOUT[safeguard] ?? MOST_FAULTS);
    expect(run.faults?.length ?? 0).toBeLessThanOrEqual(most);
  });

  if (safeguard === null) return;
  test('does not with that safeguard on, also if it goes on for longer', () => {
    const safe = { ...run, safeguards: { ...run.safeguards, [safeguard]: true } };
    expect(brokenBy(safe, untilMs * 1.5).filter((text) => text.startsWith(invariant))).toEqual([]);
  });
});

test('where the hunt breaks nothing it is said why the rule is needed', () => {
  const unbroken = LESSONS.filter((lesson) => lesson.broken === null || lesson.arranged === true);
  for (const { protocol, safeguard } of unbroken) expect(whyNeeded(protocol, safeguard)).toMatch(/\.$/);
  expect(unbroken.map(nameOf)).toEqual([
    'quorum without stepDownOnHigherEpoch',
    'raft without preVote',
    'raft without checkQuorum',
    'raft without commitOwnTermOnly',
  ]);
  const ofRaft = LESSONS.filter(({ protocol }) => protocol === 'raft');
  expect(ofRaft.filter((lesson) => lesson.broken === null)).toEqual([]);
});

/**
 * What is said of that rule: nobody hears the primary any more, and it hears everybody. Its data is ahead, so that it does not
 * step down to vote for another one.
 */
test.each([true, false])(
  'with the rule to step down %s: how long a deposed primary goes on claiming',
  (on) => {
    const downAfterMs = 500;
    const steady: Run = {
      ...{ version: 1, protocol: 'quorum', nodes: ['n1', 'n2', 'n3'], seed: 1 },
      config: { hbIntervalMs: 50, downAfterMs, electionTimeoutMs: 300, electionBackoffMs: 100 },
      network: { latencyMs: [1, 3] },
      safeguards: { stepDownOnHigherEpoch: on },
      clients: 2,
    };
    const from = simulate(steady, 5000).view.nodes.find(({ authority }) => authority)!.id;
    const others = steady.nodes.filter((id) => id !== from);
    const faults = others.map((to) => ({ atMs: 5000, kind: 'cut', from, to }) as const);
    const looks = Array.from({ length: 80 }, (_, at) => 5000 + at * 50);
    const claims = looks
      .map((ms) => simulate({ ...steady, faults }, ms).view.nodes)
      .filter((nodes) => nodes.filter(({ role }) => role === 'primary').length > 1);
    for (const nodes of claims) expect(nodes.filter(({ authority }) => authority).length).toBeLessThan(2);
    if (on) expect(claims).toHaveLength(0);
    else {
      expect(claims.length).toBeGreaterThan(3);
      expect(claims.length * 50).toBeLessThanOrEqual(downAfterMs);
    }
  },
);

/** The cells of a table, whatever its formatter made of it. */
const cellsOf = (table: string): readonly (readonly string[])[] =>
  table
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|\s*:?-/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));

test('the README has the same table', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  const [, written = ''] = readme.split('<!-- lessons: written by npm run lessons -->');
  expect(cellsOf(written.split('<!-- end of lessons -->')[0]!)).toEqual(cellsOf(lessonsTable()));
  expect(lessonRows()).toHaveLength(LESSONS.length);
});

describe('what the switches of Raft spare a cluster', () => {
  const steady = (safeguards: Run['safeguards'] & object): Run => ({
    ...{ version: 1, protocol: 'raft', nodes: ['n1', 'n2', 'n3'], seed: 1, safeguards },
    network: { latencyMs: [1, 3] },
  });
  const nodesAt = (run: Run, untilMs: number) => simulate(run, untilMs).view.nodes;
  /** In the first term somebody leads, and one of the others is cut off for a while. */
  const comeback = (preVote: boolean): number => {
    const run = steady({ preVote });
    const leader = nodesAt(run, 5000).find(({ role }) => role === 'primary')!;
    const away = run.nodes.find((id) => id !== leader.id)!;
    const faults: Run['faults'] = [
      { atMs: 5000, kind: 'partition', groups: [[away]] },
      { atMs: 15_000, kind: 'healAll' },
    ];
    const after = nodesAt({ ...run, faults }, 20_000);
    return after.find(({ role }) => role === 'primary')!.epoch - leader.epoch;
  };

  test('asking first: the return of one that was cut off costs nobody the leadership', () => {
    expect(comeback(true)).toBe(0);
    expect(comeback(false)).toBeGreaterThan(1);
  });

  test.each([
    [true, 'replica'],
    [false, 'primary'],
  ] as const)(
    'with the check of the quorum %s: a leader that nobody hears is a %s after a while',
    (on, role) => {
      const run = steady({ checkQuorum: on });
      const leader = nodesAt(run, 5000).find((node) => node.role === 'primary')!;
      const faults: Run['faults'] = [{ atMs: 5000, kind: 'partition', groups: [[leader.id]] }];
      expect(nodesAt({ ...run, faults }, 10_000).find(({ id }) => id === leader.id)!.role).toBe(role);
    },
  );
});
