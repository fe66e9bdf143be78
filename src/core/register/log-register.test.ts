import { describe, expect, test } from 'vitest';
import type { LogEntry } from '../log';
import type { Command, LogEffect, NodeId, Observation } from '../program';
import { EPOCH_WORDS } from '../words';
import { LogRegister } from './log-register';
import type { RegisterMessage } from './message';
import { addressOf, clockAt, elector, primaryOf, registerBoot } from './register-test-kit';

/** The register of n1; its log, its elector and everybody else are played by the test. */
class Subject {
  register = new LogRegister(registerBoot('n1', ['n1', 'n2', 'n3']), EPOCH);
  elector: Observation = elector();
  events: string[] = [];
  private sent: (readonly [to: NodeId | '*', message: RegisterMessage])[] = [];
  private applied = 0;

  becomes(observation: Observation): this {
    this.elector = observation;
    return this.end();
  }

  /** What it asks of the log. */
  hears(from: NodeId, message: RegisterMessage, ...then: readonly LogEffect[]): Command | null {
    const command = this.register.onMessage(from, message, this.elector, clockAt(9));
    this.tells(...then);
    return command;
  }

  tells(...effects: readonly LogEffect[]): this {
    for (const effect of effects) this.register.take(effect);
    return this.end();
  }

  /** These are decided next, under that term. */
  applies(term: number, ...data: readonly string[]): this {
    const entries = data.map((text): LogEntry => ({ index: ++this.applied, term, data: text }));
    return this.tells({ kind: 'apply', entries });
  }

  take(): readonly (readonly [to: NodeId | '*', message: RegisterMessage])[] {
    return this.sent.splice(0);
  }

  get now() {
    return this.register.observe();
  }

  private end(): this {
    for (const effect of this.register.endStep(this.elector)) {
      if (effect.kind === 'send') this.sent.push([effect.to, effect.message]);
      if (effect.kind === 'event') this.events.push(effect.event.text);
    }
    return this;
  }
}

const EPOCH = { words: EPOCH_WORDS };
const write = (number: number) => ({ verb: 'WRITE', number }) as const;
const wrote = (number: number, epoch = 3) => ({ verb: 'WROTE', number, epoch }) as const;
const read = (number: number) => ({ verb: 'READ', number }) as const;
const refuse = (number: number, why: string) => ({ verb: 'REFUSE', number, why }) as const;
const leading = (): Subject => new Subject().becomes(primaryOf(3)).applies(3, '');

describe('what is decided', () => {
  test('is the register, on every node: in order, each write once, and none after a later one of its client', () => {
    const subject = new Subject()
      .applies(1, '', 'c1#1', 'c2#4', 'c1#1')
      .applies(2, '', 'c1#3', 'c1#2', 'a#0#', 'x');
    expect(subject.now).toEqual({
      value: 'c1#3',
      history: 'c1:1,3 c2:4',
      fence: 0,
      token: 2,
      serving: false,
      confirmed: '',
      fenced: 0,
      confirmedAt: 0,
    });
    expect(subject.take()).toEqual([]);
  });

  test('before a leader has an entry of its own it does not know all of it', () => {
    const subject = new Subject().becomes(primaryOf(3)).applies(2, 'c1#1');
    expect(subject.now.serving).toBe(false);
    subject.applies(3, '');
    expect(subject.now.serving).toBe(true);
    expect(subject.events).toEqual([
      'serves clients with epoch 3: all that was decided before is applied, up to 2',
    ]);
    expect(subject.becomes(elector()).now.serving).toBe(false);
  });
});

