import { describe, expect, test } from 'vitest';
import type { Boot } from '../../protocol';
import { HardenedElector } from './elector';
import { clockAt, NO_JITTER } from '../../test-kit';
import { bootOf, heartbeat, offer, Subject } from './test-kit';
import type { QuorumHeartbeat } from './message';

const peers = (fields: Partial<QuorumHeartbeat> = {}) => [heartbeat('n2', fields), heartbeat('n3', fields)];

/** n1 of three, candidate for epoch 2 since 200 ms. */
function candidate(overrides: Partial<Boot> = {}): Subject {
  return new Subject('n1', 3, overrides).passUntil(200, () => peers()).forget();
}

/** n1 of three, primary of epoch 2 since 205 ms, without authority yet. */
function primary(overrides: Partial<Boot> = {}): Subject {
  return candidate(overrides)
    .passUntil(205)
    .receive('n2', { verb: 'ACCEPT', epoch: 2, accepterId: 'n2', pre: 0 })
    .forget();
}

/** n2 of three, follower of n1 in epoch 2. */
function follower(overrides: Partial<Boot> = {}): Subject {
  const n1 = heartbeat('n1', { epoch: 2, role: 'primary', sentAt: 777 });
  return new Subject('n2', 3, overrides).passUntil(50).receive('n1', n1).forget();
}

describe('winning', () => {
  test("is at once with the quorum's last vote: announced, with heartbeats, saved first", () => {
    const subject = candidate();
    subject.receive('n3', { verb: 'ACCEPT', epoch: 2, accepterId: 'n3', pre: 0 });
    expect(subject.events).toEqual(['became primary of epoch 2: votes of n1, n3 (2 of 3)']);
    expect(subject.records).toEqual([{ epoch: 2, promised: 2, votedFor: 'n1' }]);
    expect(subject.sent.map(({ to, message }) => [to, message])).toEqual([
      ['*', { verb: 'ANNOUNCE', epoch: 2, newPrimaryId: 'n1', newPrimaryAddr: 'n1.test:7000' }],
      ['*', heartbeat('n1', { epoch: 2, role: 'primary', promised: 2, sentAt: 200_000 })],
    ]);
    expect(subject.now).toMatchObject({ role: 'primary', primary: 'n1', authorityUntilUs: 0 });
    expect(subject.now.leadership).toEqual({ kind: 'unknown' });
  });

  test('takes distinct members, the offered epoch, and a candidacy that lasts', () => {
    const subject = new Subject('n1', 5).passUntil(200, () => peers());
    const vote = (from: string, epoch = 2) =>
      subject.receive(from, { verb: 'ACCEPT', epoch, accepterId: from, pre: 0 });
    vote('n2');
    vote('n2');
    vote('n9');
    vote('n3', 1);
    vote('n3', 3);
    expect(subject.now.role).toBe('candidate');
    subject.passUntil(320);
    vote('n3');
    expect(subject.now.role).toBe('replica');
  });

  test('needs nobody else in a cluster of one, for good', () => {
    const subject = new Subject('n1', 1).passUntil(200);
    expect(subject.events).toEqual([
      'became a candidate for epoch 2: no primary known for 200 ms, best offset, hears 1 of 1',
      'became primary of epoch 2: votes of n1 (1 of 1)',
      'gained authority in epoch 2: it is alone',
    ]);
    expect(subject.now.authorityUntilUs).toBe(Infinity);
    expect(subject.wakeMs).toBe(Infinity);
  });

  test('takes half of an even cluster when majorityQuorum is off', () => {
    const hear = () => [heartbeat('n2')];
    const strict = new Subject('n1', 4).passUntil(300, hear);
    expect(strict.now.role).toBe('replica');
    const lax = new Subject('n1', 4, { safeguards: { majorityQuorum: false } }).passUntil(200, hear);
    expect(lax.receive('n2', { verb: 'ACCEPT', epoch: 2, accepterId: 'n2', pre: 0 }).now.role).toBe(
      'primary',
    );
  });
});

