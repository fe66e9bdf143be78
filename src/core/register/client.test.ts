import { describe, expect, test } from 'vitest';
import type { DiskRecord, Effect, NodeId } from '../program';
import type { Boot } from '../protocol';
import { EPOCH_WORDS } from '../words';
import type { ClientObservation } from '../service';
import { RegisterClient, type ClientState } from './client';
import type { RegisterMessage } from './message';
import { addressOf, clockAt, MS, registerBoot, RegisterWorld } from './register-test-kit';

const NODES = ['n1', 'n2', 'n3'];

/** Client c1 of three nodes, which are played by the test; time is in milliseconds. */
class Subject {
  client: RegisterClient;
  nowMs: number;
  asked: { readonly atMs: number; readonly to: NodeId | '*'; readonly number: number }[] = [];
  /** The same of reads. */
  read: { readonly atMs: number; readonly to: NodeId | '*'; readonly number: number }[] = [];
  records: DiskRecord[] = [];
  events: string[] = [];
  private readonly boot: Boot;

  constructor(overrides: Partial<Boot> = {}, state?: ClientState) {
    this.boot = registerBoot('c1', NODES, overrides);
    this.client = new RegisterClient(this.boot, EPOCH_WORDS, state);
    this.nowMs = this.boot.clock.nowUs / MS;
  }

  get now(): ClientObservation {
    return this.client.observe().service as ClientObservation;
  }

  get lastAsked(): NodeId | '*' | undefined {
    return this.asked.at(-1)?.to;
  }

  passUntil(atMs: number): this {
    while (this.client.nextWakeUs() <= atMs * MS) {
      this.nowMs = Math.max(this.nowMs, this.client.nextWakeUs() / MS);
      this.note(this.client.onWake(clockAt(this.nowMs * MS)));
    }
    this.nowMs = atMs;
    return this;
  }

  hears(from: NodeId, message: RegisterMessage): this {
    return this.note(this.client.onMessage(from, message, clockAt(this.nowMs * MS)));
  }

  wrote(from: NodeId, number: number, epoch = 1): this {
    return this.hears(from, { verb: 'WROTE', number, epoch });
  }

  redirected(from: NodeId, to: NodeId | '', leaderEpoch = -1, number = this.now.writing): this {
    const endpoint = to === '' ? '' : addressOf(to);
    return this.hears(from, { verb: 'REDIRECT', number, endpoint, leaderEpoch });
  }

  refused(from: NodeId): this {
    return this.hears(from, { verb: 'REFUSE', number: this.now.writing, why: 'it has no authority' });
  }

  private note(effects: readonly Effect<RegisterMessage>[]): this {
    for (const effect of effects) {
      if (effect.kind === 'persist') this.records.push(effect.record);
      if (effect.kind === 'event') this.events.push(effect.event.text);
      if (effect.kind === 'send' && effect.message.verb === 'WRITE') {
        this.asked.push({ atMs: this.nowMs, to: effect.to, number: effect.message.number });
      }
      if (effect.kind === 'send' && effect.message.verb === 'READ') {
        this.read.push({ atMs: this.nowMs, to: effect.to, number: effect.message.number });
      }
    }
    return this;
  }
}

describe('the pace', () => {
  test('a write begins every interval, or at once when it is late', () => {
    const subject = new Subject().passUntil(100).wrote('n1', 1).passUntil(300);
    expect(subject.asked).toEqual([
      { atMs: 0, to: 'n1', number: 1 },
      { atMs: 300, to: 'n1', number: 2 },
    ]);
    subject.passUntil(900).wrote('n1', 2).passUntil(900);
    expect(subject.asked.at(-1)).toEqual({ atMs: 900, to: 'n1', number: 3 });
    expect(subject.now).toMatchObject({
      acknowledged: 2,
      writing: 3,
      asked: 'n1',
      leader: 'n1',
      leaderEpoch: 1,
    });
  });

  test('between two writes nobody is asked', () => {
    const subject = new Subject().passUntil(100).wrote('n1', 1);
    expect(subject.now).toMatchObject({ writing: 1, asked: null });
    expect(subject.client.nextWakeUs()).toBe(300 * MS);
  });

  test('the first write is drawn within one interval', () => {
    const subject = new Subject({ random: { below: (limit) => limit - 1 } });
    expect(subject.client.nextWakeUs()).toBe(300 * MS - 1);
  });

  test('numbers are on the disk before they leave, and none is used again after a restart', () => {
    const subject = new Subject().passUntil(10);
    expect(subject.records).toEqual([{ number: 1 }]);
    const again = new Subject({ disk: subject.records[0]!, clock: clockAt(5000 * MS) }).passUntil(5000);
    expect(again.asked).toEqual([{ atMs: 5000, to: 'n1', number: 2 }]);
    expect(again.now).toMatchObject({ acknowledged: 0, longestGapUs: 0, lastAckUs: 5000 * MS });
  });
});

