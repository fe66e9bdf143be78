/** Small runs that once were said to be broken when they were not, or whole when they were not. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Monitor } from '../../src/check/monitor';
import { settles } from '../../src/check/invariants/settles';
import { wholeAgain } from '../../src/check/invariants/whole-again';
import { simulate, type Fault, type Run } from '../../src/sim';

const caseOf = (name: string): Run =>
  JSON.parse(readFileSync(new URL(`../cases/${name}.json`, import.meta.url), 'utf8')) as Run;

function notes(run: Run, untilMs: number) {
  const monitor = new Monitor([settles, wholeAgain]);
  simulate(run, untilMs, { observers: [monitor], keepTrace: false });
  return monitor.notes.map(({ invariant, atUs, text }) => ({ invariant, atMs: atUs / 1000, text }));
}

const withFaults = (run: Run, ...faults: Fault[]): Run => ({ ...run, faults: [...run.faults!, ...faults] });

describe('while something is broken nothing is said', () => {
  test.each(['settles-every-link-lossy', 'settles-one-link-slow'])('%s', (name) => {
    expect(notes(caseOf(name), 200_000)).toEqual([]);
  });

  test('of clocks that go wrong, either', () => {
    const run = caseOf('settles-one-link-slow');
    const faults: Fault[] = [{ atMs: 10_000, kind: 'clock', node: 'n2', offsetMs: -3_600_000 }];
    expect(notes({ ...run, faults }, 400_000)).toEqual([]);
  });

  test('and once it no longer is, the cluster has its time', () => {
    const healed = withFaults(caseOf('settles-every-link-lossy'), { atMs: 60_000, kind: 'healAll' });
    expect(notes(healed, 400_000)).toEqual([]);
  });
});

describe('a network that cannot work', () => {
  test('has the note say so: as the run brings it', () => {
    const { faults: _, ...run } = caseOf('settles-every-link-lossy');
    expect(notes({ ...run, network: { lossRatio: 1 } }, 100_000)).toEqual([
      {
        invariant: 'settles',
        atMs: 75_000,
        text: 'For 75 s nothing is broken between the nodes but the network itself, which loses every message, and nobody has authority.',
      },
    ]);
  });

  test('or as it was made later', () => {
    const run = caseOf('settles-every-link-lossy');
    const faults: Fault[] = [{ atMs: 10_000, kind: 'configure', network: { lossRatio: 1 } }];
    expect(notes({ ...run, faults }, 100_000).map(({ text }) => text)).toEqual([
      'For 75 s nothing is broken between the nodes but the network itself, which loses every message, and nobody has authority.',
    ]);
  });
});

test('a cluster that changes its leader all the time has not settled', () => {
  const [note, ...rest] = notes(caseOf('settles-flapping'), 240_000);
  expect(rest).toEqual([]);
  expect(note!.invariant).toBe('settles');
  expect(note!.atMs).toBeLessThanOrEqual(60_000);
  expect(note!.text).toMatch(
    /^For \d+ s nothing is broken between the nodes but the network itself, which takes up to 700 ms one way, and /,
  );
});

test.each<Partial<Run>>([
  { protocol: 'quorum' },
  { protocol: 'quorum', clients: 2 },
  { protocol: 'ballot-lease' },
  { protocol: 'ballot-lease', clients: 1, exports: true },
  { protocol: 'kevy' },
  { protocol: 'kevy', clients: 1, exports: true },
])('a quiet cluster of %o is left in peace, also after one node was away and is back', (parts) => {
  const run: Run = {
    version: 1,
    protocol: 'quorum',
    nodes: ['n1', 'n2', 'n3'],
    seed: 1,
    ...parts,
    faults: [
      { atMs: 60_000, kind: 'kill', node: 'n3' },
      { atMs: 63_000, kind: 'restart', node: 'n3' },
    ],
  };
  expect(notes(run, 400_000)).toEqual([]);
});
