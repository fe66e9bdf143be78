import { describe, expect, test } from 'vitest';
import type { Effect } from '../../program';
import type { Boot } from '../../protocol';
import { defineProtocol, type Definition } from './definition';
import type { OwnMessage } from './fields';
import { OwnProgram, type OwnState } from './program';

const CLOCK = { nowUs: 5_000_000, wallUs: 9_000_000_000 };

const bootOf = (more: Partial<Boot> = {}): Boot => ({
  nodeId: 'n1',
  peerIds: ['n1', 'n2', 'n3'],
  addresses: { n1: '10.0.0.1:1', n2: '10.0.0.2:1', n3: '10.0.0.3:1' },
  startRole: 'replica',
  config: { waitMs: 100 },
  safeguards: { careful: true },
  disk: null,
  replOffset: 0,
  dataEpoch: 0,
  clock: CLOCK,
  random: { below: (limit) => limit - 1 },
  storeId: null,
  ...more,
});

const at = (ms: number) => ({ nowUs: CLOCK.nowUs + ms * 1000, wallUs: CLOCK.wallUs + ms * 1000 });

const BASE = {
  title: 'Test',
  summary: 'For a test.',
  messages: { HI: { term: 'number', name: 'text', sure: 'flag', votes: 'list' }, BARE: {} },
  start: () => ({}),
  observe: () => ({ role: 'replica', epoch: 0 }),
} as const;

/** What `more` makes of an otherwise empty protocol; types are beside the point here. */
const programOf = (more: object, boot: Partial<Boot> = {}, state?: OwnState): OwnProgram =>
  new OwnProgram({ ...BASE, ...more }, null, bootOf(boot), state);

const sends = (effects: readonly Effect<OwnMessage>[]) =>
  effects.flatMap((effect) => (effect.kind === 'send' ? [[effect.to, effect.message]] : []));

describe('a process', () => {
  test('begins with its first step, and knows what it was given', () => {
    let seen: unknown = null;
    const program = programOf(
      {
        config: { waitMs: { default: 1, min: 0, max: 1000, help: 'How long.' } },
        safeguards: { careful: { default: true, protects: 'All.' } },
        start(node: Parameters<Definition['start']>[0]) {
          const { id, members, peers, quorum, config, safeguards, disk, nowMs, wallMs } = node;
          seen = { id, members, peers, quorum, config, safeguards, disk, nowMs, wallMs };
          return {};
        },
      },
      { disk: { term: 3, 'json:votes': '["n2"]' } },
    );
    expect(program.nextWakeUs()).toBe(CLOCK.nowUs);
    program.onWake(at(1));
    expect(seen).toEqual({
      id: 'n1',
      members: ['n1', 'n2', 'n3'],
      peers: ['n2', 'n3'],
      quorum: 2,
      config: { waitMs: 100 },
      safeguards: { careful: true },
      disk: { term: 3, votes: ['n2'] },
      nowMs: 5001,
      wallMs: 9_000_001,
    });
    expect(program.nextWakeUs()).toBe(Infinity);
  });

  test('a message that comes first begins it as well', () => {
    const order: string[] = [];
    const program = programOf({
      start: () => (order.push('start'), {}),
      onMessage: { BARE: () => order.push('BARE') },
    });
    program.onMessage('n2', { verb: 'BARE' }, at(0));
    expect(order).toEqual(['start', 'BARE']);
  });

  test('saves before it sends, and of two records the last', () => {
    const program = programOf({
      start(node: Parameters<Definition['start']>[0]) {
        node.save({ term: 1 });
        node.send('n2', 'BARE');
        node.save({ term: 2, votes: ['n1'] });
        expect(node.disk).toEqual({ term: 2, votes: ['n1'] });
        return {};
      },
    });
    const effects = program.onWake(at(0));
    expect(effects.filter(({ kind }) => kind === 'persist')).toEqual([
      { kind: 'persist', record: { term: 2, 'json:votes': '["n1"]' } },
    ]);
  });

  test('fields cross as they were: flags and lists too', () => {
    let got: unknown = null;
    const fields = { term: 4, name: 'ä', sure: true, votes: ['n1', 'n3'] };
    const program = programOf({
      start(node: Parameters<Definition['start']>[0]) {
        node.send('n2', 'HI', fields);
        return {};
      },
      onMessage: { HI: (_node: unknown, _state: unknown, _from: unknown, given: unknown) => (got = given) },
    });
    const [[, message] = []] = sends(program.onWake(at(0)));
    expect(message).toEqual({ verb: 'HI', term: 4, name: 'ä', sure: 1, votes: '["n1","n3"]' });
    program.onMessage('n2', message as OwnMessage, at(1));
    expect(got).toEqual(fields);
  });
});