describe('without an answer', () => {
  test('the next node is asked, in a circle, until the write is given up', () => {
    const subject = new Subject().passUntil(4999);
    expect(subject.asked.map(({ to }) => to)).toEqual(['n1', 'n2', 'n3', 'n1', 'n2']);
    subject.passUntil(5000);
    expect(subject.now).toMatchObject({ unanswered: 5, abandoned: 1, writing: 2, asked: 'n3' });
    expect(subject.now.longestGapUs).toBe(5000 * MS);
    expect(subject.events).toEqual(['gave its write 1 up after 5.0 s: nobody acknowledged it']);
    expect(subject.records).toEqual([{ number: 1 }, { number: 2 }]);
  });

  test('of its leader too, though that is still in the cache', () => {
    const subject = new Subject().passUntil(10).wrote('n1', 1, 4).passUntil(1300);
    expect(subject.asked.map(({ to }) => to)).toEqual(['n1', 'n1', 'n2']);
    subject.redirected('n2', 'n1', 4).passUntil(1350);
    expect(subject.lastAsked).toBe('n1');
  });

  test('what comes after all is still an acknowledgement, of that write alone', () => {
    const subject = new Subject().passUntil(1500);
    expect(subject.lastAsked).toBe('n2');
    subject.wrote('n1', 1, 3);
    expect(subject.now).toMatchObject({ acknowledged: 1, leader: 'n1', unanswered: 1 });
    const before = subject.passUntil(1500).now;
    subject.wrote('n1', 1, 3).wrote('n1', 7, 3);
    expect(subject.now).toBe(before);
  });
});

describe('a redirect', () => {
  test('is followed at once', () => {
    const subject = new Subject().passUntil(5).redirected('n1', 'n3', 4);
    expect(subject.asked).toEqual([
      { atMs: 0, to: 'n1', number: 1 },
      { atMs: 5, to: 'n3', number: 1 },
    ]);
    expect(subject.now).toMatchObject({
      misdirected: 1,
      followed: 1,
      leader: 'n3',
      leaderEpoch: 4,
      note: '',
    });
  });

  test('of an older epoch is stale: it goes round after a pause', () => {
    const subject = new Subject().passUntil(5).wrote('n2', 1, 4).passUntil(305).redirected('n2', 'n3', 3);
    expect(subject.now).toMatchObject({
      stale: 1,
      followed: 0,
      leader: 'n2',
      asked: null,
      note: 'n2 points to n3.test:7000 of epoch 3, but n2.test:7000 of epoch 4 was confirmed since',
    });
    subject.passUntil(404);
    expect(subject.lastAsked).toBe('n2');
    subject.passUntil(405);
    expect(subject.lastAsked).toBe('n3');
  });

  test('without a hint leads to the next node', () => {
    const subject = new Subject().passUntil(5).redirected('n1', '').passUntil(105);
    expect(subject.now).toMatchObject({ noLeaderYet: 1, note: 'n1 knows no leader' });
    expect(subject.lastAsked).toBe('n2');
  });

  test('off TLS is rejected, once in words; who does not insist follows it', () => {
    const hint = { verb: 'REDIRECT', number: 1, endpoint: 'http://n3.test:7000', leaderEpoch: 4 } as const;
    const subject = new Subject().passUntil(5).hears('n1', hint);
    expect(subject.now).toMatchObject({ rejected: 1, followed: 0, leader: null });
    expect(subject.events).toEqual(['rejected a hint: n1 points to http://n3.test:7000, which is not TLS']);
    const careless = new Subject({ config: { tlsRequired: 0 } }).passUntil(5).hears('n1', hint);
    expect(careless.now).toMatchObject({ followed: 1, asked: 'n3', leader: 'n3' });
  });

  test('to where nobody is counts as followed and leads on', () => {
    const hint = { verb: 'REDIRECT', number: 1, endpoint: 'n9.test:1', leaderEpoch: 4 } as const;
    const subject = new Subject().passUntil(5).hears('n1', hint).passUntil(105);
    expect(subject.now).toMatchObject({ leader: null, note: 'n1 points to n9.test:1, where no node is' });
    expect(subject.lastAsked).toBe('n2');
  });

  test('in circles comes to a rest', () => {
    const subject = new Subject().passUntil(5);
    for (let i = 0; i < 10; i++) subject.redirected('n1', 'n2', 4).redirected('n2', 'n1', 4);
    expect(subject.asked.map(({ to }) => to)).toEqual(['n1', 'n2', 'n1', 'n2']);
    expect(subject.client.nextWakeUs()).toBe(105 * MS);
    subject.passUntil(105);
    expect(subject.lastAsked).toBe('n1');
  });

  test('of somebody who was not asked, or about another write, says nothing', () => {
    const subject = new Subject().passUntil(5);
    const before = subject.now;
    subject.redirected('n2', 'n3', 4).redirected('n1', 'n3', 4, 7).hears('n1', { verb: 'SYNC', token: 1 });
    expect(subject.now).toBe(before);
  });
});

