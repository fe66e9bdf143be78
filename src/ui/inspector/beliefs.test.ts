import { EPOCH_WORDS } from '../../core/words';
import { describe, expect, test } from 'vitest';
import type { Inspection } from '../../app/session/state';
import type { LeaderState } from '../../core/leadership/leader-state';
import type { Observation, PeerView } from '../../core/program';
import { beliefLines, diskLines, factLine, heardText, leadershipText, linesAbout, withMore } from './beliefs';

function inspection(observation: Partial<Observation>, votes: readonly string[] = []): Inspection {
  return {
    view: {
      observation: {
        role: 'replica',
        epoch: 3,
        primary: null,
        authorityUntilUs: 0,
        authoritySpanUs: 0,
        patienceFromUs: 0,
        patienceUntilUs: Infinity,
        replOffset: 17,
        votedEpoch: 0,
        votedFor: null,
        leadership: { kind: 'unknown' },
        ...observation,
      } as Observation,
      votes,
      peers: [],
      facts: [{ label: 'Quorum', value: '3 of 5' }],
    },
    clock: { nowUs: 1_000_000, wallUs: 0 },
  };
}

const text = (lines: readonly { label: string; text: string }[], label: string) =>
  lines.find((line) => line.label === label)?.text;

describe('beliefLines', () => {
  test('of a follower', () => {
    const lines = beliefLines(
      inspection({ primary: 'n1', patienceUntilUs: 3_000_000, votedEpoch: 3, votedFor: 'n1' }),
      'n2',
      5,
      EPOCH_WORDS,
    );
    expect(text(lines, 'Known primary')).toBe('n1');
    expect(text(lines, 'Authority')).toBe('none');
    expect(text(lines, 'Patience ends')).toBe('in 2.0 s');
    expect(text(lines, 'Last vote given')).toBe('epoch 3, to n1');
    expect(text(lines, 'Votes')).toBeUndefined();
    expect(text(lines, 'Quorum')).toBe('3 of 5');
  });

  test('of a primary', () => {
    const lines = beliefLines(
      inspection({ role: 'primary', primary: 'n2', authorityUntilUs: 1_500_000 }, ['n2', 'n3', 'n4']),
      'n2',
      5,
      EPOCH_WORDS,
    );
    expect(text(lines, 'Known primary')).toBe('itself');
    expect(text(lines, 'Authority')).toBe('for another 500 ms');
    expect(text(lines, 'Votes')).toBe('n2, n3, n4 (3 of 5)');
    expect(text(lines, 'Patience ends')).toBeUndefined();
  });
});

test('leadership reads as a sentence about the node', () => {
  const of = (state: LeaderState, primary: string | null) => leadershipText(state, primary, EPOCH_WORDS);
  expect(of({ kind: 'leader', epoch: 4 }, 'n1')).toBe('leads, epoch 4');
  const follower = { kind: 'follower', leaderEndpoint: '10.0.0.4:6004', leaderEpoch: 4 } as const;
  expect(of(follower, 'n4')).toBe('follows n4, epoch 4 · 10.0.0.4:6004');
  expect(of(follower, null)).toBe('follows 10.0.0.4:6004, epoch 4');
  expect(of({ kind: 'follower' }, null)).toBe('follows a leader it cannot name');
  expect(of({ kind: 'unknown' }, null)).toBe('knows of no leader');
});

test('facts are values, moments or lengths', () => {
  expect(factLine({ label: 'a', value: 'b' }, 0)).toEqual({ label: 'a', text: 'b' });
  expect(factLine({ label: 'a', atUs: 2_000 }, 5_000)).toEqual({ label: 'a', text: '3 ms ago' });
  expect(factLine({ label: 'a', durationMs: 250 }, 0)).toEqual({ label: 'a', text: '250 ms' });
});

test.each([
  ['won at', 2_000, { label: 'won', text: '3 ms ago' }],
  ['asks the store next, to renew, at', 9_000, { label: 'asks the store next, to renew', text: 'in 4 ms' }],
  ['lease until', 9_000, { label: 'lease', text: 'for another 4 ms' }],
  ['lease until', 2_000, { label: 'lease', text: 'ended 3 ms ago' }],
  ['backoff until', Infinity, { label: 'backoff', text: 'never' }],
  ['primary missing since', 2_000, { label: 'primary missing', text: 'for 3 ms' }],
])('%s %d µs is told as a length from 5,000 µs', (label, atUs, line) => {
  expect(factLine({ label, atUs }, 5_000)).toEqual(line);
});

test('a peer that was never heard says so', () => {
  const peer = { heardAtUs: null } as PeerView;
  expect(heardText(peer, 5_000)).toBe('never');
  expect(heardText({ ...peer, heardAtUs: 2_000 }, 5_000)).toBe('3 ms ago');
});

test('a disk is read as it was written', () => {
  expect(diskLines({ epoch: 4, votedFor: null })).toEqual([
    { label: 'epoch', text: '4' },
    { label: 'votedFor', text: 'none' },
  ]);
  expect(diskLines(null)).toEqual([]);
});

test('where nobody votes there is no word of votes', () => {
  expect(text(beliefLines(inspection({}), 'n2', 0, EPOCH_WORDS), 'Last vote given')).toBeUndefined();
});

test('what is about something else is not told among the beliefs, and there nothing is told twice', () => {
  const { view, clock } = inspection({});
  const facts = [
    { label: 'register', value: 'c1#3', about: 'register' },
    { label: 'as primary', value: 'serving', about: 'register' },
  ] as const;
  const asked = { view: { ...view, facts: [...view.facts, ...facts] }, clock };
  expect(text(beliefLines(asked, 'n2', 5, EPOCH_WORDS), 'register')).toBeUndefined();
  expect(linesAbout('exports', asked)).toEqual([]);
  expect(linesAbout('register', null)).toEqual([]);
  expect(withMore([{ label: 'register', text: 'c1#2' }], linesAbout('register', asked))).toEqual([
    { label: 'register', text: 'c1#2' },
    { label: 'as primary', text: 'serving' },
  ]);
});
