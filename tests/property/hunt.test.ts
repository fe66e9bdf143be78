/**
 * The hunt as people start it, from a terminal: clean where every rule is on (a smaller number here than the million of
 * the README), and with a find, a link and exit status 1 where none is.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseBookmark } from '../../src/app/run/bookmark';
import { packedRunIn, unpackText } from '../../src/app/run/link';
import { simulate, type Fault, type Run } from '../../src/sim';
import { Monitor } from '../../src/check/monitor';

const TOP = fileURLToPath(new URL('../..', import.meta.url));

interface Outcome {
  readonly schedules: number;
  readonly events: number;
  readonly violation: null | { readonly invariant: string; readonly text: string };
  readonly run: Run | null;
  readonly faults: readonly Fault[];
  readonly link: string | null;
}

function run(...options: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, ['--import', 'tsx', 'src/cli/hunt.ts', ...options], {
    cwd: TOP,
    encoding: 'utf8',
  });
}

function hunt(...options: string[]): { status: number | null; outcome: Outcome } {
  const { status, stdout } = run('--json', ...options);
  return { status, outcome: JSON.parse(stdout) as Outcome };
}

test.each([
  { protocol: 'quorum', schedules: 1600 },
  { protocol: 'ballot-lease', schedules: 480 },
])('$protocol: nothing in $schedules schedules', ({ protocol, schedules }) => {
  const { status, outcome } = hunt('--protocol', protocol, '--schedules', String(schedules));
  console.info(`${protocol}: ${outcome.schedules} schedules, ${outcome.events} events`);
  expect(outcome).toMatchObject({ schedules, violation: null });
  expect(status).toBe(0);
});

test('shards find together what the whole finds', () => {
  const range = ['--schedules', '96', '--seed', '9'];
  const whole = hunt(...range).outcome;
  const shards = ['1/3', '2/3', '3/3'].map((shard) => hunt(...range, '--shard', shard).outcome);
  expect(shards.reduce((sum, { schedules }) => sum + schedules, 0)).toBe(whole.schedules);
  expect(shards.reduce((sum, { events }) => sum + events, 0)).toBe(whole.events);
});

test('kevy: found, shrunk to at most three faults, with a link that shows it', async () => {
  const { status, outcome } = hunt('--protocol', 'kevy');
  expect(status).toBe(1);
  expect(Object.keys(outcome)).toEqual(['schedules', 'events', 'violation', 'run', 'faults', 'link']);
  const { violation, run, faults, link } = outcome;
  expect(faults).toEqual(run!.faults);
  expect(faults.length).toBeLessThanOrEqual(3);
  const linked = parseBookmark(await unpackText(packedRunIn(new URL(link!).hash)!));
  const monitor = new Monitor();
  simulate(linked.run, linked.headMs, { observers: [monitor] });
  expect(monitor.violations).toContainEqual(expect.objectContaining(violation!));
});

test.each([
  ['a link that no lease outlives', ['--latency', '60000-60000'], /^--latency: nobody can have authority: /],
  ['a network that loses everything', ['--loss', '1'], /^--loss: nobody can lead: every message is lost/],
  [
    'more than a machine can hold',
    ['--config', 'hbIntervalMs=1,leaseMs=190', '--nodes', '9', '--latency', '90-60000'],
    /^--config: hbIntervalMs \(1\) and 9 nodes/,
  ],
])('%s: bad arguments, with a sentence, and nothing on stdout', (_, options, sentence) => {
  const { status, stdout, stderr } = run(...options);
  expect(stderr).toMatch(sentence);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});