describe('a refusal', () => {
  test('of the cached leader: it is asked again after a pause', () => {
    const subject = new Subject().passUntil(5).redirected('n1', 'n3', 4).refused('n3').passUntil(105);
    expect(subject.lastAsked).toBe('n3');
    expect(subject.now).toMatchObject({ refused: 1, note: 'n3 could not: it has no authority' });
  });

  test('of anybody else: the next one is asked', () => {
    const subject = new Subject().passUntil(5).refused('n1').passUntil(105);
    expect(subject.lastAsked).toBe('n2');
  });
});

test('a leader that is not confirmed any more is forgotten, but only when something happens', () => {
  const subject = new Subject({ config: { leaderTtlMs: 50 } }).passUntil(5).wrote('n2', 1, 4);
  const before = subject.client.observe();
  subject.client.onWake(clockAt(200 * MS));
  expect(subject.client.observe()).toBe(before);
  subject.passUntil(300);
  expect(subject.now).toMatchObject({ leader: null, leaderEpoch: null, asked: 'n1' });
});

test('the longest time without an acknowledgement', () => {
  const subject = new Subject().passUntil(40).wrote('n1', 1);
  expect(subject.now).toMatchObject({ longestGapUs: 40 * MS, lastAckUs: 40 * MS });
  subject.passUntil(1400);
  expect(subject.now.longestGapUs).toBe(1260 * MS);
  subject.wrote('n2', 2).passUntil(1400).wrote('n2', 3);
  expect(subject.now).toMatchObject({ longestGapUs: 1360 * MS, acknowledged: 3 });
});

test('what was saved goes on in the same way', () => {
  const original = new Subject().passUntil(5).wrote('n2', 1, 4).passUntil(305).refused('n2');
  const restored = new Subject({}, structuredClone(original.client.save()));
  expect(restored.client.observe()).toEqual(original.client.observe());
  restored.nowMs = original.nowMs;
  original.asked = [];
  for (const each of [original, restored]) each.passUntil(405).redirected('n2', 'n3', 3).passUntil(9000);
  expect(restored.asked).toEqual(original.asked);
  expect(restored.client.observe()).toEqual(original.client.observe());
});

test('clients find a new leader, and count what it took', () => {
  const world = new RegisterWorld({ seed: 1, nodes: 3, clients: 2, electsByOffset: true });
  const [n1, n2] = world.nodes as [(typeof world.nodes)[0], (typeof world.nodes)[0]];
  world.elect(n1, { role: 'primary', epoch: 2, authorityUntilUs: 2000 * MS });
  world.runUntil(2000 * MS);
  world.elect(n1, { role: 'replica', authorityUntilUs: 0 });
  n1.replica = null;
  world.elect(n2, { role: 'primary', epoch: 3, votedEpoch: 3, authorityUntilUs: Infinity });
  for (const node of world.nodes) if (node !== n1) world.tellOf(node, n2);
  world.runUntil(6000 * MS);
  for (const client of world.clients) {
    const counts = world.counts(client);
    expect(counts).toMatchObject({ leader: 'n2', leaderEpoch: 3, abandoned: 0 });
    expect(counts.unanswered).toBeGreaterThan(0);
    expect(counts.acknowledged).toBeGreaterThan(12);
    expect(counts.longestGapUs).toBeLessThan(2500 * MS);
  }
  expect(world.violations).toEqual([]);
});

