/** The recordings see every mistake that is planted in the port of Raft. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadChanged, type Change } from './mutated-source';
import { replayWith, type Port } from './replay-raft';

interface Mutant extends Change {
  readonly name: string;
}

const inFile =
  (file: string) =>
  (name: string, find: string, put: string): Mutant => ({ file, name, find, put });
const core = inFile('core.ts');
const log = inFile('log.ts');
const progress = inFile('progress.ts');
const reads = inFile('reads.ts');
const votes = inFile('votes.ts');

const MUTANTS: readonly Mutant[] = [
  core('keeps its vote in a new term', 'this.term = term;\n      this.vote = 0;', 'this.term = term;'),
  core(
    'raises its term to ask',
    "this.lead = 0;\n    this.role = 'preCandidate';",
    "this.term += 1;\n    this.lead = 0;\n    this.role = 'preCandidate';",
  ),
  core(
    'keeps its leader while it asks',
    "this.lead = 0;\n    this.role = 'preCandidate';",
    "this.role = 'preCandidate';",
  ),
  core(
    'lets itself be disturbed under the lease',
    'if (asksForVote && m.forced === 0 && inLease) return false;',
    '',
  ),
  core(
    'ignores a handover under the lease',
    'asksForVote && m.forced === 0 && inLease',
    'asksForVote && inLease',
  ),
  core(
    'decides an entry of an earlier term',
    'commitOwnTermOnly ? term !== this.term :',
    'commitOwnTermOnly ? term > this.term :',
  ),
  core(
    'answers a read without a quorum',
    'if (this.config.leaseReads) {\n      this.answer(m, this.commit);',
    'if (this.term > 0) {\n      this.answer(m, this.commit);',
  ),
  core(
    'answers reads before anything of its term is decided',
    'else if (this.log.termAt(this.commit) !== this.term) this.reads.postpone(m);',
    '',
  ),
  core('votes for whoever has an older log', 'm.logTerm > lastTerm ||', 'true ||'),
  core('votes for the shorter log of the same term', 'm.index >= lastIndex', 'm.index <= lastIndex'),
  core(
    'grants a question like a vote',
    'if (!isPre) {\n        this.electionElapsed = 0;',
    'if (m.term > 0) {\n        this.electionElapsed = 0;',
  ),
  core('does not tell a stale leader of the higher term', "this.send(message('MsgAppResp', m.from));", ''),
  core(
    'does not count the silence from a heartbeat on',
    "case 'MsgHeartbeat':\n        this.electionElapsed = 0;",
    "case 'MsgHeartbeat':",
  ),
  core(
    'follows nobody after a quorum check that failed',
    'if (active < this.quorum) this.becomeFollower(this.term, 0);',
    '',
  ),
  core('remembers for ever who was heard', 'this.progress[voter]!.recentActive = false;', ''),
  core('never gives up a handover', 'if (this.isLeader()) this.leadTransferee = 0;', ''),
  core('takes proposals while it hands over', 'if (this.leadTransferee !== 0) return false;', ''),
  core('asks before it takes over', "this.stand('transfer');", "this.stand('pre');"),
  core('appends no entry of its own', "this.append([{ term: 0, index: 0, data: '' }]);", ''),
  core(
    'tells followers to decide what they may not have',
    'heartbeat.commit = Math.min(progress.match, this.commit);',
    'heartbeat.commit = this.commit;',
  ),
  core(
    'does not tell a commit at once',
    'this.serve(request);\n      this.broadcastAppends();',
    'this.serve(request);',
  ),
  core('overwrites what is decided', 'if (m.index < this.commit) {', 'if (m.index < 0) {'),
  core(
    'forgets its leader although reads rest on it',
    'if (!this.config.leaseReads) this.lead = 0;',
    'this.lead = 0;',
  ),
  core(
    'goes on waiting after a heartbeat was answered',
    'progress.paused = false;\n    if (progress.match',
    'if (progress.match',
  ),
  log('cuts its log without a conflict', 'if (this.termAt(index) === entries[i]!.term) continue;', ''),
  log('sends as much as there is', 'if (bytes > bytesMost && until >= from) break;', ''),
  log('guesses one too low', 'return at;', 'return Math.max(0, at - 1);'),
  progress('forgets what is in flight', 'this.inflight.push(this.next - 1);', ''),
  progress(
    'believes refusals that are out of date',
    'if (index <= this.match) return false;\n      this.becomeProbe();',
    'this.becomeProbe();',
  ),
  progress(
    'goes on sending ahead of who is unreachable',
    "if (this.mode !== 'replicate') return;\n    this.becomeProbe();",
    '',
  ),
  reads(
    'forgets reads that wait for its term',
    'this.open = [];\n    this.done = 0;\n    this.confirmed.fill(0);',
    'this.open = [];\n    this.postponed = [];\n    this.done = 0;\n    this.confirmed.fill(0);',
  ),
  reads(
    'counts confirmations of an earlier term',
    'this.done = 0;\n    this.confirmed.fill(0);',
    'this.done = 0;',
  ),
  votes('waits for votes that cannot come', "yes + silent < quorum ? 'lost' : 'open'", "'open'"),
];

const lines = readFileSync(join(import.meta.dirname, 'raft.ndjson'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as { readonly case: number });

const portWith = (change: Change): Port => loadChanged<Port>('core/protocols/raft', ['core.ts'], change);

/** The first difference, or what the core throws, in words; null if there is neither. */
function differenceOf(port: Port): string | null {
  for (const line of lines) {
    try {
      replayWith(port, line, `case ${line.case}`);
    } catch (error) {
      return String(error);
    }
  }
  return null;
}

describe('mistakes in the port of Raft', () => {
  let found = 0;

  test.each(MUTANTS)('found: it $name', (mutant) => {
    expect(differenceOf(portWith(mutant))).not.toBeNull();
    found += 1;
  });

  test('a change that changes nothing is not found', () => {
    const change = {
      file: 'core.ts',
      find: 'leadTransferee = 0;\n  readonly log',
      put: 'leadTransferee  = 0;\n  readonly log',
    };
    expect(differenceOf(portWith(change))).toBeNull();
  });

  afterAll(() => console.info(`${found} of ${MUTANTS.length} mistakes found`));
});
