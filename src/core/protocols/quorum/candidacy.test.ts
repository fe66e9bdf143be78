import { describe, expect, test } from 'vitest';
import type { Boot } from '../../protocol';
import { heartbeat, offer, Subject } from './test-kit';
import type { QuorumHeartbeat } from './message';

const peers = (fields: Partial<QuorumHeartbeat> = {}) => [heartbeat('n2', fields), heartbeat('n3', fields)];

/** n1 of three, follower of n2 in epoch 2, which falls silent at 300 ms. */
function bereft(overrides: Partial<Boot> = {}): Subject {
  return new Subject('n1', 3, overrides)
    .passUntil(300, () => [heartbeat('n2', { epoch: 2, role: 'primary' }), heartbeat('n3', { epoch: 2 })])
    .forget();
}

const survivor = () => [heartbeat('n3', { epoch: 2 })];

describe('a replica stands', () => {
  test('when its primary was silent for downAfterMs, and says why', () => {
    const subject = bereft().passUntil(499, survivor);
    expect(subject.now).toMatchObject({ role: 'replica', patienceFromUs: 300_000, patienceUntilUs: 500_000 });
    subject.forget().passUntil(500, survivor);
    expect(subject.events).toEqual([
      'became a candidate for epoch 3: silent primary n2 for 200 ms, best offset, hears 2 of 3',
    ]);
    expect(subject.records).toEqual([{ epoch: 2, promised: 3, votedFor: 'n1' }]);
    expect(subject.sentVerb('OFFER')).toEqual([
      {
        kind: 'send',
        to: '*',
        message: { verb: 'OFFER', newEpoch: 3, candidateId: 'n1', replOffset: 0, dataEpoch: 0, pre: 0 },
      },
    ]);
    expect(subject.now).toMatchObject({
      role: 'candidate',
      epoch: 2,
      votedEpoch: 3,
      patienceUntilUs: Infinity,
    });
  });

  test('in heartbeats that still carry the old epoch, and withhold its grant', () => {
    const subject = bereft().passUntil(520, survivor);
    expect(subject.lastHeartbeatTo('n2')).toMatchObject({
      epoch: 2,
      promised: 3,
      role: 'candidate',
      echo: -1,
    });
  });

  test('after its start only when downAfterMs is over, whatever it was told to start as', () => {
    const subject = new Subject('n1', 3, { startRole: 'primary' }).passUntil(190, () => peers());
    expect(subject.now).toMatchObject({ role: 'replica', epoch: 1, primary: null });
    expect(subject.forget().passUntil(200).events).toEqual([
      'became a candidate for epoch 2: no primary known for 200 ms, best offset, hears 3 of 3',
    ]);
  });

  test('not without a majority in hearing', () => {
    expect(bereft().passUntil(2000).now.role).toBe('replica');
  });

  test('above every promise that it heard of', () => {
    const subject = bereft().passUntil(500, () => [heartbeat('n3', { epoch: 2, promised: 7 })]);
    expect(subject.now.votedEpoch).toBe(8);
  });

  test('above every offer that it heard of', () => {
    const subject = bereft().receive('n3', offer('n3', 7)).passUntil(500, survivor);
    expect(subject.now.votedEpoch).toBe(8);
  });

  test('at once when its primary says that it is none any more', () => {
    const subject = bereft().receive('n2', heartbeat('n2', { epoch: 2, role: 'replica' }));
    expect(subject.events).toEqual(['knows no primary: n2 says that it is a replica now']);
    expect(subject.wakeMs).toBe(300);
    expect(subject.passUntil(300).now.role).toBe('candidate');
  });
});