describe('timers', () => {
  const timed = (log: string[], more: object = {}) => ({
    start(node: Parameters<Definition['start']>[0]) {
      node.timer('b', 10);
      node.timer('a', 10);
      node.timer('late', 500);
      return {};
    },
    onTimer: {
      a: () => log.push('a'),
      b: () => log.push('b'),
      late: () => log.push('late'),
    },
    ...more,
  });

  test('that are due at once go off in the order in which they were set', () => {
    const log: string[] = [];
    const program = programOf(timed(log));
    program.onWake(at(0));
    expect(program.nextWakeUs()).toBe(at(10).nowUs);
    program.onWake(at(10));
    expect(log).toEqual(['b', 'a']);
    expect(program.nextWakeUs()).toBe(at(500).nowUs);
  });

  test('that an earlier one clears or moves do not go off', () => {
    const log: string[] = [];
    const program = programOf(
      timed(log, {
        onTimer: {
          b(node: Parameters<Definition['start']>[0]) {
            log.push('b');
            node.clear('a');
            node.timer('late', 1);
          },
          a: () => log.push('a'),
          late: () => log.push('late'),
        },
      }),
    );
    program.onWake(at(0));
    program.onWake(at(500));
    expect(log).toEqual(['b']);
    expect(program.nextWakeUs()).toBe(at(501).nowUs);
  });

  test('go on after a restore as if nothing had been', () => {
    const log: string[] = [];
    const first = programOf(timed(log));
    first.onWake(at(0));
    const saved = first.save();
    first.onWake(at(500));
    expect(log.splice(0)).toEqual(['b', 'a', 'late']);
    const second = programOf(timed(log), {}, structuredClone(saved));
    second.onWake(at(500));
    expect(log).toEqual(['b', 'a', 'late']);
  });
});

describe('what is seen of it', () => {
  const leading = (observed: object) => programOf({ observe: () => observed });

  test('is the same object until something changes', () => {
    const program = leading({ role: 'primary', epoch: 2, primary: 'n1', authorityUntilMs: 5200 });
    const effects = program.onWake(at(0));
    expect(program.observe()).toMatchObject({
      role: 'primary',
      authorityUntilUs: 5_200_000,
      authoritySpanUs: 200_000,
      leadership: { kind: 'leader', epoch: 2 },
    });
    expect(effects).toEqual([
      { kind: 'event', event: { tag: 'primary', epoch: 2, peer: null, text: 'leads' } },
    ]);
    const before = program.observe();
    // It wakes when its authority ends, and is no leader from then on.
    expect(program.nextWakeUs()).toBe(5_200_000);
    program.onWake(at(100));
    expect(program.observe()).toBe(before);
    program.onWake(at(200));
    expect(program.observe().leadership).toEqual({ kind: 'unknown' });
    expect(program.nextWakeUs()).toBe(Infinity);
  });

  test.each([
    [{ role: 'boss', epoch: 0 }, /^observe: role must be .* and not "boss"$/],
    [{ role: 'replica', epoch: 1.5 }, /^observe: epoch must be a whole number from 0 on, and not 1.5$/],
    [
      { role: 'replica', epoch: 0, primary: 'n9' },
      /^observe: primary must be a member or null, and not "n9"$/,
    ],
    [
      { role: 'replica', epoch: 0, authority: 'yes' },
      /^observe: authority must be true or false, and not "yes"$/,
    ],
    [null, /^observe: must return an object, and not null$/],
  ])('%j is refused', (observed, sentence) => {
    expect(() => leading(observed as object).onWake(at(0))).toThrow(sentence);
  });
});

type Node = Parameters<Definition['start']>[0];

