/** Asking first, and listening before that. */
import { describe, expect, test } from 'vitest';
import type { Boot } from '../../protocol';
import { heartbeat, offer, Subject } from './test-kit';

/** n1 of three, follower of n2 in epoch 2, which falls silent at 300 ms; it asks before it stands. */
function bereft(overrides: Partial<Boot> = {}): Subject {
  return new Subject('n1', 3, { safeguards: { preVote: true }, ...overrides })
    .passUntil(300, () => [heartbeat('n2', { epoch: 2, role: 'primary' }), heartbeat('n3', { epoch: 2 })])
    .forget();
}

const survivor = () => [heartbeat('n3', { epoch: 2 })];
const yes = (from: string, epoch = 3) => ({ verb: 'ACCEPT', epoch, accepterId: from, pre: 1 }) as const;

describe('a question', () => {
  test('comes before a candidacy, promises nothing, and changes nothing', () => {
    const subject = bereft().passUntil(500, survivor);
    expect(subject.events).toEqual([
      'asks who would vote for it in epoch 3: silent primary n2 for 200 ms, best offset, hears 2 of 3',
    ]);
    expect(subject.records).toEqual([]);
    expect(subject.sentVerb('OFFER').map(({ to, message }) => [to, message])).toEqual([
      ['*', offer('n1', 3, { pre: 1 })],
    ]);
    expect(subject.now).toMatchObject({ role: 'replica', epoch: 2, votedEpoch: 0, grantsTo: 'n2' });
  });

  test('makes a candidate of who gets a quorum of answers, its own included', () => {
    const subject = bereft().passUntil(500, survivor).forget().receive('n3', yes('n3'));
    expect(subject.now).toMatchObject({ role: 'candidate', votedEpoch: 3, votedFor: 'n1' });
    expect(subject.events).toEqual([
      'became a candidate for epoch 3: silent primary n2 for 200 ms, best offset, hears 2 of 3, n1, n3 would vote for it',
    ]);
    expect(subject.sentVerb('OFFER').map(({ message }) => message.pre)).toEqual([0]);
    expect(subject.receive('n3', { verb: 'ACCEPT', epoch: 3, accepterId: 'n3', pre: 0 }).now.role).toBe(
      'primary',
    );
  });

  test('needs distinct members', () => {
    const subject = new Subject('n1', 5, { safeguards: { preVote: true } }).passUntil(200, () => [
      heartbeat('n2'),
      heartbeat('n3'),
    ]);
    const answer = yes('n2', 2);
    subject.receive('n2', answer).receive('n2', answer).receive('n9', answer).receive('n1', answer);
    expect(subject.now.role).toBe('replica');
    expect(subject.receive('n3', yes('n3', 2)).now.role).toBe('candidate');
  });

  test('is not answered by a vote, nor a candidacy by an answer', () => {
    const subject = bereft().passUntil(500, survivor);
    subject.receive('n3', { verb: 'ACCEPT', epoch: 3, accepterId: 'n3', pre: 0 });
    expect(subject.now.role).toBe('replica');
    subject.receive('n3', yes('n3')).receive('n3', yes('n3'));
    expect(subject.now.role).toBe('candidate');
  });

  test('is answered for its own epoch only', () => {
    const subject = bereft().passUntil(500, survivor);
    subject.receive('n3', yes('n3', 2)).receive('n3', yes('n3', 4));
    expect(subject.now.role).toBe('replica');
  });

  test('is over when its primary is heard: what comes then counts for nothing, for a later one neither', () => {
    const subject = bereft()
      .passUntil(500, survivor)
      .receive('n2', heartbeat('n2', { epoch: 2, role: 'primary' }))
      .receive('n3', yes('n3'));
    expect(subject.now.role).toBe('replica');
    const promised = () => [heartbeat('n3', { epoch: 2, promised: 3 })];
    subject.forget().passUntil(700, promised);
    expect(subject.sentVerb('OFFER').map(({ message }) => message.newEpoch)).toEqual([4]);
    expect(subject.receive('n3', yes('n3', 3)).now.role).toBe('replica');
  });

  test('is over with a vote for another', () => {
    const subject = bereft().passUntil(500, survivor);
    subject.receive('n3', offer('n3', 3, { replOffset: 1 })).receive('n3', yes('n3'));
    expect(subject.now).toMatchObject({ role: 'replica', votedFor: 'n3' });
  });

  test('is asked anew if its epoch was promised to another meanwhile', () => {
    const subject = bereft().passUntil(500, survivor).forget();
    subject.receive('n3', heartbeat('n3', { epoch: 2, promised: 5 })).receive('n3', yes('n3'));
    expect(subject.now.role).toBe('replica');
    expect(subject.sentVerb('OFFER').map(({ message }) => [message.newEpoch, message.pre])).toEqual([[6, 1]]);
  });

  test('is given up after electionTimeoutMs, and asked again after a moment of its own', () => {
    const random = { below: (limit: number) => limit - 1 };
    const subject = bereft({ random }).passUntil(519, survivor);
    expect(subject.events).toEqual([]);
    expect(subject.passUntil(520, survivor).events).toHaveLength(1);
    expect(subject.forget().passUntil(640, survivor).events).toEqual([
      'gave up its question about epoch 3: only 1 of the 2 it needs would vote for it',
    ]);
    expect(subject.forget().passUntil(659, survivor).sentVerb('OFFER')).toEqual([]);
    expect(subject.passUntil(660, survivor).sentVerb('OFFER')).toHaveLength(1);
  });

  test('needs nobody where one is a quorum', () => {
    const subject = new Subject('n1', 1, { safeguards: { preVote: true } }).passUntil(200);
    expect(subject.now.role).toBe('primary');
  });

  test('shows in the view while it is asked', () => {
    const subject = bereft().passUntil(500, survivor);
    const { facts, votes } = subject.program.view({ nowUs: 500_000, wallUs: 0 });
    expect(votes).toEqual([]);
    expect(facts).toContainEqual({ label: 'asks about', value: 'epoch 3' });
    expect(facts).toContainEqual({ label: 'would vote for it', value: 'n1' });
    expect(facts).toContainEqual({ label: 'waits for answers until', atUs: 620_000 });
  });
});