describe('authority', () => {
  test('begins with the echoes of a quorum and lasts leaseMs from the heartbeat that they grant', () => {
    const subject = primary().passUntil(215);
    subject.receive('n3', heartbeat('n3', { epoch: 2, echo: 205_000 }));
    expect(subject.events).toEqual(['gained authority in epoch 2: 2 of 3 grant it']);
    expect(subject.now).toMatchObject({ authorityUntilUs: 355_000, authoritySpanUs: 150_000 });
    expect(subject.now.leadership).toEqual({ kind: 'leader', epoch: 2 });
  });

  test('is renewed without further events', () => {
    const subject = primary().passUntil(225);
    subject.receive('n3', heartbeat('n3', { epoch: 2, echo: 205_000 })).forget();
    subject.receive('n2', heartbeat('n2', { epoch: 2, echo: 225_000 }));
    expect(subject.now.authorityUntilUs).toBe(375_000);
    expect(subject.events).toEqual([]);
  });

  test('is noticed to be lost by a wake-up at that very instant', () => {
    const subject = primary().receive('n3', heartbeat('n3', { epoch: 2, echo: 205_000 }));
    subject.passUntil(354.999).forget();
    expect(subject.now.leadership.kind).toBe('leader');
    subject.passUntil(355);
    expect(subject.events).toEqual(['lost authority in epoch 2: its grants ran out']);
    expect(subject.now.leadership.kind).toBe('unknown');
    expect(subject.now.role).toBe('primary');
  });

  test.each([
    ['of a heartbeat from before it won', { epoch: 2, echo: 204_999 }],
    ['of a heartbeat that it never sent', { epoch: 2, echo: 205_001 }],
    ['of a peer in another epoch', { epoch: 1, echo: 205_000 }],
  ])('is not given by an echo %s', (_, fields) => {
    const subject = primary().receive('n2', heartbeat('n2', fields)).receive('n3', heartbeat('n3', fields));
    expect(subject.now.authorityUntilUs).toBe(0);
  });

  test('is not given by echoes of an earlier primacy', () => {
    const subject = primary().receive('n3', heartbeat('n3', { epoch: 2, echo: 205_000 }));
    subject.receive('n2', heartbeat('n2', { epoch: 3, promised: 3 }));
    expect(subject.now).toMatchObject({ role: 'replica', authorityUntilUs: 0 });
    subject.passUntil(206).receive('n2', { verb: 'ACCEPT', epoch: 4, accepterId: 'n2', pre: 0 });
    expect(subject.now).toMatchObject({ role: 'primary', epoch: 4, authorityUntilUs: 0 });
  });

  test('missing for downAfterMs makes a primary give up', () => {
    const subject = primary().receive('n3', heartbeat('n3', { epoch: 2, echo: 205_000 }));
    subject.passUntil(554);
    expect(subject.now.role).toBe('primary');
    expect(subject.forget().passUntil(555).events).toEqual([
      'gave up as primary of epoch 2: no authority for 200 ms',
    ]);
    expect(subject.now).toMatchObject({ role: 'replica', primary: null, epoch: 2 });
  });

  test('does not come back, nor is it waited for longer, when grants come in that are older than the lease', () => {
    const subject = primary();
    for (let atMs = 210; atMs < 405; atMs += 15) {
      subject.passUntil(atMs).receive('n3', heartbeat('n3', { epoch: 2, echo: (atMs - 160) * 1000 }));
    }
    expect(subject.forget().passUntil(405).events[0]).toBe(
      'gave up as primary of epoch 2: no authority for 200 ms',
    );
  });

  test('that never came makes a primary give up downAfterMs after it won', () => {
    expect(primary().passUntil(405).events).toEqual([
      'gave up as primary of epoch 2: no authority for 200 ms',
    ]);
  });
});