describe('a replica that is not the best', () => {
  const better = () => [heartbeat('n3', { epoch: 2, replOffset: 1 })];

  test('waits for the better one until electionTimeoutMs after the primary went missing', () => {
    const subject = bereft().passUntil(619, better);
    expect(subject.now.role).toBe('replica');
    expect(subject.forget().passUntil(620, better).events).toEqual([
      'became a candidate for epoch 3: silent primary n2 for 320 ms, the better n3 did not win in time, hears 2 of 3',
    ]);
  });

  test('waits a moment of its own longer, or all who wait would stand at once', () => {
    const random = { below: (limit: number) => Math.floor(limit / 2) };
    const subject = bereft({ random }).passUntil(629, better);
    expect(subject.now.role).toBe('replica');
    expect(subject.passUntil(630, better).now.role).toBe('candidate');
  });

  test('waits from the moment on at which it lost the primary that it knew', () => {
    const subject = bereft()
      .passUntil(305, better)
      .receive('n2', heartbeat('n2', { epoch: 2 }))
      .passUntil(424, better);
    expect(subject.now.role).toBe('replica');
    expect(subject.passUntil(425, better).now.role).toBe('candidate');
  });

  test('stands when the better one goes down, if it still hears a majority', () => {
    const subject = new Subject('n1', 5)
      .passUntil(40, () => [heartbeat('n2', { replOffset: 1 })])
      .passUntil(230, () => [heartbeat('n3'), heartbeat('n4')]);
    expect(subject.now.role).toBe('replica');
    expect(subject.wakeMs).toBe(240);
    expect(subject.passUntil(240).now.role).toBe('candidate');
  });

  test('compares ids only on a tie', () => {
    const subject = new Subject('n2', 3).passUntil(250, () => [heartbeat('n1'), heartbeat('n3')]);
    expect(subject.now.role).toBe('replica');
    const ahead = new Subject('n2', 3, { replOffset: 1 });
    expect(ahead.passUntil(250, () => [heartbeat('n1'), heartbeat('n3')]).now.role).toBe('candidate');
  });

  test('compares the dates of offsets before the numbers, unless datedOffsets is off', () => {
    const newer = () => peers({ dataEpoch: 4, replOffset: 1 });
    const stale = { replOffset: 99, dataEpoch: 3 };
    expect(new Subject('n1', 3, stale).passUntil(250, newer).now.role).toBe('replica');
    const safeguards = { datedOffsets: false };
    expect(new Subject('n1', 3, { ...stale, safeguards }).passUntil(250, newer).now.role).toBe('candidate');
  });
});

describe('a candidacy that fails', () => {
  /** Lengths of the pauses between one failure and the next offer. */
  function pausesMs(subject: Subject, count: number): number[] {
    const pauses: number[] = [];
    let failedMs = 0;
    while (pauses.length < count) {
      const before = subject.now.role;
      subject.passUntil(subject.nowMs + 10, () => peers());
      if (before === 'candidate' && subject.now.role === 'replica') failedMs = subject.nowMs;
      if (before === 'replica' && subject.now.role === 'candidate' && failedMs > 0) {
        pauses.push(subject.nowMs - failedMs);
      }
    }
    return pauses;
  }

  test('ends after electionTimeoutMs', () => {
    const subject = new Subject('n1', 5)
      .passUntil(200, () => peers())
      .receive('n2', {
        verb: 'ACCEPT',
        epoch: 2,
        accepterId: 'n2',
        pre: 0,
      });
    expect(subject.program.view({ nowUs: 200_000, wallUs: 0 }).votes).toEqual(['n1', 'n2']);
    subject.passUntil(319, () => peers());
    expect(subject.now.role).toBe('candidate');
    expect(subject.forget().passUntil(320, () => peers()).events).toEqual([
      'ended its candidacy for epoch 2: only 2 of the 3 votes it needs came in time, backs off for 40 ms',
    ]);
    expect(subject.now).toMatchObject({ role: 'replica', epoch: 1, votedEpoch: 2 });
  });

  test('doubles its backoff up to eight times', () => {
    expect(pausesMs(new Subject('n1', 3), 5)).toEqual([40, 80, 160, 320, 320]);
  });

  test('adds jitter from its own stream', () => {
    const random = { below: (limit: number) => limit - 1 };
    expect(pausesMs(new Subject('n1', 3, { random }), 2)).toEqual([200, 240]);
  });

  test('starts again from the base once a primary was known', () => {
    const subject = new Subject('n1', 3);
    pausesMs(subject, 3);
    subject.receive('n2', heartbeat('n2', { epoch: 9, role: 'primary' }));
    subject.receive('n2', heartbeat('n2', { epoch: 9, role: 'replica' }));
    expect(pausesMs(subject, 1)).toEqual([40]);
  });
});
