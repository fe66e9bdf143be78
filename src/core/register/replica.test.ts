import { describe, expect, test } from 'vitest';
import type { DiskRecord, Effect, NodeId, Observation } from '../program';
import type { Boot } from '../protocol';
import { EPOCH_WORDS } from '../words';
import type { RegisterMessage, Replicate } from './message';
import { Replica } from './replica';
import { addressOf, clockAt, elector, MS, primaryOf, registerBoot } from './register-test-kit';

const NODES = ['n1', 'n2', 'n3'];

/** The replica of n1, of three; everybody else is played by the test. */
class Subject {
  readonly replica: Replica;
  elector: Observation = elector();
  nowUs = 0;
  sent: { readonly to: NodeId | '*'; readonly message: RegisterMessage }[] = [];
  events: string[] = [];

  constructor(
    readonly electsByOffset: boolean,
    overrides: Partial<Boot> = {},
    record: DiskRecord | null = null,
    readsByAuthority?: true,
  ) {
    this.replica = new Replica(
      registerBoot('n1', NODES, overrides),
      { electsByOffset, words: EPOCH_WORDS, ...(readsByAuthority && { readsByAuthority }) },
      record,
    );
  }

  get now() {
    return this.replica.observe();
  }

  /** The elector shows this from now on. */
  becomes(observation: Observation): this {
    this.elector = observation;
    return this.note(this.replica.follow(observation, clockAt(this.nowUs)));
  }

  hears(from: NodeId, message: RegisterMessage): this {
    return this.note(this.replica.onMessage(from, message, this.elector, clockAt(this.nowUs)));
  }

  /** Wakes as often as it wants to until then. */
  passUntil(atMs: number): this {
    for (let wakes = 0; this.replica.nextWakeUs() <= atMs * MS; wakes++) {
      expect(wakes).toBeLessThan(100);
      this.nowUs = Math.max(this.nowUs, this.replica.nextWakeUs());
      this.note(this.replica.onWake(this.elector, clockAt(this.nowUs)));
    }
    this.nowUs = atMs * MS;
    return this;
  }

  /** What was sent since the last call. */
  take(): readonly (readonly [to: NodeId | '*', message: RegisterMessage])[] {
    return this.sent.splice(0).map(({ to, message }) => [to, message] as const);
  }

  private note(effects: readonly Effect<RegisterMessage>[]): this {
    for (const effect of effects) {
      if (effect.kind === 'send') this.sent.push(effect);
      if (effect.kind === 'event') this.events.push(effect.event.text);
      expect(effect.kind).not.toBe('persist');
    }
    return this;
  }
}

const repl = (token: number, offset: number, history = '', dataEpoch = token): Replicate => ({
  verb: 'REPL',
  token,
  dataEpoch,
  offset,
  value: history === '' ? '' : 'c1#1',
  history,
});
const held = (token: number, offset: number) =>
  ({ verb: 'REPLACK', token, dataEpoch: token, offset }) as const;
const write = (number: number) => ({ verb: 'WRITE', number }) as const;

/** Primary of epoch 3 that serves, at offset 1. */
function serving(overrides: Partial<Boot> = {}): Subject {
  const subject = new Subject(true, overrides).becomes(primaryOf(3)).hears('n2', held(3, 1));
  subject.take();
  return subject;
}