describe('a grant', () => {
  const echo = (subject: Subject) => subject.passUntil(subject.nowMs + 20).lastHeartbeatTo('n1').echo;

  test('is the newest heartbeat of the primary, for the primary alone', () => {
    const subject = follower();
    subject.receive('n1', heartbeat('n1', { epoch: 2, role: 'primary', sentAt: 700 }));
    expect(echo(subject)).toBe(777);
    expect(subject.lastHeartbeatTo('n3').echo).toBe(-1);
  });

  test('starts anew with a new primary, whose clock has nothing to do with the old one', () => {
    const announce = {
      verb: 'ANNOUNCE',
      epoch: 3,
      newPrimaryId: 'n3',
      newPrimaryAddr: 'n3.test:7000',
    } as const;
    const subject = follower().receive('n3', announce).passUntil(60);
    expect(subject.lastHeartbeatTo('n3').echo).toBe(-1);
    subject.receive('n3', heartbeat('n3', { epoch: 3, role: 'primary', sentAt: 5 })).passUntil(80);
    expect(subject.lastHeartbeatTo('n3').echo).toBe(5);
  });

  test('is not given to a primary of an older epoch', () => {
    const subject = follower().receive('n3', heartbeat('n3', { epoch: 3 }));
    subject.receive('n1', heartbeat('n1', { epoch: 2, role: 'primary', sentAt: 900 }));
    expect(echo(subject)).toBe(-1);
  });

  test('ends when the primary says that it is none any more', () => {
    const subject = follower().receive('n1', heartbeat('n1', { epoch: 2, role: 'replica', sentAt: 900 }));
    expect(echo(subject)).toBe(-1);
  });

  test('is what grantsTo tells: the primary that it follows, itself as primary, nobody once it promised more', () => {
    expect(new Subject('n2', 3).now.grantsTo).toBeNull();
    const subject = new Subject('n2', 3).receive('n1', heartbeat('n1', { epoch: 2, role: 'primary' }));
    expect(subject.now.grantsTo).toBe('n1');
    expect(primary().now.grantsTo).toBe('n1');
    subject.passUntil(260).receive('n3', offer('n3', 3));
    expect(subject.now).toMatchObject({ primary: 'n1', votedFor: 'n3', grantsTo: null });
  });

  test('ends with a vote in a higher epoch, unless withholdGrants is off', () => {
    const voted = (safeguards: Record<string, boolean>) => {
      const subject = follower({ safeguards }).passUntil(251).receive('n3', offer('n3', 3));
      expect(subject.now.votedFor).toBe('n3');
      return subject.receive('n1', heartbeat('n1', { epoch: 2, role: 'primary', sentAt: 900 }));
    };
    expect(echo(voted({}))).toBe(-1);
    expect(echo(voted({ withholdGrants: false }))).toBe(900);
  });
});

