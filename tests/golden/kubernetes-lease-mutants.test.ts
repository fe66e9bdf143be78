/** The recordings see every mistake that is planted in the steps of the elector. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Difference } from './golden-file';
import { loadChanged, type Change } from './mutated-source';
import { replaySteps, type Steps } from './replay-kubernetes-lease';

interface Mutant extends Change {
  readonly name: string;
}

const inFile =
  (file: string) =>
  (name: string, find: string, put: string): Mutant => ({ file, name, find, put });
const attempt = inFile('attempt.ts');
const lock = inFile('lock.ts');
const record = inFile('record.ts');
const release = inFile('release.ts');

const MUTANTS: readonly Mutant[] = [
  attempt(
    'always looks at the server first',
    'if (holds(lock, id) && isValid(lock, start.nowUs)) {',
    'if (false) {',
  ),
  attempt(
    'renews blindly what is no longer valid',
    'if (holds(lock, id) && isValid(lock, start.nowUs)) {',
    'if (holds(lock, id)) {',
  ),
  attempt('begins a tenure anew with each renewal', 'record = continued(record, lock.observed);', ''),
  attempt(
    'gives up when the first update fails',
    "if ((yield* update(lock, record)).reply.kind === 'written') return true;",
    "return (yield* update(lock, record)).reply.kind === 'written';",
  ),
  attempt('creates whatever stood in the way', "reply.error !== 'NotFound'", "reply.error === 'Conflict'"),
  attempt(
    'never creates',
    "if (reply.kind === 'written' || reply.error !== 'NotFound') return false;",
    'return false;',
  ),
  attempt('observes what has not changed', 'if (key !== lock.observedKey) {', 'if (true) {'),
  attempt('never remembers what it observed', 'lock.observedKey = key;', ''),
  attempt(
    'counts from the start of the step',
    'observe(lock, found, clock.nowUs);',
    'observe(lock, found, start.nowUs);',
  ),
  attempt('waits for a lease that nobody holds', "found.holder !== '' && ", ''),
  attempt('waits for its own lease', ' && !isOwn) return false;', ') return false;'),
  attempt(
    'takes what is still valid',
    "if (found.holder !== '' && isValid(lock, start.nowUs) && !isOwn) return false;",
    '',
  ),
  attempt(
    'judges validity by the time of the reply',
    "if (found.holder !== '' && isValid(lock, start.nowUs)",
    "if (found.holder !== '' && isValid(lock, clock.nowUs)",
  ),
  attempt(
    'does not count the transition',
    'transitions: found.transitions + 1',
    'transitions: found.transitions',
  ),
  attempt(
    'counts a renewal as a transition',
    'isOwn ? continued(record, found)',
    'isOwn ? { ...continued(record, found), transitions: found.transitions + 1 }',
  ),
  attempt(
    'takes over the acquire time of another',
    '{ ...record, transitions: found.transitions + 1 }',
    '{ ...found, ...record, acquireTimeUs: found.acquireTimeUs, transitions: found.transitions + 1 }',
  ),
  attempt(
    'forgets what a renewal in vain has copied',
    '{ ...record, transitions: found.transitions + 1 }',
    '{ ...ownRecord(elector, start), transitions: found.transitions + 1 }',
  ),
  attempt(
    'rounds the duration up',
    'Math.floor(leaseDurationMs / 1000)',
    'Math.ceil(leaseDurationMs / 1000)',
  ),
  lock(
    'goes by the renew time in the record',
    'return observedAtUs + (waitMs === undefined ? observed',
    'return (observed.renewTimeUs ?? observedAtUs) + (waitMs === undefined ? observed',
  ),
  lock('is valid to the very end', 'endUs > nowUs', 'endUs >= nowUs'),
  lock(
    'takes every lease for a second longer',
    'observed.leaseDurationSeconds * 1_000_000',
    '(observed.leaseDurationSeconds + 1) * 1_000_000',
  ),
  lock(
    'keeps its version after a create that failed',
    "lock.version = reply.kind === 'written' ? reply.version : null;",
    "if (reply.kind === 'written') lock.version = reply.version;",
  ),
  lock(
    'loses its version with an update that failed',
    "if (reply.kind !== 'written') return answered;\n",
    "if (reply.kind !== 'written') {\n    lock.version = null;\n    return answered;\n  }\n",
  ),
  lock(
    'does not learn the version that it read',
    "if (answered.reply.kind === 'got') lock.version = answered.reply.version;",
    '',
  ),
  lock(
    'does not observe what it created',
    "if (reply.kind !== 'written') return false;\n  observe(lock, record, clock.nowUs);",
    "if (reply.kind !== 'written') return false;",
  ),
  lock(
    'takes its own writes for readings',
    'lock.version = reply.version;\n  observe(lock, record, clock.nowUs);',
    "lock.version = reply.version;\n  observe(lock, record, clock.nowUs);\n  lock.observedKey = '';",
  ),
  record('sees every renewal', 'Math.floor(us / SECOND_US)', 'us'),
  record('does not see renewals at all', 'secondOf(renewTimeUs)]', "'-']"),
  record('does not see transitions', '${transitions} ${holder}', '${holder}'),
  release('does not ask whether it leads', 'if (!holds(lock, id)) return true;', ''),
  release(
    'looks at whose lease it finds',
    'if (recheckHolder && found.record.holder',
    'if (found.record.holder',
  ),
  release('gives up after a conflict', "reply.error !== 'Conflict'", 'true'),
  release(
    'starts over after any error',
    "if (reply.kind === 'got' || reply.error !== 'Conflict') return false;",
    '',
  ),
  release('begins the count of transitions anew', 'transitions: found.record.transitions', 'transitions: 0'),
  release(
    'leaves the duration as it was',
    'leaseDurationSeconds: FREE_SECONDS',
    'leaseDurationSeconds: found.record.leaseDurationSeconds',
  ),
  release('leaves its name in the lease', "holder: '',", 'holder: id,'),
];

const FOLDER = 'core/protocols/kubernetes-lease';
const ENTRIES = ['attempt.ts', 'release.ts', 'lock.ts'];

const lines = readFileSync(join(import.meta.dirname, 'kubernetes-lease.ndjson'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Parameters<typeof replaySteps>[0] & { readonly case: number });

/** The first difference, in words; null if there is none. */
function differenceOf(port: Steps): string | null {
  for (const line of lines) {
    try {
      replaySteps(line, `case ${line.case}, elector ${line.id}`, port);
    } catch (error) {
      if (error instanceof Difference) return error.message;
      throw error;
    }
  }
  return null;
}

describe('mistakes in the steps of the Kubernetes elector', () => {
  const score: string[] = [];

  test.each(MUTANTS)('found: it $name', (mutant) => {
    const difference = differenceOf(loadChanged<Steps>(FOLDER, ENTRIES, mutant));
    expect(difference).not.toBeNull();
    score.push(`${mutant.name}: ${difference!.slice(0, 60)}`);
  });

  test('a change that changes nothing is not found', () => {
    const change = { file: 'attempt.ts', find: 'let record = ownRecord', put: 'let record  = ownRecord' };
    expect(differenceOf(loadChanged<Steps>(FOLDER, ENTRIES, change))).toBeNull();
  });

  test('a place that is gone is told', () => {
    const change = { file: 'attempt.ts', find: 'no such text', put: '' };
    expect(() => loadChanged<Steps>(FOLDER, ENTRIES, change)).toThrow(/0 times/);
  });

  afterAll(() => console.info(`${score.length} of ${MUTANTS.length} mistakes found`));
});
