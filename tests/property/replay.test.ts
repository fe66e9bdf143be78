/**
 * One schedule again, told event by event: `SEED=123 npm run test:property -- -t replay`, with `PROTOCOL=kevy` or
 * `OFF=durableVotes,stickyVoters` in front where the search said so. Prints the run as well: it opens in the page.
 */
import { expect, test } from 'vitest';
import { EventLog } from '../../src/app/event-log';
import { Monitor } from '../../src/check/monitor';
import { randomSchedule, SETTLE_WITHIN_MS } from '../../src/check/schedule';
import { trySchedule } from '../../src/check/try-schedule';
import { simulate } from '../../src/sim';
import { complaints } from './search';

const { SEED, PROTOCOL = 'quorum', OFF = '' } = process.env;

test.skipIf(SEED === undefined)('replay', () => {
  const seed = Number(SEED);
  const safeguards = Object.fromEntries(
    OFF.split(',')
      .filter(Boolean)
      .map((name) => [name, false]),
  );
  const options = { protocol: PROTOCOL, safeguards };
  const schedule = randomSchedule(seed, options);
  const outcome = trySchedule(schedule);

  const monitor = new Monitor();
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
