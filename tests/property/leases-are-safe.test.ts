/**
 * Leases, registers and the leader's contract under random schedules: on top of what befalls nodes, the store and the
 * clients are killed, frozen, cut off and slowed, wall clocks are set off by up to SKEW_MS, leaders resign, priorities
 * change, and the lease's key is damaged and deleted.
 *
 * What is held against them is what the ballots are for: they never go back, each names one leader, no copy of the
 * register takes a stale one, no acknowledged write is lost, and no node ever tells of an older leader than before.
 * One authority at any instant is not among it: see `watchedIn`.
 */
import { expect, test } from 'vitest';
import { randomSchedule, SETTLE_WITHIN_MS } from '../../src/check/schedule';
import {
  complaints,
  countOf,
  isUnsettled,
  search,
  SEEDS,
  SEEDS_TO_FIND_IN,
  SKEW_MS,
  summary,
  watchedIn,
  type SearchOptions,
} from './search';

const HOSTILE: SearchOptions = {
  protocol: 'ballot-lease',
  // They talk to the store alone: more of them do nothing that fewer do not.
  nodes: [1, 5],
  clients: 2,
  exports: true,
  skewMs: SKEW_MS,
};
const UNDISTURBED: SearchOptions = { protocol: 'ballot-lease', without: ['priority', 'store'] };
const UNDISTURBED_SEEDS = SEEDS / 4;

test(`${SEEDS} schedules with skew of up to ${SKEW_MS} ms: the tokens hold, and settled within ${SETTLE_WITHIN_MS} ms`, () => {
  const watched = watchedIn(HOSTILE).map(({ id }) => id);
  expect(watched).toEqual(
    expect.arrayContaining([
      'oneWinnerPerEpoch',
      'ballotsRise',
      'fencedRegister',
      'acknowledgedSurvive',
      'leadershipContract',
    ]),
  );
  expect(watched).not.toContain('oneAuthority');
  const tried = search(HOSTILE);
  console.info(`ballot-lease: ${summary(tried)}`);
  const unsettled = tried.filter(isUnsettled);
  expect(
    complaints(
      tried.filter((one) => !isUnsettled(one)),
      HOSTILE,
    ),
  ).toEqual([]);
  // A call to the store that is lost costs a sixth of a lease: with every tenth message lost a reign may end by luck alone.
  expect(unsettled.length, complaints(unsettled, HOSTILE).join('\n')).toBeLessThanOrEqual(tried.length / 100);
  for (const { seed, outcome } of unsettled) {
    expect(outcome.ledAfterMs, `seed ${seed}`).not.toBeNull();
    expect(randomSchedule(seed, HOSTILE).run.network!.lossRatio).toBeGreaterThan(0);
  }
});

test('the schedules are as hostile as they should be', () => {
  const runs = Array.from({ length: SEEDS_TO_FIND_IN }, (_, at) => randomSchedule(at + 1, HOSTILE).run);
  const faults = runs.flatMap((run) => run.faults!);
  const has = (what: object): void => expect(faults).toContainEqual(expect.objectContaining(what));
  for (const node of ['store', 'c1', 'c2']) {
    has({ kind: 'kill', node });
    has({ kind: 'restart', node, disk: 'kept' });
    has({ kind: 'freeze', node });
    has({ kind: 'cut', from: 'n1', to: node });
    has({ kind: 'cut', from: node, to: 'n1' });
  }
  for (const how of ['corrupt', 'tombstone']) has({ kind: 'store', how });
  has({ kind: 'resign', node: 'n2' });
  has({ kind: 'priority', node: 'n3', value: 2 });
  const offsets = faults.flatMap((fault) => (fault.kind === 'clock' ? [fault.offsetMs!] : []));
  expect(Math.max(...offsets)).toBe(SKEW_MS);
  expect(Math.min(...offsets)).toBe(-SKEW_MS);
  expect(runs.some(({ network }) => network!.lossRatio! > 0)).toBe(true);
  expect(runs.some(({ network }) => network!.duplicateRatio! > 0)).toBe(true);
});

// Whoever reads a lease waits until it is over by a clock that agrees with the leader's, and who resigns stops first.
test(`${UNDISTURBED_SEEDS} schedules without skew, priorities and damage: one authority at any instant`, () => {
  expect(watchedIn(UNDISTURBED).map(({ id }) => id)).toContain('oneAuthority');
  const tried = search(UNDISTURBED, UNDISTURBED_SEEDS);
  console.info(`ballot-lease, undisturbed: ${summary(tried)}`);
  expect(complaints(tried, UNDISTURBED)).toEqual([]);
});

test.each<{ name: string; options: SearchOptions; breaks: string }>([
  { name: 'skewed clocks', options: { ...UNDISTURBED, skewMs: SKEW_MS }, breaks: 'oneAuthority' },
  { name: 'priorities', options: { protocol: 'ballot-lease', without: ['store'] }, breaks: 'oneAuthority' },
  {
    name: 'a damaged key',
    options: { protocol: 'ballot-lease', without: ['priority'] },
    breaks: 'oneAuthority',
  },
])('with $name, and nothing else new, two authorities are found', ({ name, options, breaks }) => {
  const looking = { ...options, only: [breaks] };
  const tried = search(looking, SEEDS_TO_FIND_IN, ({ outcome }) => outcome.violations.length > 0);
  console.info(`with ${name}: ${breaks} is violated in schedule ${tried.length}`);
  expect(countOf(breaks, tried)).toBe(1);
});
