/**
 * Protocol `quorum` with clients under random schedules, its clocks within the margin that its lease leaves: no
 * write that was acknowledged is lost, no read is told of less than what was, and everything else that is promised holds
 * as well.
 */
import { expect, test } from 'vitest';
import { SETTLE_WITHIN_MS } from '../../src/check/schedule';
import {
  complaints,
  DRIFT_WITHIN_MARGIN,
  search,
  SEEDS,
  summary,
  watchedIn,
  type SearchOptions,
} from './search';

const OPTIONS: SearchOptions = { protocol: 'quorum', clients: 2, driftRatio: DRIFT_WITHIN_MARGIN };

test(`${SEEDS} schedules with clients: nothing acknowledged is lost, and settled within ${SETTLE_WITHIN_MS} ms`, () => {
  expect(watchedIn(OPTIONS).map(({ id }) => id)).toEqual(
    expect.arrayContaining([
      'oneWinnerPerEpoch',
      'oneAuthority',
      'fencedRegister',
      'acknowledgedSurvive',
      'leadershipContract',
    ]),
  );
  const tried = search(OPTIONS);
  console.info(`quorum with clients: ${summary(tried)}`);
  expect(complaints(tried, OPTIONS)).toEqual([]);
});

test(`${SEEDS} schedules with clients that read as well: no stale read, and the rest holds`, () => {
  const options: SearchOptions = { ...OPTIONS, readShare: 50 };
  expect(watchedIn(options).map(({ id }) => id)).toContain('noStaleRead');
  const tried = search(options);
  console.info(`quorum with clients that read: ${summary(tried)}`);
  expect(complaints(tried, options)).toEqual([]);
});

test(`${SEEDS} schedules of raft with clients: what is acknowledged through its log survives, and reads are confirmed`, () => {
  const options: SearchOptions = { protocol: 'raft', clients: 2, readShare: 50 };
  const tried = search(options);
  console.info(`raft with clients: ${summary(tried)}`);
  expect(complaints(tried, options)).toEqual([]);
});
