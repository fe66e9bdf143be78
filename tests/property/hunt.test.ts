/**
 * The hunt as people start it, from a terminal: clean where every rule is on (a smaller number here than the million of
 * the README), and with a find, a link and exit status 1 where none is.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseBookmark } from '../../src/app/run/bookmark';
import { packedRunIn, unpackText } from '../../src/app/run/link';
import { simulate, type Run } from '../../src/sim';
import { Monitor } from '../../src/check/monitor';

const TOP = fileURLToPath(new URL('../..', import.meta.url));

interface Outcome {
  readonly schedules: number;
  readonly steps: number;
  readonly violation: null | {
    readonly invariant: string;
    readonly atMs: number;
    readonly run: Run;
    readonly link: string;
  };
}

function hunt(...options: string[]): { status: number | null; outcome: Outcome } {
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'src/cli/hunt.ts', '--json', ...options],
    { cwd: TOP, encoding: 'utf8' },
  );
  return { status, outcome: JSON.parse(stdout) as Outcome };
}

test.each([
  { protocol: 'quorum', schedules: 1600 },
  { protocol: 'ballot-lease', schedules: 480 },
])('$protocol: nothing in $schedules schedules', ({ protocol, schedules }) => {
  const { status, outcome } = hunt('--protocol', protocol, '--schedules', String(schedules));
  console.info(`${protocol}: ${outcome.schedules} schedules, ${outcome.steps} events`);
  expect(outcome).toMatchObject({ schedules, violation: null });
  expect(status).toBe(0);
});

test('shards find together what the whole finds', () => {
  const range = ['--schedules', '96', '--seed', '9'];
  const whole = hunt(...range).outcome;
  const shards = ['1/3', '2/3', '3/3'].map((shard) => hunt(...range, '--shard', shard).outcome);
  expect(shards.reduce((sum, { schedules }) => sum + schedules, 0)).toBe(whole.schedules);
  expect(shards.reduce((sum, { steps }) => sum + steps, 0)).toBe(whole.steps);
});

test('kevy: found, shrunk to at most three faults, with a link that shows it', async () => {
  const { status, outcome } = hunt('--protocol', 'kevy');
  expect(status).toBe(1);
  const { invariant, run, link, atMs } = outcome.violation!;
  expect(run.faults!.length).toBeLessThanOrEqual(3);
  const linked = parseBookmark(await unpackText(packedRunIn(link)!));
  const monitor = new Monitor();
  simulate(linked.run, linked.headMs, { observers: [monitor] });
  expect(monitor.violations).toContainEqual(expect.objectContaining({ invariant, atUs: atMs * 1000 }));
});