describe('a higher epoch', () => {
  test('is adopted from the heartbeat of its primary', () => {
    const subject = follower().receive('n3', heartbeat('n3', { epoch: 5, role: 'primary' }));
    expect(subject.events).toEqual(['adopted epoch 5: n3 is its primary']);
    expect(subject.now).toMatchObject({ epoch: 5, primary: 'n3', votedEpoch: 0 });
    expect(subject.now.leadership).toEqual({
      kind: 'follower',
      leaderEndpoint: 'n3.test:7000',
      leaderEpoch: 5,
    });
    expect(subject.records).toEqual([{ epoch: 5, promised: 0, votedFor: null }]);
  });

  test('is adopted from anybody else too, without a primary until one shows', () => {
    const subject = follower().receive('n3', heartbeat('n3', { epoch: 5, role: 'candidate' }));
    expect(subject.events).toEqual(['adopted epoch 5: heard of from n3']);
    expect(subject.now).toMatchObject({ epoch: 5, primary: null, leadership: { kind: 'unknown' } });
    subject.forget().receive('n1', heartbeat('n1', { epoch: 5, role: 'primary' }));
    expect(subject.events).toEqual(['follows n1, the primary of epoch 5']);
  });

  test('is adopted from an announcement of the node that it names, and of no other', () => {
    const announce = {
      verb: 'ANNOUNCE',
      epoch: 5,
      newPrimaryId: 'n3',
      newPrimaryAddr: 'n3.test:7000',
    } as const;
    expect(follower().receive('n1', announce).now.epoch).toBe(2);
    const subject = follower().receive('n3', announce);
    expect(subject.now).toMatchObject({ epoch: 5, primary: 'n3', patienceUntilUs: 250_000 });
    expect(subject.program.view(clockAt(50)).peers[1]).toMatchObject({
      id: 'n3',
      alive: true,
      role: 'primary',
    });
  });

  test('ends a primacy, unless stepDownOnHigherEpoch is off', () => {
    const heard = heartbeat('n2', { epoch: 3, role: 'primary' });
    const subject = primary().receive('n2', heard);
    expect(subject.events).toEqual([
      'stepped down as primary of epoch 2: epoch 3 was won',
      'adopted epoch 3: n2 is its primary',
    ]);
    expect(subject.now).toMatchObject({ role: 'replica', epoch: 3, primary: 'n2' });
    const stubborn = primary({ safeguards: { stepDownOnHigherEpoch: false } }).receive('n2', heard);
    expect(stubborn.now).toMatchObject({ role: 'primary', epoch: 2 });
  });

  test('says so when authority goes with the primacy', () => {
    const subject = primary()
      .receive('n3', heartbeat('n3', { epoch: 2, echo: 205_000 }))
      .forget();
    subject.receive('n2', heartbeat('n2', { epoch: 3 }));
    expect(subject.events[0]).toBe('lost authority in epoch 2: it is no longer primary');
  });

  test('ends a candidacy that is not above it', () => {
    const subject = candidate().receive('n2', heartbeat('n2', { epoch: 2, role: 'primary' }));
    expect(subject.events).toEqual([
      'ended its candidacy for epoch 2: epoch 2 was won',
      'adopted epoch 2: n2 is its primary',
    ]);
  });

  test('leaves a candidacy that is above it alone', () => {
    const subject = new Subject('n1', 3)
      .passUntil(200, () => peers({ promised: 6 }))
      .receive('n2', heartbeat('n2', { epoch: 5 }));
    expect(subject.now).toMatchObject({ role: 'candidate', epoch: 5, votedEpoch: 7 });
    subject.receive('n3', { verb: 'ACCEPT', epoch: 7, accepterId: 'n3', pre: 0 });
    expect(subject.now).toMatchObject({ role: 'primary', epoch: 7 });
  });
});

describe('from the disk', () => {
  test('come epoch and vote; the role does not', () => {
    const disk = { epoch: 4, promised: 6, votedFor: 'n1' };
    const subject = new Subject('n1', 3, { disk, replOffset: 8, dataEpoch: 3 });
    expect(subject.now).toMatchObject({
      role: 'replica',
      epoch: 4,
      votedEpoch: 6,
      votedFor: 'n1',
      dataEpoch: 3,
    });
    expect(subject.passUntil(200, () => peers()).now.votedEpoch).toBe(7);
  });

  test('comes epoch 1 if there is none', () => {
    expect(new Subject('n1', 3).now).toMatchObject({ epoch: 1, votedEpoch: 0, votedFor: null });
  });
});

describe('offsets', () => {
  test('are dated by the epoch of the primary that is followed, and travel in heartbeats', () => {
    const subject = follower().command(42);
    expect(subject.now).toMatchObject({ replOffset: 42, dataEpoch: 2 });
    expect(subject.passUntil(60).lastHeartbeatTo('n3')).toMatchObject({ replOffset: 42, dataEpoch: 2 });
  });
});

