/** What a vote binds to, and how long. */
import { describe, expect, test } from 'vitest';
import { heartbeat, offer, Subject } from './test-kit';
import type { QuorumHeartbeat } from './message';

const leader = (sentAt: number) => heartbeat('n1', { epoch: 2, role: 'primary', sentAt });

/** n2 of five, follower of n1 in epoch 2, voted for n3 in epoch 3 at 260 ms and hears its primary again. */
function voter(): Subject {
  return new Subject('n2', 5)
    .receive('n1', leader(1))
    .passUntil(260)
    .receive('n3', offer('n3', 3))
    .receive('n1', leader(5))
    .forget();
}

const echo = (subject: Subject) => subject.passUntil(subject.nowMs + 20).lastHeartbeatTo('n1').echo;
const of3 = (fields: Partial<QuorumHeartbeat>) => heartbeat('n3', { epoch: 2, promised: 3, ...fields });

describe('a vote for another', () => {
  test('withholds the grant while that one may win', () => {
    const subject = voter();
    expect(echo(subject)).toBe(-1);
    expect(subject.now).toMatchObject({ grantsTo: null, boundEpoch: 3 });
    expect(subject.program.view({ nowUs: 0, wallUs: 0 }).facts).toContainEqual({
      label: 'bound by its vote',
      value: 'in epoch 3',
    });
  });

  test('is void once that one says that it is a replica, has promised that epoch, and knows no winner in it', () => {
    const subject = voter().receive('n3', of3({}));
    expect(subject.events).toEqual(['is free of its vote in epoch 3: n3 ended that candidacy']);
    expect(subject.records).toEqual([{ epoch: 2, promised: 3, votedFor: 'n3', bound: '[]' }]);
    expect(subject.now).toMatchObject({ grantsTo: 'n1', boundEpoch: 2, votedEpoch: 3, votedFor: 'n3' });
    expect(echo(subject)).toBe(5);
  });

  test.each<[string, Partial<QuorumHeartbeat>]>([
    ['is a candidate', { role: 'candidate' }],
    ['has not promised that epoch: a heartbeat from before its candidacy', { promised: 2 }],
    ['is another', { nodeId: 'n4' }],
  ])('is not void by a heartbeat of who %s', (_, fields) => {
    const subject = voter();
    subject.receive(fields.nodeId ?? 'n3', of3(fields));
    expect(subject.now).toMatchObject({ grantsTo: null, boundEpoch: 3 });
  });

  test('is not void by a heartbeat of who knows a winner in that epoch: then it was won', () => {
    const subject = voter().receive('n3', of3({ epoch: 3 }));
    expect(subject.now).toMatchObject({ epoch: 3, grantsTo: null, boundEpoch: 3 });
  });

  test('stays given: nobody else gets one in that epoch', () => {
    const subject = voter().receive('n3', of3({})).passUntil(600).forget();
    expect(subject.receive('n4', offer('n4', 3)).sentVerb('ACCEPT')).toEqual([]);
  });

  test('binds again when its offer is answered again', () => {
    const subject = voter().receive('n3', of3({})).receive('n3', offer('n3', 3));
    expect(subject.now.boundEpoch).toBe(3);
    expect(subject.receive('n3', of3({})).now.boundEpoch).toBe(2);
  });

  test('is not void because of a later one that came to nothing', () => {
    const subject = voter()
      .passUntil(600)
      .receive('n4', offer('n4', 4))
      .receive('n4', heartbeat('n4', { epoch: 2, promised: 4 }));
    expect(subject.now).toMatchObject({ votedEpoch: 4, boundEpoch: 3, grantsTo: null });
    expect(subject.records.at(-1)).toEqual({ epoch: 2, promised: 4, votedFor: 'n4', bound: '[["n3",3]]' });
    expect(subject.receive('n3', of3({})).now).toMatchObject({ boundEpoch: 2, grantsTo: 'n1' });
  });

  test('needs no word any more once its epoch is behind', () => {
    const subject = voter().receive('n4', heartbeat('n4', { epoch: 3, role: 'primary', sentAt: 8 }));
    expect(subject.now).toMatchObject({ epoch: 3, grantsTo: 'n4', boundEpoch: 3 });
  });
});

describe('a vote for itself', () => {
  const candidate = () =>
    new Subject('n1', 3)
      .passUntil(300, () => [heartbeat('n2', { epoch: 2, role: 'primary' }), heartbeat('n3', { epoch: 2 })])
      .passUntil(505, () => [heartbeat('n3', { epoch: 2 })]);

  test('binds for as long as it is a candidate', () => {
    const subject = candidate().receive('n2', heartbeat('n2', { epoch: 2, role: 'primary', sentAt: 9 }));
    expect(subject.now).toMatchObject({ role: 'candidate', boundEpoch: 3, grantsTo: null });
    subject.passUntil(630);
    expect(subject.now).toMatchObject({ role: 'replica', votedEpoch: 3, boundEpoch: 2, grantsTo: 'n2' });
    expect(subject.lastHeartbeatTo('n2').echo).toBe(9);
  });
});

describe('after a restart', () => {
  const restarted = (disk: Record<string, string | number | null>) => new Subject('n2', 5, { disk }).now;

  test('a vote for itself binds no more, as it is no candidate', () => {
    expect(restarted({ epoch: 2, promised: 3, votedFor: 'n2' })).toMatchObject({
      votedEpoch: 3,
      boundEpoch: 2,
    });
  });

  test('a vote for another binds until that one is heard', () => {
    const subject = new Subject('n2', 5, { disk: { epoch: 2, promised: 3, votedFor: 'n3' } });
    expect(subject.now.boundEpoch).toBe(3);
    expect(subject.receive('n3', of3({})).now.boundEpoch).toBe(2);
  });

  test('a vote in an epoch that was won binds to nothing more than that', () => {
    expect(restarted({ epoch: 3, promised: 3, votedFor: 'n3' })).toMatchObject({ epoch: 3, boundEpoch: 3 });
  });

  test('votes that were void are void, and earlier ones that bound bind', () => {
    const votes = { epoch: 2, promised: 4, votedFor: 'n4' };
    expect(restarted({ ...votes, bound: '[]' }).boundEpoch).toBe(2);
    expect(restarted({ ...votes, bound: '[["n3",3]]' }).boundEpoch).toBe(3);
  });
});