describe('a new primary that was elected by offset', () => {
  test('asserts its copy under its token, and serves once a majority holds it', () => {
    const subject = new Subject(true, { replOffset: 40, dataEpoch: 2 }).becomes(primaryOf(3));
    expect(subject.take()).toEqual([['*', repl(3, 41)]]);
    expect([subject.replica.offset, subject.replica.dataEpoch]).toEqual([41, 3]);
    expect(subject.now.serving).toBe(false);
    subject.hears('c1', write(1));
    expect(subject.take()).toEqual([
      ['c1', { verb: 'REFUSE', number: 1, why: 'a majority has to take its copy first' }],
    ]);
    subject.hears('n3', held(3, 41));
    expect(subject.now.serving).toBe(true);
    expect(subject.events).toEqual(['serves clients with epoch 3: 2 of 3 hold offset 41']);
  });

  test('does not count what was held under another token, at a lower offset, or by strangers', () => {
    const subject = new Subject(true, { replOffset: 40, dataEpoch: 2 }).becomes(primaryOf(3));
    subject
      .hears('n2', held(2, 41))
      .hears('n2', held(3, 40))
      .hears('n2', { verb: 'REPLACK', token: 3, dataEpoch: 2, offset: 41 })
      .hears('n9', held(3, 41))
      .hears('n2', held(3, 42));
    expect(subject.now.serving).toBe(false);
  });

  test('waits for authority, and alone needs nobody', () => {
    const waits = new Subject(true).becomes(primaryOf(3, 0));
    expect(waits.take()).toEqual([]);
    expect(waits.replica.offset).toBe(0);
    const alone = new Replica(
      registerBoot('n1', ['n1']),
      { electsByOffset: false, words: EPOCH_WORDS },
      null,
    );
    alone.follow(primaryOf(3), clockAt(0));
    expect(alone.observe().serving).toBe(true);
    expect(alone.record()).toMatchObject({ 'register.offset': 1, 'register.token': 3, 'register.fence': 3 });
  });

  test('an older copy on a majority gives way to what was asserted after it', () => {
    // n2 asserted under token 4 what it alone had of token 2; n1 holds more offsets, of token 3, and may not win by them.
    const subject = new Subject(true).hears('n3', repl(3, 9, 'c1:1')).hears('n2', repl(4, 5, 'c1:2'));
    expect([subject.replica.dataEpoch, subject.replica.offset]).toEqual([4, 5]);
    expect(subject.events).toEqual(['dropped c1#1: the copy of n2 under epoch 4 is without']);
  });
});

describe('a new primary that was elected by a store', () => {
  const told = (offset: number, dataEpoch: number, history = '') =>
    ({ verb: 'SYNCED', token: 5, dataEpoch, offset, value: '', history }) as const;
  const elected = { ...primaryOf(9), reign: 5 };

  test('asks until a majority has told, and takes the copy of the latest date', () => {
    const subject = new Subject(false, { replOffset: 40, dataEpoch: 2 }).becomes(elected);
    expect(subject.take().map(([to, { verb }]) => [to, verb])).toEqual([
      ['n2', 'SYNC'],
      ['n3', 'SYNC'],
    ]);
    subject.passUntil(600);
    expect(subject.take()).toHaveLength(2);
    subject.hears('c1', write(1));
    expect(subject.take()[0]![1]).toMatchObject({ why: 'it asks the others what they hold' });
    subject.hears('n2', told(7, 4, 'c1:1'));
    expect(subject.take()).toEqual([['*', { ...repl(5, 8, 'c1:1'), value: '' }]]);
    subject.hears('n3', held(5, 8));
    expect(subject.now).toMatchObject({ serving: true, history: 'c1:1', token: 5, confirmed: 'c1:1' });
  });

  test('keeps its own copy if that is the best', () => {
    const subject = new Subject(false, { replOffset: 40, dataEpoch: 4 }).becomes(elected);
    subject.hears('n2', told(39, 4)).hears('n3', told(99, 3));
    expect(subject.replica.offset).toBe(41);
  });

  test('answers of another reign, and what cannot be read, count for nothing', () => {
    const subject = new Subject(false).becomes(elected);
    subject.hears('n2', { ...told(7, 4), token: 4 }).hears('n2', told(7, 4, 'c1:x'));
    expect(subject.replica.offset).toBe(0);
  });

  test('cannot serve with a token below one that was seen', () => {
    const subject = new Subject(false).hears('n2', repl(6, 3)).becomes(elected);
    expect(subject.events).toEqual(['cannot serve clients with epoch 5: it has seen epoch 6']);
    expect(subject.replica.nextWakeUs()).toBe(Infinity);
  });

  test('whoever is asked bars lower tokens, and a primary deposes itself by it', () => {
    const subject = new Subject(false).becomes({ ...primaryOf(3), reign: 3 });
    subject.hears('n2', { ...told(0, 0), token: 3 }).hears('n2', held(3, 1));
    expect(subject.now.serving).toBe(true);
    subject.take();
    subject.hears('n3', { verb: 'SYNC', token: 5 });
    expect(subject.now).toMatchObject({ serving: false, fence: 5 });
    expect(subject.replica.record()).toMatchObject({ 'register.fence': 5, 'register.token': 3 });
    expect(subject.take()).toEqual([
      ['n3', { verb: 'SYNCED', token: 5, dataEpoch: 3, offset: 1, value: '', history: '' }],
    ]);
    subject.hears('n2', { verb: 'SYNC', token: 4 });
    expect(subject.take()).toEqual([['n2', { verb: 'REPLNAK', token: 4, fence: 5 }]]);
  });
});