describe('the process', () => {
  test('says hello at once and then every hbIntervalMs, to all peers on one schedule', () => {
    const subject = new Subject('n1', 3, { clock: clockAt(1000) }).passUntil(1050);
    expect(subject.sentVerb('HB').map(({ to, message }) => [to, message.sentAt])).toEqual([
      ['*', 1_000_000],
      ['*', 1_020_000],
      ['*', 1_040_000],
    ]);
  });

  test('does what is due before it listens, so a vote at the very deadline is late', () => {
    const subject = candidate().passUntil(319);
    subject.nowMs = 320;
    subject.receive('n2', { verb: 'ACCEPT', epoch: 2, accepterId: 'n2', pre: 0 });
    expect(subject.now.role).toBe('replica');
  });

  test('ignores who is no member', () => {
    const subject = follower().receive('n9', heartbeat('n9', { epoch: 9, role: 'primary' }));
    expect(subject.now.epoch).toBe(2);
  });

  test('shows the same observation while nothing in it changed', () => {
    const subject = follower();
    const before = subject.now;
    subject.receive('n3', heartbeat('n3', { epoch: 2 })).passUntil(80);
    expect(subject.now).toBe(before);
    subject.receive('n3', offer('n3', 3));
    expect(subject.now).toBe(before);
    subject.receive('n1', heartbeat('n1', { epoch: 2, role: 'primary' }));
    expect(subject.now).not.toBe(before);
    expect(subject.now.leadership).toBe(before.leadership);
  });

  test('returns the same empty list for a heartbeat that says nothing new', () => {
    const program = new HardenedElector(bootOf('n1', ['n1', 'n2'], { random: NO_JITTER }));
    program.onWake(clockAt(0));
    const effects = program.onMessage('n2', heartbeat('n2'), clockAt(1));
    expect(effects).toBe(program.onMessage('n2', heartbeat('n2'), clockAt(2)));
    expect(effects).toEqual([]);
  });

  test('wakes late without harm: one heartbeat, no candidacy out of its own deafness', () => {
    const subject = follower()
      .passUntil(100)
      .receive('n3', heartbeat('n3', { epoch: 2 }))
      .forget();
    subject.nowMs = 5000;
    subject.passUntil(5000);
    expect(subject.sentVerb('HB').filter(({ to }) => to !== 'n1')).toHaveLength(1);
    expect(subject.now.role).toBe('replica');
  });
});

describe('the view', () => {
  test('shows what the node believes about itself and its peers', () => {
    const subject = primary().receive('n3', heartbeat('n3', { epoch: 2, echo: 205_000, replOffset: 3 }));
    const view = subject.program.view(clockAt(210));
    expect(view.observation).toBe(subject.now);
    expect(view.votes).toEqual(['n1', 'n2']);
    expect(view.peers[1]).toEqual({
      id: 'n3',
      heardAtUs: 205_000,
      alive: true,
      role: 'replica',
      epoch: 2,
      replOffset: 3,
      facts: [{ label: 'grants this node until', atUs: 355_000 }],
    });
    expect(view.facts).toContainEqual({ label: 'promised', value: 'epoch 2' });
    expect(view.facts).toContainEqual({ label: 'won at', atUs: 205_000 });
  });

  test('knows nothing of a peer that was never heard', () => {
    expect(new Subject('n1', 2).program.view(clockAt(0)).peers).toEqual([
      { id: 'n2', heardAtUs: null, alive: false, role: null, epoch: null, replOffset: null, facts: [] },
    ]);
  });

  test('counts down the waits of a replica', () => {
    const facts = candidate().passUntil(330).program.view(clockAt(330)).facts;
    expect(facts).toContainEqual({ label: 'primary missing since', atUs: 200_000 });
    expect(facts).toContainEqual({ label: 'backoff until', atUs: 360_000 });
    expect(facts).toContainEqual({ label: 'failed candidacies', value: '1' });
  });
});
