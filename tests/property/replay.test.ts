/**
 * One schedule again, told event by event: `SEED=123 npm run test:property -- -t replay`, with what the search said in
 * front, such as `PROTOCOL=kevy` or `OFF=durableVotes,stickyVoters`. Prints the run as well: it opens in the page.
 */
import { expect, test } from 'vitest';
import { EventLog } from '../../src/app/explain/event-log';
import { Monitor } from '../../src/check/monitor';
import { randomSchedule, SETTLE_WITHIN_MS } from '../../src/check/schedule';
import { trySchedule } from '../../src/check/try-schedule';
import { simulate } from '../../src/sim';
import {
  complaints,
  DRIFT_WITHIN_MARGIN,
  optionsFrom,
  replayCommand,
  SKEW_MS,
  watchedIn,
  type SearchOptions,
} from './search';

const { SEED } = process.env;

test.skipIf(SEED === undefined)('replay', () => {
  const seed = Number(SEED);
  const options = optionsFrom(process.env);
  const invariants = watchedIn(options);
  const schedule = randomSchedule(seed, options);
  const outcome = trySchedule(schedule, invariants);

  const monitor = new Monitor(invariants);
  const untilMs =
    (outcome.violations[0]?.atUs ?? (schedule.faultsEndMs + SETTLE_WITHIN_MS) * 1000) / 1000 + 1;
  const log = new EventLog(simulate(schedule.run, untilMs, { observers: [monitor] }).trace);
  log.update(monitor.violations);
  const lines = [...log.lines]
    .sort((a, b) => a.atUs - b.atUs || a.id - b.id)
    .map(({ atUs, text }) => `${(atUs / 1000).toFixed(3).padStart(10)} ms  ${text}`);
  console.info([JSON.stringify(schedule.run), ...lines].join('\n'));
  expect(complaints([{ seed, outcome }], options)).toEqual([]);
});

test.each<SearchOptions>([
  { protocol: 'quorum' },
  { protocol: 'kevy', clients: 2, only: ['acknowledgedSurvive'] },
  { protocol: 'quorum', nodes: [3, 5], driftRatio: DRIFT_WITHIN_MARGIN, safeguards: { datedOffsets: false } },
  {
    protocol: 'ballot-lease',
    clients: 5,
    exports: true,
    skewMs: SKEW_MS,
    safeguards: { fencing: false, keepBallotOnResign: false },
    without: ['priority', 'store'],
  },
])('the command for %o leads to the same schedule', (options) => {
  const command = replayCommand(7, options);
  const settings = command.slice(0, command.indexOf(' npm ')).split(' ');
  const env = Object.fromEntries(settings.map((setting) => setting.split('=') as [string, string]));
  expect(env['SEED']).toBe('7');
  const again = optionsFrom(env);
  expect(watchedIn(again)).toEqual(watchedIn(options));
  for (const seed of [1, 7, 20]) {
    const { run } = randomSchedule(seed, options);
    expect(randomSchedule(seed, again).run).toEqual({ safeguards: {}, ...run });
  }
});