describe('a write', () => {
  test('is acknowledged once a majority holds it', () => {
    const subject = serving().hears('c1', write(1));
    expect(subject.take()).toEqual([['*', { ...repl(3, 2, 'c1:1'), value: 'c1#1' }]]);
    expect(subject.now).toMatchObject({ value: 'c1#1', history: 'c1:1', confirmed: '' });
    subject.hears('n3', held(3, 2));
    expect(subject.take()).toEqual([['c1', { verb: 'WROTE', number: 1, epoch: 3 }]]);
    expect(subject.now.confirmed).toBe('c1:1');
  });

  test('asked for again is made once, and acknowledged when the copy as it is now is confirmed', () => {
    const subject = serving().hears('c1', write(1)).hears('c2', write(1)).hears('c1', write(1));
    expect(subject.replica.offset).toBe(3);
    subject.take();
    subject.hears('n2', held(3, 2));
    expect(subject.take()).toEqual([]);
    subject.hears('n2', held(3, 3));
    expect(subject.take().map(([to]) => to)).toEqual(['c2', 'c1']);
    subject.hears('c1', write(1));
    expect(subject.take()).toEqual([['c1', { verb: 'WROTE', number: 1, epoch: 3 }]]);
  });

  test('that a later one has overtaken is refused', () => {
    const subject = serving().hears('c1', write(3));
    subject.take();
    subject.hears('c1', write(2));
    expect(subject.take()).toEqual([
      ['c1', { verb: 'REFUSE', number: 2, why: 'an older write: it has number 3 already' }],
    ]);
    expect(subject.now.history).toBe('c1:3');
  });

  test('without a majority there is an end to them', () => {
    const subject = serving();
    for (let number = 1; number <= 65; number++) subject.hears('c1', write(number));
    expect(subject.take().at(-1)![1]).toMatchObject({ verb: 'REFUSE', number: 65 });
  });

  test('is repeated to those who have not answered, while the primary may act', () => {
    const subject = serving().hears('c1', write(1)).hears('n2', held(3, 2));
    subject.take();
    subject.passUntil(1100);
    expect(subject.take().map(([to, { verb }]) => [to, verb])).toEqual([
      ['n3', 'REPL'],
      ['n3', 'REPL'],
    ]);
    subject.hears('n3', held(3, 2));
    expect(subject.replica.nextWakeUs()).toBe(Infinity);
  });

  test('without majorityAck it is enough that the primary has it', () => {
    const subject = new Subject(true, { safeguards: { majorityAck: false } }).becomes(primaryOf(3));
    subject.hears('c1', write(1));
    expect(subject.take().map(([to, { verb }]) => [to, verb])).toEqual([
      ['*', 'REPL'],
      ['*', 'REPL'],
      ['c1', 'WROTE'],
    ]);
  });

  test('of a node, or without a number, is none', () => {
    const subject = serving().hears('n2', write(1)).hears('c1', write(0));
    expect(subject.take()).toEqual([]);
  });
});

