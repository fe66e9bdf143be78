/** What the checks of logs see, and what they let pass. */
import { describe, expect, test } from 'vitest';
import { EMPTY_LOG, writtenLog, type LogEntry } from '../../core/log';
import type { Observation } from '../../core/program';
import type { Finding, Invariant } from '../invariant';
import { appliedAgree } from './applied-agree';
import { changedFrom } from '../../core/replicated-log/changes';
import { leaderCompleteness } from './leader-completeness';
import { logMatching } from './log-matching';
import { Stage } from './test-kit';

/** Entries by their terms; the data is a letter for each, if there is any. */
const entries = (terms: readonly number[], data = ''): LogEntry[] =>
  terms.map((term, at) => ({ term, index: at + 1, data: data.charAt(at) }));

class Logs extends Stage {
  constructor(invariant: Invariant) {
    super(invariant, { protocol: 'raft' });
  }

  /** The whole log of that node is these now. */
  log(id: string, terms: readonly number[], what: Partial<Observation> = {}, data = ''): Finding | null {
    const slot = this.slot(id);
    slot.log = writtenLog(slot.log, { from: 1, entries: entries(terms, data) });
    return this.show(id, { replOffset: terms.length, ...what });
  }
}

test('they speak of protocols that replicate a log, and of no other', () => {
  for (const invariant of [logMatching, appliedAgree, leaderCompleteness]) {
    expect(new Logs(invariant).applies).toBe(true);
    expect(new Stage(invariant).applies).toBe(false);
  }
});

describe('what is new in a log', () => {
  const log = writtenLog(EMPTY_LOG, { from: 1, entries: entries(Array.from({ length: 130 }, () => 1)) });

  test.each([1, 64, 65, 129, 130, 131])('begins where it was written from, at %i', (from) => {
    const written = writtenLog(log, { from, entries: [{ term: 2, index: from, data: 'x' }] });
    expect(changedFrom(log, written)).toBe(from);
  });

  test('is nothing where it was only cut, or is the same', () => {
    expect(changedFrom(log, writtenLog(log, { from: 100, entries: [] }))).toBe(100);
    expect(changedFrom(log, log)).toBe(131);
  });
});

describe('logs match', () => {
  test('where they part and never meet again', () => {
    const nodes = new Logs(logMatching);
    expect(nodes.log('n1', [1, 1, 2])).toBeNull();
    expect(nodes.log('n2', [1, 1, 3, 3])).toBeNull();
    expect(nodes.log('n1', [1, 1, 3])).toBeNull();
  });

  test('not with two entries of one index and term', () => {
    const nodes = new Logs(logMatching);
    nodes.log('n1', [1, 2], {}, 'ab');
    expect(nodes.resume().log('n3', [1, 2], {}, 'ac')).toMatchObject({ witnesses: ['n1', 'n3'] });
  });

  test('not with the same entry after another one', () => {
    const nodes = new Logs(logMatching);
    nodes.log('n1', [1, 3]);
    expect(nodes.log('n2', [2, 3])?.text).toBe(
      'n2 has another entry 2 of term 3 than n1 had, or another entry before it: their logs do not match.',
    );
  });
});

describe('applied entries agree', () => {
  test('while what differs is not decided', () => {
    const nodes = new Logs(appliedAgree);
    expect(nodes.log('n1', [1, 1], { commit: 1 })).toBeNull();
    expect(nodes.log('n2', [1, 2], { commit: 1 })).toBeNull();
    expect(nodes.log('n1', [1, 2], { commit: 2 })).toBeNull();
  });

  test('not when another entry is applied at an index', () => {
    const nodes = new Logs(appliedAgree);
    nodes.log('n1', [1, 1], { commit: 2 }, ' a');
    expect(nodes.resume().log('n2', [1, 2], { commit: 2 }, ' b')).toEqual({
      witnesses: ['n1', 'n2'],
      text: 'n2 applies b of term 2 at index 2 of the log, where n1 applied a of term 1.',
    });
  });

  test('nor when a node takes back what it has applied itself', () => {
    const nodes = new Logs(appliedAgree);
    nodes.log('n1', [1, 1], { commit: 2 });
    expect(nodes.log('n1', [1, 2], { commit: 2 })).not.toBeNull();
  });
});

describe('leaders are complete', () => {
  test('with everything that was decided before their term', () => {
    const nodes = new Logs(leaderCompleteness);
    nodes.log('n1', [1, 1], { epoch: 1, role: 'primary', commit: 1 });
    expect(nodes.log('n2', [1, 2], { epoch: 2, role: 'primary' })).toBeNull();
  });

  test('not without it', () => {
    const nodes = new Logs(leaderCompleteness);
    nodes.log('n1', [1, 1], { epoch: 1, role: 'primary', commit: 2 });
    expect(nodes.resume().log('n2', [1, 2], { epoch: 2, role: 'primary' })).toEqual({
      witnesses: ['n1', 'n2'],
      text: 'n2 leads term 2 without entry 2 of term 1, which n1 knew to be decided in term 1.',
    });
  });

  test('nor if that is decided in an earlier term only after they were elected', () => {
    const nodes = new Logs(leaderCompleteness);
    nodes.log('n1', [1, 1], { epoch: 1, role: 'primary', commit: 1 });
    nodes.log('n2', [1, 2], { epoch: 2, role: 'primary' });
    expect(nodes.log('n1', [1, 1], { commit: 2 })).toMatchObject({ witnesses: ['n1', 'n2'] });
  });

  test('one of an earlier term owes nothing to what is decided in a later one', () => {
    const nodes = new Logs(leaderCompleteness);
    nodes.log('n1', [3], { epoch: 3, role: 'primary', commit: 1 });
    expect(nodes.log('n2', [2], { epoch: 2, role: 'primary' })).toBeNull();
  });
});