describe('a read', () => {
  const READS_ONLY: Partial<Boot> = { config: { readShare: 100 } };
  const told = (number: number, history: string) =>
    ({ verb: 'VALUE', number, epoch: 4, value: 'c2#1', history }) as const;

  test('is asked for as a write is, and its answer kept', () => {
    const subject = new Subject(READS_ONLY).passUntil(0);
    expect(subject.read).toEqual([{ atMs: 0, to: 'n1', number: 1 }]);
    expect(subject.records).toEqual([{ number: 0, reads: 1 }]);
    expect(subject.now.reads).toEqual({ reading: 1, open: true, answered: 0, abandoned: 0, last: null });
    subject.passUntil(5).hears('n1', told(1, 'c2:1'));
    expect(subject.now).toMatchObject({ acknowledged: 0, leader: 'n1', leaderEpoch: 4, lastAckUs: 5 * MS });
    expect(subject.now.reads).toEqual({
      reading: 1,
      open: false,
      answered: 1,
      abandoned: 0,
      last: {
        number: 1,
        begunUs: 0,
        endedUs: 5 * MS,
        by: 'n1',
        epoch: 4,
        value: 'c2#1',
        history: 'c2:1',
      },
    });
    expect(subject.events).toEqual(['is served by n1 now: read 1, epoch 4']);
    expect(subject.passUntil(300).read.at(-1)).toEqual({ atMs: 300, to: 'n1', number: 2 });
  });

  test('takes no answer to an earlier one, of an earlier process, twice, or that nobody can read', () => {
    const subject = new Subject({ ...READS_ONLY, disk: { number: 3, reads: 7 } }).passUntil(5);
    expect(subject.read.at(-1)).toMatchObject({ number: 8 });
    const before = subject.now;
    subject.hears('n1', told(7, 'c2:1')).hears('n1', told(8, 'c2:?')).wrote('n1', 3).wrote('n1', 8);
    expect(subject.now).toBe(before);
    subject.hears('n2', told(8, 'c2:1')).hears('n2', told(8, 'c2:1-2'));
    expect(subject.now.reads).toMatchObject({ answered: 1, last: { by: 'n2', history: 'c2:1' } });
  });

  test('follows hints, is refused, goes unanswered and is given up', () => {
    const subject = new Subject(READS_ONLY).passUntil(5).redirected('n1', 'n3', 4, 0);
    expect(subject.read.at(-1)).toEqual({ atMs: 5, to: 'n3', number: 1 });
    subject.hears('n3', { verb: 'REFUSE', number: 0, why: 'it has no authority' });
    expect(subject.now).toMatchObject({ misdirected: 1, followed: 1, refused: 1 });
    subject.passUntil(5000);
    expect(subject.now).toMatchObject({ abandoned: 0, reads: { reading: 2, abandoned: 1 } });
    expect(subject.events).toEqual(['gave its read 1 up after 5.0 s: nobody answered it']);
  });

  test('alternates with writes by the luck of the client, which draws none where there are no reads', () => {
    let drawn = 0;
    const random = { below: (limit: number) => (limit === 100 ? 40 + 20 * (drawn++ % 2) : 0) };
    const subject = new Subject({ config: { readShare: 50 }, random });
    for (let at = 0; at < 4; at += 1) {
      const { reading = 0, open = false } = subject.passUntil(at * 300).now.reads ?? {};
      if (open) subject.hears('n1', told(reading, ''));
      else subject.wrote('n1', subject.now.writing);
    }
    expect([subject.read.length, subject.asked.length, drawn]).toEqual([2, 2, 4]);
    expect(subject.now).toMatchObject({ acknowledged: 2, reads: { answered: 2 } });
    const writer = new Subject({ random }).passUntil(700);
    expect(drawn).toBe(4);
    expect(writer.now).not.toHaveProperty('reads');
  });

  test('is in the facts, and a client that is restored goes on with it', () => {
    const subject = new Subject(READS_ONLY).passUntil(5);
    const facts = subject.client.view(clockAt(5 * MS)).facts;
    expect(facts).toContainEqual({ label: 'read 1', value: 'asked n1' });
    const restored = new Subject(READS_ONLY, structuredClone(subject.client.save()));
    restored.nowMs = 6;
    restored.hears('n1', told(1, 'c2:1'));
    subject.passUntil(6).hears('n1', told(1, 'c2:1'));
    expect(restored.now).toEqual(subject.now);
    expect(restored.now.reads!.answered).toBe(1);
  });
});