describe('a node that does not lead', () => {
  test('points to whom it follows', () => {
    const leadership = { kind: 'follower', leaderEndpoint: addressOf('n2'), leaderEpoch: 4 } as const;
    const subject = new Subject(true).becomes(elector({ leadership })).hears('c1', write(1));
    const hint = { verb: 'REDIRECT', number: 1, endpoint: 'n2.test:7000', leaderEpoch: 4 };
    expect(subject.take()).toEqual([['c1', hint]]);
    const careless = new Subject(true, { config: { httpHints: 1 } }).becomes(elector({ leadership }));
    careless.hears('c1', write(1));
    expect(careless.take()).toEqual([['c1', { ...hint, endpoint: 'http://n2.test:7000' }]]);
  });

  test('or to nobody', () => {
    const subject = new Subject(true, { config: { httpHints: 1 } }).hears('c1', write(1));
    expect(subject.take()).toEqual([['c1', { verb: 'REDIRECT', number: 1, endpoint: '', leaderEpoch: -1 }]]);
  });

  test('who stops leading turns those away who wait', () => {
    const subject = serving().hears('c1', write(1));
    subject.take();
    subject.becomes(elector({ epoch: 3, votedEpoch: 4 }));
    expect(subject.take()).toEqual([['c1', { verb: 'REDIRECT', number: 1, endpoint: '', leaderEpoch: -1 }]]);
    subject.hears('n2', held(3, 2));
    expect(subject.take()).toEqual([]);
    expect(subject.now).toMatchObject({ serving: false, confirmed: '' });
  });
});

describe('authority', () => {
  test('ends by the clock: nothing is acknowledged after it, until it is back', () => {
    const subject = serving()
      .becomes(primaryOf(3, 100 * MS))
      .hears('c1', write(1));
    subject.take();
    expect(subject.replica.nextWakeUs()).toBe(100 * MS);
    subject.passUntil(100);
    expect(subject.take()).toEqual([
      ['c1', { verb: 'REFUSE', number: 1, why: 'it has no authority any more' }],
    ]);
    expect(subject.now.serving).toBe(false);
    subject.hears('n2', held(3, 2)).hears('c1', write(1));
    expect(subject.take()).toEqual([['c1', { verb: 'REFUSE', number: 1, why: 'it has no authority' }]]);
    subject.becomes(primaryOf(3, 300 * MS)).hears('c1', write(1));
    expect(subject.take().map(([to, { verb }]) => [to, verb])).toEqual([
      ['n3', 'REPL'],
      ['c1', 'WROTE'],
    ]);
    expect(subject.replica.offset).toBe(2);
  });

  test('is looked at in the very step of the answer', () => {
    const subject = serving()
      .becomes(primaryOf(3, 100 * MS))
      .hears('c1', write(1));
    subject.take();
    subject.nowUs = 100 * MS;
    subject.hears('n2', held(3, 2));
    expect(subject.take().map(([, { verb }]) => verb)).toEqual(['REFUSE']);
  });
});

