import { expect, test } from 'vitest';
import { quorumProtocol } from './protocol';
import { heartbeat, offer, Subject } from './test-kit';
import type { QuorumMessage } from './message';

test('says each message in words', () => {
  const messages: QuorumMessage[] = [
    heartbeat('n1', { epoch: 3, role: 'primary', promised: 3 }),
    heartbeat('n2', { epoch: 3, promised: 4, echo: -1 }),
    heartbeat('n2', { epoch: 3, echo: 2_500_000 }),
    offer('n2', 4, { replOffset: 7, dataEpoch: 3 }),
    { verb: 'ACCEPT', epoch: 4, accepterId: 'n3', pre: 0 },
    { verb: 'ANNOUNCE', epoch: 4, newPrimaryId: 'n2', newPrimaryAddr: 'n2.test:7000' },
  ];
  expect(messages.map((message) => quorumProtocol.describe(message))).toEqual([
    'heartbeat: n1 is primary in epoch 3, offset 0',
    'heartbeat: n2 is replica in epoch 3, offset 0, promised epoch 4',
    "heartbeat: n2 is replica in epoch 3, offset 0, grants the receiver's heartbeat of 2.5 s on its clock",
    'offer: n2 asks for votes in epoch 4, offset 7 of epoch 3',
    'accept: n3 gives its vote in epoch 4',
    'announce: n2 won epoch 4 and serves at n2.test:7000',
  ]);
});

test('all that a node sends fits the wire', () => {
  const subject = new Subject('n1', 3).passUntil(200, () => [heartbeat('n2'), heartbeat('n3')]);
  subject.receive('n2', { verb: 'ACCEPT', epoch: 2, accepterId: 'n2', pre: 0 });
  subject
    .passUntil(250)
    .receive('n3', heartbeat('n3', { epoch: 3, role: 'primary', sentAt: 1 }))
    .passUntil(300);
  expect(new Set(subject.sent.map(({ message }) => message.verb))).toEqual(
    new Set(['HB', 'OFFER', 'ANNOUNCE']),
  );
  for (const { message } of subject.sent) {
    expect(quorumProtocol.codec.decode(quorumProtocol.codec.encode(message))).toMatchObject({
      ok: true,
      message,
    });
  }
});

test('refuses a lease that outlives the patience of its voters', () => {
  expect(quorumProtocol.checkConfig({})).toBeNull();
  expect(quorumProtocol.checkConfig({ downAfterMs: 1000, leaseMs: 1000 })).toContain('leaseMs');
});