describe('an author is told', () => {
  test.each<[string, (node: Node) => unknown, RegExp]>([
    ['a verb that is not', (node) => node.broadcast('NO'), /start: "NO" is none of its messages: HI, BARE/],
    [
      'a prototype as a verb',
      (node) => node.broadcast('constructor'),
      /"constructor" is none of its messages/,
    ],
    ['a missing field', (node) => node.broadcast('HI', { term: 1 }), /HI\.name must be a text .* missing/],
    [
      'a field of the wrong kind',
      (node) => node.broadcast('HI', { term: 'x', name: '', sure: true, votes: [] }),
      /HI\.term must be a whole number from −1 on, and not "x"/,
    ],
    ['a field too many', (node) => node.broadcast('BARE', { x: 1 }), /BARE has no field "x"; it has none/],
    ['a stranger', (node) => node.send('n9', 'BARE'), /node\.send: "n9" is no member; it has n1, n2, n3/],
    ['itself', (node) => node.send('n1', 'BARE'), /a node does not send to itself/],
    ['a timer without a handler', (node) => node.timer('x', 1), /there is no handler onTimer\.x/],
    ['luck below nothing', (node) => node.random(0), /node\.random: below must be a whole number/],
    [
      'a function on the disk',
      (node) => node.save({ f: () => 1 }),
      /node\.save: .*only plain data can be saved/,
    ],
    [
      'a million messages',
      (node) => repeat(2000, () => node.broadcast('BARE')),
      /more than 2000 messages in one step/,
    ],
    ['a flood of lines', (node) => repeat(101, () => node.log('x')), /more than 100 lines in one step/],
    ['a promise', () => Promise.resolve({}), /start: is asynchronous/],
    ['no state', () => 7, /start: must return the state, an object, and not 7/],
    ['a state with a function', () => ({ on: { tick: () => 1 } }), /state: state\.on\.tick is a function/],
    ['a state with a promise', () => ({ wait: Promise.resolve() }), /state: state\.wait is a Promise/],
    [
      'a state without end',
      () => ({ list: new Array(60_000).fill(1) }),
      /state: state holds more than 50000 values/,
    ],
    ['a state that contains itself', () => looped(), /more than 64 levels deep, or contains itself/],
    ['what it threw', () => fail(new TypeError('no such thing')), /start: TypeError: no such thing/],
    ['what is no error', () => fail('just text'), /start: threw "just text"/],
    ['what cannot be read', () => fail(trap()), /start: threw something that cannot be read/],
    [
      'a getter that throws',
      () => ({
        get x() {
          throw new Error('gotcha');
        },
      }),
      /state: gotcha/,
    ],
  ])('%s', (_, start, sentence) => {
    expect(() => programOf({ start }).onWake(at(0))).toThrow(sentence);
  });

  test('the handler and the line', () => {
    const origin = import.meta.url.replace('file://', '');
    const program = new OwnProgram(
      { ...BASE, onTimer: {}, start: () => fail(new Error('here')) },
      origin,
      bootOf(),
    );
    expect(() => program.onWake(at(0))).toThrow(/^start \(line \d+\): here$/);
  });
});

function repeat(times: number, work: () => void): object {
  for (let i = 0; i < times; i += 1) work();
  return {};
}

function fail(thrown: unknown): never {
  throw thrown;
}

function looped(): object {
  const state: Record<string, unknown> = {};
  state['self'] = state;
  return state;
}

/** An error that resents being looked at. */
function trap(): Error {
  return new Proxy(new Error('x'), {
    get() {
      throw new Error('do not touch');
    },
  });
}

test('types are inferred: a wrong field is an error where it is written', () => {
  defineProtocol({
    title: 'T',
    summary: 'S.',
    config: { waitMs: { default: 1, min: 0, max: 9, help: 'H.' } },
    messages: { HI: { term: 'number' }, BARE: {} },
    start(node) {
      node.timer('tick', node.config.waitMs);
      // @ts-expect-error there is no such setting
      void node.config.wait;
      node.broadcast('BARE');
      // @ts-expect-error a number is expected
      node.broadcast('HI', { term: 'one' });
      // @ts-expect-error there is no such verb
      node.broadcast('HO', {});
      return { role: 'replica', leader: null, votes: [] };
    },
    onMessage: {
      HI(_node, state, from, { term }) {
        state.leader = from;
        state.votes.push(from);
        const next: number = term + 1;
        // @ts-expect-error there is no such part of the state
        state.leeder = next;
      },
    },
    observe: (_node, state) => ({ role: state.role, epoch: 0 }),
  });
});