describe('fencing', () => {
  test('a copy is taken as a whole from a newer token, even with less, and acknowledged as it is', () => {
    const subject = new Subject(true).hears('n2', repl(3, 9, 'c1:1-4'));
    subject.hears('n3', repl(4, 5, 'c1:1-3'));
    expect(subject.take()).toEqual([
      ['n2', held(3, 9)],
      ['n3', held(4, 5)],
    ]);
    expect(subject.now).toMatchObject({ history: 'c1:1-3', token: 4, fence: 4, fenced: 0 });
    expect(subject.replica.record()).toEqual({
      'register.value': 'c1#1',
      'register.history': 'c1:1-3',
      'register.offset': 5,
      'register.dataEpoch': 4,
      'register.token': 4,
      'register.fence': 4,
    });
  });

  test('a late copy of the same token changes nothing', () => {
    const subject = new Subject(true).hears('n2', repl(3, 9, 'c1:1-4'));
    const record = subject.replica.record();
    subject.take();
    subject.hears('n2', repl(3, 8, 'c1:1-3'));
    expect(subject.take()).toEqual([['n2', held(3, 9)]]);
    expect(subject.replica.record()).toBe(record);
  });

  test('a lower token is refused, also after a restart', () => {
    const before = new Subject(true).hears('n2', repl(4, 5));
    const subject = new Subject(true, {}, before.replica.record()).hears('n3', repl(3, 9, 'c1:1'));
    expect(subject.take()).toEqual([['n3', { verb: 'REPLNAK', token: 3, fence: 4 }]]);
    expect(subject.now).toMatchObject({ history: '', fenced: 1, fence: 4, token: 4 });
  });

  test('a vote bars what is older, and tells of no token that nobody has', () => {
    const subject = new Subject(true).becomes(elector({ votedEpoch: 4 })).hears('n2', repl(3, 9));
    expect(subject.take()).toEqual([['n2', { verb: 'REPLNAK', token: 3, fence: 0 }]]);
    const leased = new Subject(false).becomes(elector({ votedEpoch: 4 })).hears('n2', repl(3, 9));
    expect(leased.take()).toEqual([['n2', held(3, 9)]]);
  });

  test('a primary that is refused stops serving under that token', () => {
    const subject = serving().hears('c1', write(1));
    subject.take();
    subject.hears('n3', { verb: 'REPLNAK', token: 3, fence: 7 });
    expect(subject.take()).toEqual([
      ['c1', { verb: 'REFUSE', number: 1, why: 'its epoch 3 is outdated by epoch 7' }],
    ]);
    expect(subject.events.at(-1)).toBe('stopped serving clients with epoch 3: n3 knows epoch 7');
    subject.hears('n2', held(3, 2)).hears('c1', write(1));
    expect(subject.take().map(([, { verb }]) => verb)).toEqual(['REFUSE']);
    expect(subject.replica.nextWakeUs()).toBe(Infinity);
    subject.becomes(primaryOf(8)).hears('n2', held(8, 3));
    expect(subject.now).toMatchObject({ serving: true, token: 8, history: 'c1:1' });
  });

  test('a vote bars for as long as it binds', () => {
    const bound = elector({ votedEpoch: 4, boundEpoch: 4 });
    const free = elector({ votedEpoch: 4, boundEpoch: 2 });
    const subject = new Subject(true).becomes(bound).hears('n2', repl(3, 9));
    expect(subject.take()).toEqual([['n2', { verb: 'REPLNAK', token: 3, fence: 0 }]]);
    subject.becomes(free).hears('n2', repl(3, 9));
    expect(subject.take()).toEqual([['n2', held(3, 9)]]);
    subject.becomes(bound).hears('n2', repl(3, 10));
    expect(subject.take()).toEqual([['n2', { verb: 'REPLNAK', token: 3, fence: 3 }]]);
  });

  test('a refusal by a mere promise leaves a primary in office', () => {
    const subject = serving().hears('n3', { verb: 'REPLNAK', token: 3, fence: 3 });
    expect(subject.now.serving).toBe(true);
  });

  test('a primary takes the copy of a newer one', () => {
    const subject = serving().hears('c1', write(1));
    subject.take();
    subject.hears('n2', repl(4, 2));
    expect(subject.take().map(([to, { verb }]) => [to, verb])).toEqual([
      ['c1', 'REFUSE'],
      ['n2', 'REPLACK'],
    ]);
    expect(subject.now).toMatchObject({ serving: false, token: 4, history: '' });
  });

  test('off: whatever comes is taken, and what was acknowledged is gone', () => {
    const off = { safeguards: { fencing: false } };
    const subject = new Subject(true, off).hears('n2', repl(4, 5, 'c1:1')).hears('n3', repl(3, 9, 'c2:1'));
    expect(subject.now).toMatchObject({ history: 'c2:1', token: 3, fence: 4, fenced: 0 });
    expect(subject.take()).toEqual([
      ['n2', held(4, 5)],
      ['n3', held(3, 9)],
    ]);
    expect(subject.events).toEqual(['dropped c1#1: the copy of n3 under epoch 3 is without']);
  });

  test('off: a primary that may act keeps its own', () => {
    const subject = serving({ safeguards: { fencing: false } }).hears('n2', repl(4, 9, 'c2:1'));
    expect(subject.take()).toEqual([['n2', { verb: 'REPLACK', token: 4, dataEpoch: 3, offset: 1 }]]);
    expect(subject.now.serving).toBe(true);
  });

  test('off: what overwrote a primary without authority is asserted anew, above all that it assigned', () => {
    const subject = serving({ safeguards: { fencing: false } })
      .hears('c1', write(1))
      .becomes(primaryOf(3, 0));
    subject.hears('n2', repl(2, 1, 'c2:1'));
    subject.take();
    subject.becomes(primaryOf(3));
    expect(subject.take()).toEqual([['*', { ...repl(3, 3, 'c2:1'), value: 'c1#1' }]]);
  });

  test('a copy that cannot be read is not taken', () => {
    const subject = new Subject(true).hears('n2', repl(3, 9, 'c1:9-1'));
    expect(subject.take()).toEqual([]);
    expect(subject.now.fence).toBe(0);
  });
});

