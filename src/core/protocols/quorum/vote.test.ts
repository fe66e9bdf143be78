import { describe, expect, test } from 'vitest';
import type { Boot } from '../../protocol';
import { heartbeat, offer, Subject } from './test-kit';

/** n2 of three, past its grace, without a primary; it hears n3, and n1, whose data is better, so it does not stand. */
function voter(overrides: Partial<Boot> = {}): Subject {
  const better = heartbeat('n1', { replOffset: 1000, dataEpoch: 9 });
  return new Subject('n2', 3, overrides).passUntil(210, () => [better, heartbeat('n3')]).forget();
}

/** n2 of three, follower of n1 in epoch 2. */
function follower(overrides: Partial<Boot> = {}): Subject {
  return new Subject('n2', 3, overrides)
    .passUntil(210, () => [heartbeat('n1', { epoch: 2, role: 'primary' }), heartbeat('n3', { epoch: 2 })])
    .forget();
}

function primary(overrides: Partial<Boot> = {}): Subject {
  const subject = new Subject('n1', 3, overrides).passUntil(200, () => [heartbeat('n2'), heartbeat('n3')]);
  return subject.receive('n2', { verb: 'ACCEPT', epoch: 2, accepterId: 'n2', pre: 0 });
}

const accepted = (subject: Subject) => subject.sentVerb('ACCEPT').map(({ to, message }) => [to, message]);

describe('a vote', () => {
  test('is given to a candidate that is as good, saved before it leaves', () => {
    const subject = voter().receive('n1', offer('n1', 2));
    expect(subject.events).toEqual(['voted for n1 in epoch 2']);
    expect(accepted(subject)).toEqual([['n1', { verb: 'ACCEPT', epoch: 2, accepterId: 'n2', pre: 0 }]]);
    expect(subject.records).toEqual([{ epoch: 1, promised: 2, votedFor: 'n1' }]);
    expect(subject.now).toMatchObject({ epoch: 1, votedEpoch: 2, votedFor: 'n1', role: 'replica' });
  });

  test('comes after its disk write in the same step', () => {
    const effects = voter().program.onMessage('n1', offer('n1', 2), { nowUs: 211_000, wallUs: 0 });
    expect(effects.map(({ kind }) => kind)).toEqual(['persist', 'event', 'send']);
  });

  test('is repeated for a repeat of the same offer, without an event', () => {
    const subject = voter().receive('n1', offer('n1', 2)).forget().receive('n1', offer('n1', 2));
    expect(accepted(subject)).toHaveLength(1);
    expect(subject.events).toEqual([]);
    expect(subject.records).toEqual([]);
  });

  test('is not repeated when the epoch is over', () => {
    const subject = voter()
      .receive('n1', offer('n1', 2))
      .receive('n3', heartbeat('n3', { epoch: 5 }))
      .forget();
    expect(subject.receive('n1', offer('n1', 2)).events).toEqual([
      "refused n1's offer of epoch 2: knows that epoch 5 was won",
    ]);
  });

  test('is repeated after a restart, because it is on the disk', () => {
    const disk = { epoch: 1, promised: 2, votedFor: 'n1' };
    const subject = new Subject('n2', 3, { disk }).receive('n1', offer('n1', 2));
    expect(accepted(subject)).toHaveLength(1);
    expect(subject.receive('n3', offer('n3', 2)).events).toEqual([
      "refused n3's offer of epoch 2: gave its vote in epoch 2 to n1",
    ]);
  });

  test('ends a candidacy of its own', () => {
    const subject = new Subject('n1', 3).passUntil(200, () => [heartbeat('n2'), heartbeat('n3')]);
    expect(subject.now.role).toBe('candidate');
    subject.forget().receive('n3', offer('n3', 3, { replOffset: 1 }));
    expect(subject.now).toMatchObject({ role: 'replica', votedEpoch: 3, votedFor: 'n3' });
    expect(subject.events).toEqual(['ended its own candidacy to vote for n3', 'voted for n3 in epoch 3']);
  });

  test('ends a primacy without authority, once it is no longer new', () => {
    const subject = primary().passUntil(395).forget();
    subject.receive('n3', offer('n3', 3, { replOffset: 1 }));
    expect(subject.events).toEqual(["refused n3's offer of epoch 3: became primary only 195 ms ago"]);
    // A grant at the last moment, lapsed again before it gives up.
    subject.receive('n2', heartbeat('n2', { epoch: 2, echo: 255_000 })).passUntil(410);
    expect(subject.now).toMatchObject({ role: 'primary', authorityUntilUs: 405_000 });
    // A tie with the lower id is no reason to refuse: a primary cannot win.
    subject.forget().receive('n3', offer('n3', 3));
    expect(subject.now).toMatchObject({ role: 'replica', primary: null, votedFor: 'n3' });
    expect(subject.events).toEqual(['ended its own primacy to vote for n3', 'voted for n3 in epoch 3']);
  });

  test('holds back the next candidacy for the election timeout and jitter', () => {
    const subject = new Subject('n1', 3, { random: { below: (limit) => limit - 1 } });
    subject.passUntil(210, () => [heartbeat('n2', { replOffset: 1 }), heartbeat('n3')]);
    subject.receive('n2', offer('n2', 2, { replOffset: 1 }));
    expect(subject.now.votedFor).toBe('n2');
    subject.passUntil(480, () => [heartbeat('n2'), heartbeat('n3')]);
    expect(subject.now.role).toBe('replica');
    subject.passUntil(210 + 120 + 160, () => [heartbeat('n2'), heartbeat('n3')]);
    expect(subject.now.role).toBe('candidate');
  });
});