describe('a question of another', () => {
  const answers = (subject: Subject) => subject.sentVerb('ACCEPT').map(({ to, message }) => [to, message]);

  test('is answered by who would vote for it now, who stays as it is', () => {
    const better = heartbeat('n1', { replOffset: 1000, dataEpoch: 9 });
    const subject = new Subject('n2', 3).passUntil(210, () => [better, heartbeat('n3')]).forget();
    const before = subject.program.save();
    subject.receive('n1', offer('n1', 7, { pre: 1 }));
    expect(answers(subject)).toEqual([['n1', { verb: 'ACCEPT', epoch: 7, accepterId: 'n2', pre: 1 }]]);
    expect(subject.events).toEqual([]);
    expect(subject.records).toEqual([]);
    expect(subject.program.save()).toEqual(before);
  });

  test('gets no answer from who still hears its primary', () => {
    const subject = bereft().receive('n3', offer('n3', 3, { pre: 1 }));
    expect(answers(subject)).toEqual([]);
    expect(subject.events).toEqual(['would not vote for n3 in epoch 3: still hears its primary n2']);
    expect(subject.program.save().promiseHeard).toBe(0);
  });

  test('gets no answer for an epoch that was promised, to whomever', () => {
    const subject = bereft().passUntil(500).receive('n3', offer('n3', 3)).forget();
    expect(answers(subject.receive('n3', offer('n3', 3, { pre: 1 })))).toEqual([]);
    expect(answers(subject.receive('n2', offer('n2', 3, { pre: 1 })))).toEqual([]);
  });
});

describe('who was away', () => {
  /** Frozen from 300 ms on until now: its timer fires late. */
  const backAt = (nowMs: number, subject = bereft()): Subject => {
    subject.nowMs = nowMs;
    return subject.receive('n3', heartbeat('n3', { epoch: 2 }));
  };

  test('listens first, for two heartbeat intervals', () => {
    const subject = backAt(900);
    expect(subject.events).toEqual(['was away for 580 ms, and listens before it takes its primary for gone']);
    expect(subject.passUntil(939, survivor).sentVerb('OFFER')).toEqual([]);
    expect(subject.passUntil(940, survivor).sentVerb('OFFER')).toHaveLength(1);
  });

  test('does not stand if its primary was there all the while', () => {
    const subject = backAt(900).receive('n2', heartbeat('n2', { epoch: 2, role: 'primary' }));
    expect(subject.passUntil(1090, survivor).sentVerb('OFFER')).toEqual([]);
  });

  test('listens once for each primary that it misses', () => {
    const subject = backAt(900).passUntil(930, survivor);
    subject.nowMs = 1900;
    subject.receive('n3', heartbeat('n3', { epoch: 2 })).passUntil(1900);
    expect(subject.sentVerb('OFFER')).toHaveLength(1);
    subject.receive('n2', heartbeat('n2', { epoch: 2, role: 'primary' })).forget();
    expect(backAt(2900, subject).passUntil(2900).sentVerb('OFFER')).toEqual([]);
  });

  test('is not who was woken a little late', () => {
    const subject = bereft().passUntil(499, survivor);
    subject.nowMs = 519;
    expect(subject.passUntil(519, survivor).sentVerb('OFFER')).toHaveLength(1);
  });
});

test('a first candidacy waits for a moment of its own, up to hbIntervalMs', () => {
  const random = { below: (limit: number) => Math.floor(limit / 2) };
  const subject = bereft({ random }).passUntil(509, survivor);
  expect(subject.sentVerb('OFFER')).toEqual([]);
  expect(subject.passUntil(510, survivor).sentVerb('OFFER')).toHaveLength(1);
});