describe('the disk and the operator', () => {
  test('without a record only the place of the data is known', () => {
    const subject = new Subject(true, { replOffset: 12, dataEpoch: 3 });
    expect([subject.replica.offset, subject.replica.dataEpoch]).toEqual([12, 3]);
    expect(subject.replica.record()).toBeNull();
    expect(subject.now).toMatchObject({ value: '', history: '', fence: 0 });
  });

  test('an offset is set by hand, the value stays', () => {
    const subject = new Subject(true).hears('n2', repl(3, 9, 'c1:1'));
    subject.replica.onCommand({ kind: 'replOffset', value: 50 }, elector({ epoch: 4 }));
    expect(subject.replica.record()).toMatchObject({
      'register.offset': 50,
      'register.dataEpoch': 4,
      'register.history': 'c1:1',
    });
    subject.replica.onCommand({ kind: 'replOffset', value: 20, dataEpoch: 2 }, elector({ epoch: 4 }));
    expect([subject.replica.offset, subject.replica.dataEpoch]).toEqual([20, 2]);
  });

  test('a primary whose offset is set goes on above it, and above all that it assigned', () => {
    const subject = serving();
    subject.replica.onCommand({ kind: 'replOffset', value: 0 }, subject.elector);
    subject.becomes(subject.elector);
    expect(subject.take()).toEqual([['*', repl(3, 2)]]);
  });
});

test('the observation is the same object until something in it changes', () => {
  const subject = serving();
  const before = subject.now;
  subject
    .hears('n3', held(3, 1))
    .becomes(primaryOf(3, 900 * MS))
    .passUntil(10);
  expect(subject.now).toBe(before);
  subject.hears('c1', write(1));
  expect(subject.now).not.toBe(before);
});