describe('a refusal', () => {
  const refused = (subject: Subject, reason: string) => {
    expect(subject.events).toEqual([reason]);
    expect(accepted(subject)).toEqual([]);
    expect(subject.records).toEqual([]);
  };

  test('of an epoch that was won', () => {
    refused(
      follower().receive('n3', offer('n3', 2)),
      "refused n3's offer of epoch 2: knows that epoch 2 was won",
    );
  });

  test('of an epoch that it promised to another', () => {
    const subject = voter().receive('n1', offer('n1', 2)).forget();
    refused(
      subject.receive('n3', offer('n3', 2)),
      "refused n3's offer of epoch 2: gave its vote in epoch 2 to n1",
    );
  });

  test('in the grace after its start', () => {
    const subject = new Subject('n2', 3).passUntil(199).forget();
    refused(subject.receive('n3', offer('n3', 2)), "refused n3's offer of epoch 2: started only 199 ms ago");
    expect(accepted(subject.passUntil(200).receive('n3', offer('n3', 2)))).toHaveLength(1);
  });

  test('while it hears the primary that it follows, unless that is the candidate', () => {
    const subject = follower();
    refused(
      subject.receive('n3', offer('n3', 3)),
      "refused n3's offer of epoch 3: still hears its primary n1",
    );
    expect(accepted(subject.receive('n1', offer('n1', 3)))).toHaveLength(1);
  });

  test('as primary with authority', () => {
    const subject = primary()
      .receive('n2', heartbeat('n2', { epoch: 2, echo: 200_000 }))
      .forget();
    refused(
      subject.receive('n3', offer('n3', 3, { replOffset: 9 })),
      "refused n3's offer of epoch 3: is primary with authority",
    );
  });

  test('of a lower offset', () => {
    const subject = voter({ replOffset: 5 });
    refused(
      subject.receive('n1', offer('n1', 2, { replOffset: 4 })),
      "refused n1's offer of epoch 2: has a higher offset",
    );
  });

  test('of an older offset, however high', () => {
    const subject = voter({ replOffset: 5, dataEpoch: 3 });
    refused(
      subject.receive('n1', offer('n1', 2, { replOffset: 900, dataEpoch: 2 })),
      "refused n1's offer of epoch 2: has a higher offset",
    );
  });

  test('of a tie when it has the lower id and could win', () => {
    const subject = new Subject('n2', 3)
      .passUntil(210, () => [heartbeat('n1', { replOffset: 1 }), heartbeat('n3')])
      .forget();
    refused(
      subject.receive('n3', offer('n3', 2)),
      "refused n3's offer of epoch 2: has the same offset and the lower id",
    );
  });

  test('not of a tie when it has the lower id but hears no majority', () => {
    const subject = new Subject('n2', 3).passUntil(210);
    expect(accepted(subject.receive('n3', offer('n3', 2)))).toHaveLength(1);
  });

  test('not of a tie when it has the lower id but is held back', () => {
    const subject = voter().receive('n1', offer('n1', 2)).forget();
    expect(accepted(subject.receive('n3', offer('n3', 3)))).toHaveLength(1);
  });
});

describe('without a safeguard', () => {
  test('durableVotes: nothing is saved', () => {
    const subject = voter({ safeguards: { durableVotes: false } }).receive('n1', offer('n1', 2));
    expect(accepted(subject)).toHaveLength(1);
    expect(subject.records).toEqual([]);
  });

  test('stickyVoters: it votes although it hears its primary', () => {
    const subject = follower({ safeguards: { stickyVoters: false } }).receive('n3', offer('n3', 3));
    expect(accepted(subject)).toHaveLength(1);
  });

  test('bootGrace: it votes right after its start', () => {
    const subject = new Subject('n2', 3, { safeguards: { bootGrace: false } }).receive('n3', offer('n3', 2));
    expect(accepted(subject)).toHaveLength(1);
  });

  test('datedOffsets: a higher number beats a newer one', () => {
    const subject = voter({ replOffset: 5, dataEpoch: 3, safeguards: { datedOffsets: false } });
    subject.receive('n1', offer('n1', 2, { replOffset: 900, dataEpoch: 2 }));
    expect(accepted(subject)).toHaveLength(1);
  });
});