describe('a write', () => {
  test('is proposed, and acknowledged by who took it once it is applied', () => {
    const subject = leading();
    expect(subject.hears('c1', write(1))).toEqual({ kind: 'propose', data: 'c1#1' });
    expect(subject.take()).toEqual([]);
    subject.applies(3, 'c2#1', 'c1#1');
    expect(subject.take()).toEqual([['c1', wrote(1)]]);
    expect(subject.now).toMatchObject({ confirmed: 'c1:1 c2:1', confirmedAt: 3 });
    expect(subject.applies(3, 'c1#1').take()).toEqual([]);
  });

  test('that is asked for again is not proposed again while it is in this log, nor once it is decided', () => {
    const subject = leading();
    subject.hears('c1', write(1));
    expect(subject.hears('c1', write(1))).toBeNull();
    subject.applies(3, 'c1#1');
    expect(subject.take()).toEqual([['c1', wrote(1)]]);
    expect(subject.hears('c1', write(1))).toBeNull();
    expect(subject.take()).toEqual([['c1', wrote(1)]]);
  });

  test('older than what its client has written since is refused', () => {
    const subject = leading().applies(3, 'c1#3');
    expect(subject.hears('c1', write(2))).toBeNull();
    expect(subject.take()).toEqual([['c1', refuse(2, 'an older write: it has number 3 already')]]);
  });

  test('that the log does not take is refused, in the same step', () => {
    const subject = leading();
    subject.hears('c1', write(1), { kind: 'dropped', data: 'c1#1' });
    expect(subject.take()).toEqual([['c1', refuse(1, 'it takes no proposals at present')]]);
    expect(subject.applies(3, 'c1#1').take()).toEqual([]);
  });

  test('goes to whoever leads, and those that wait are sent there when that changes', () => {
    const follower = elector({
      leadership: { kind: 'follower', leaderEndpoint: addressOf('n2'), leaderEpoch: 4 },
    });
    const hint = { verb: 'REDIRECT', endpoint: addressOf('n2'), leaderEpoch: 4 } as const;
    const subject = leading();
    subject.hears('c1', write(1));
    subject.hears('c2', read(5));
    subject.becomes(follower);
    expect(subject.take()).toEqual([
      ['c1', { ...hint, number: 1 }],
      ['c2', { ...hint, number: 0 }],
    ]);
    expect(subject.hears('c1', write(1))).toBeNull();
    expect(subject.take()).toEqual([['c1', { ...hint, number: 1 }]]);
    // It is decided all the same: nobody is told here, and it is not proposed again by whoever leads then.
    subject.applies(3, 'c1#1').becomes(primaryOf(5));
    expect(subject.take()).toEqual([]);
    expect(subject.hears('c1', write(1))).toBeNull();
    expect(subject.take()).toEqual([['c1', wrote(1, 5)]]);
  });

  test('that waited is proposed anew by a leader of a later epoch: its first proposal may be gone', () => {
    const subject = leading();
    subject.hears('c1', write(1));
    subject.becomes(primaryOf(4));
    expect(subject.take()).toEqual([['c1', refuse(1, 'it was elected anew')]]);
    expect(subject.hears('c1', write(1))).toEqual({ kind: 'propose', data: 'c1#1' });
  });

  test('of a node, or without a number, is none', () => {
    const subject = leading();
    expect(subject.hears('n2', write(1))).toBeNull();
    expect(subject.hears('c1', write(0))).toBeNull();
    expect(subject.take()).toEqual([]);
  });
});

describe('a read', () => {
  test('is answered once all is applied that was decided when it began', () => {
    const subject = leading().applies(3, 'c1#1');
    const asked = subject.hears('c2', read(5));
    expect(asked).toEqual({ kind: 'readIndex', context: '1@9' });
    subject.tells({ kind: 'readable', index: 3, context: '1@9' });
    expect(subject.take()).toEqual([]);
    subject.applies(3, 'c1#2', 'c1#3');
    expect(subject.take()).toEqual([
      ['c2', { verb: 'VALUE', number: 5, epoch: 3, value: 'c1#3', history: 'c1:1-3' }],
    ]);
    expect(subject.now.confirmed).toBe('');
  });

  test('is another one each time that it is asked for, and its client waits for nothing else', () => {
    const subject = leading();
    subject.hears('c2', write(1));
    subject.hears('c2', read(5));
    subject.hears('c2', read(5));
    subject.tells({ kind: 'readable', index: 1, context: '1@9' }).applies(3, 'c2#1');
    expect(subject.take()).toEqual([]);
    subject.tells({ kind: 'readable', index: 1, context: '2@9' });
    expect(subject.take()).toMatchObject([['c2', { verb: 'VALUE', number: 5, value: 'c2#1' }]]);
  });
});

test('what is saved goes on as the original would, and is in the facts', () => {
  const subject = leading().applies(3, 'c1#1');
  subject.hears('c1', write(2));
  subject.hears('c2', read(5));
  const saved = structuredClone(subject.register.save());
  subject.register = new LogRegister(registerBoot('n1', ['n1', 'n2', 'n3']), EPOCH, saved);
  expect(subject.register.facts()).toEqual([
    { label: 'register', value: 'c1#1' },
    { label: 'writes held', value: 'c1:1' },
    { label: 'applied up to', value: '2, of epoch 3' },
    { label: 'proposed, not applied yet', value: 'c1#2' },
    { label: 'waiting to be read', value: 'read 5 of c2' },
  ]);
  subject.tells({ kind: 'readable', index: 2, context: '1@9' }).applies(3, 'c1#2');
  expect(subject.take()).toMatchObject([
    ['c2', { verb: 'VALUE', history: 'c1:1' }],
    ['c1', wrote(2)],
  ]);
});