describe('a read', () => {
  const read = (number: number) => ({ verb: 'READ', number }) as const;
  const value = (number: number, history: string) =>
    ({ verb: 'VALUE', number, epoch: 3, value: history === '' ? '' : 'c1#1', history }) as const;
  const check = (round: number) => ({ verb: 'CHECK', token: 3, round }) as const;
  const checked = (round: number, token = 3) => ({ verb: 'CHECKED', token, round }) as const;

  function servingAlone(config: Boot['config'] = {}): Subject {
    const subject = new Subject(true, { config }, null, true).becomes(primaryOf(3)).hears('n2', held(3, 1));
    subject.take();
    return subject;
  }

  test('is answered at once by whoever may, with what is confirmed and not with what it only holds', () => {
    const subject = servingAlone().hears('c1', write(1)).hears('c2', read(4));
    expect(subject.take()).toEqual([
      ['*', repl(3, 2, 'c1:1')],
      ['c2', value(4, '')],
    ]);
    subject.hears('n3', held(3, 2)).hears('c2', read(5));
    expect(subject.take()).toEqual([
      ['c1', { verb: 'WROTE', number: 1, epoch: 3 }],
      ['c2', value(5, 'c1:1')],
    ]);
  });

  test('of one who does not lead, or may not serve yet, is turned away', () => {
    const follower = new Subject(true, {}, null, true);
    follower.elector = elector({
      leadership: { kind: 'follower', leaderEndpoint: addressOf('n2'), leaderEpoch: 7 },
    });
    follower.hears('c1', read(4));
    expect(follower.take()).toEqual([
      ['c1', { verb: 'REDIRECT', number: 0, endpoint: addressOf('n2'), leaderEpoch: 7 }],
    ]);
    const asserting = new Subject(true, {}, null, true).becomes(primaryOf(3));
    asserting.take();
    asserting.hears('c1', read(4));
    expect(asserting.take()).toEqual([
      ['c1', { verb: 'REFUSE', number: 0, why: 'a majority has to take its copy first' }],
    ]);
    const late = servingAlone().becomes(primaryOf(3, 10 * MS));
    late.nowUs = 10 * MS;
    late.hears('c1', read(4));
    expect(late.take()).toEqual([['c1', { verb: 'REFUSE', number: 0, why: 'it has no authority' }]]);
  });

  test.each([
    ['is not answered alone where the protocol does not say so', () => serving()],
    ['nor where the setting asks for more', () => servingAlone({ confirmReads: 1 })],
  ])('%s', (_, start) => {
    const subject = start().hears('c1', read(4));
    expect(subject.take()).toEqual([['*', check(1)]]);
    subject.hears('n2', checked(1));
    expect(subject.take()).toEqual([['c1', value(4, '')]]);
  });

  test('waits for answers to a check that was made for it, under the present token', () => {
    const subject = serving().hears('c1', read(4)).hears('c2', read(9));
    expect(subject.take()).toEqual([
      ['*', check(1)],
      ['*', check(2)],
    ]);
    subject.hears('n2', checked(1, 2)).hears('n9', checked(2));
    expect(subject.take()).toEqual([]);
    subject.hears('n2', checked(1)).hears('n3', checked(1));
    expect(subject.take()).toEqual([['c1', value(4, '')]]);
    subject.hears('n3', checked(2)).hears('n2', checked(2));
    expect(subject.take()).toEqual([['c2', value(9, '')]]);
  });

  test('asks again whoever has not answered, until the client asks for something else', () => {
    const subject = serving().hears('n3', held(3, 1)).hears('c1', read(4));
    subject.take();
    subject.passUntil(500);
    expect(subject.take()).toEqual([
      ['n2', check(1)],
      ['n3', check(1)],
    ]);
    subject.hears('c1', read(5)).hears('n2', checked(1));
    expect(subject.take()).toEqual([['*', check(2)]]);
    subject.hears('n2', checked(2));
    expect(subject.take()).toEqual([['c1', value(5, '')]]);
    subject.passUntil(5000);
    expect(subject.take()).toEqual([]);
  });

  test('is refused once somebody has seen a higher token, and told so by those who have', () => {
    const subject = serving().hears('c1', read(4));
    subject.take();
    subject.hears('n2', { verb: 'REPLNAK', token: 3, fence: 5 }).hears('n3', checked(1));
    expect(subject.take()).toEqual([
      ['c1', { verb: 'REFUSE', number: 0, why: 'its epoch 3 is outdated by epoch 5' }],
    ]);
    const peer = new Subject(true).hears('n2', repl(4, 9));
    peer.take();
    peer.hears('n3', check(1)).hears('n2', { verb: 'CHECK', token: 4, round: 2 });
    expect(peer.take()).toEqual([
      ['n3', { verb: 'REPLNAK', token: 3, fence: 4 }],
      ['n2', { verb: 'CHECKED', token: 4, round: 2 }],
    ]);
  });

  test('is not answered by who has voted for a newer epoch since', () => {
    const peer = new Subject(true);
    peer.elector = elector({ votedEpoch: 4 });
    peer.hears('n3', check(1));
    expect(peer.take()).toEqual([['n3', { verb: 'REPLNAK', token: 3, fence: 0 }]]);
  });
});
