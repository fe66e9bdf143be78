import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Effect } from '../program';
import type { KvReply, KvRequest } from './kv';
import { entry, get, settle, update, type KvOperation } from './operation';
import { MemoryStore } from './memory-store';
import type { Outcome } from './outcome';
import type { StoreAnswer, StoreAsk } from './message';
import { StoreSession, type SessionState } from './session';
import { transact } from './transaction';

const TIMEOUT_US = 100;

/** `count`: adds that much to the number in key `n`, in as many updates. */
type Operation = { readonly kind: 'get' } | { readonly kind: 'count'; readonly by: number };
type Result = Outcome<string | null>;

function* count(by: number): KvOperation<string | null> {
  for (let done = 0; done < by;) {
    const found = yield* entry('n');
    const written = yield* update('n', String(Number(found?.value) + 1), found?.version ?? 0);
    if (written !== null) done++;
  }
  return yield* get('n');
}

const begin = (operation: Operation) => settle(operation.kind === 'get' ? get('n') : count(operation.by));
const newSession = (start: number | SessionState<Operation> = 7) =>
  new StoreSession<Operation, Result>('store', TIMEOUT_US, begin, start);

function askIn(effects: readonly Effect<StoreAsk>[]): StoreAsk {
  expect(effects).toMatchObject([{ kind: 'send', to: 'store' }]);
  return (effects[0] as { readonly message: StoreAsk }).message;
}

const answerTo = ({ session, seq }: StoreAsk, reply: KvReply | string): StoreAnswer => ({
  verb: 'ANSWER',
  session,
  seq,
  reply: typeof reply === 'string' ? reply : JSON.stringify(reply),
});
const VALUE: KvReply = { kind: 'value', value: 'x' };

describe('a request', () => {
  test('is sent again under its number, each time after twice the wait, up to eight timeouts', () => {
    const session = newSession();
    expect([session.attempts, session.nextWakeUs(), session.operation]).toEqual([0, Infinity, null]);
    const first = askIn(session.start({ kind: 'get' }, 1000));
    expect(first).toEqual({ verb: 'ASK', session: 7, seq: 1, request: { kind: 'get', key: 'n' } });
    const waits: number[] = [];
    for (let nowUs = 1000; waits.length < 6;) {
      const wakeUs = session.nextWakeUs();
      waits.push(wakeUs - nowUs);
      expect(session.onWake(wakeUs - 1)).toEqual([]);
      nowUs = wakeUs;
      expect(askIn(session.onWake(nowUs))).toEqual(first);
    }
    expect(waits).toEqual([100, 200, 400, 800, 800, 800]);
    expect(session.attempts).toBe(7);
  });

  test('that was answered late makes room for the next, which has a number and a patience of its own', () => {
    const session = newSession();
    const first = askIn(session.start({ kind: 'count', by: 1 }, 0));
    session.onWake(100);
    const answered = session.onAnswer(answerTo(first, { kind: 'entry', entry: null }), 250);
    const second = askIn(answered.done ? [] : answered.effects);
    expect([second.seq, session.attempts, session.nextWakeUs()]).toEqual([2, 1, 350]);
  });

  test('is answered once, and by nothing else', () => {
    const session = newSession();
    const ask = askIn(session.start({ kind: 'get' }, 0));
    const answer = answerTo(ask, VALUE);
    expect(session.expects({ ...answer, session: 8 })).toBe(false);
    expect(session.expects({ ...answer, seq: 0 })).toBe(false);
    expect(session.expects({ ...answer, seq: 2 })).toBe(false);
    expect(session.expects(answer)).toBe(true);
    expect(session.onAnswer(answer, 10)).toEqual({
      done: true,
      operation: { kind: 'get' },
      value: { ok: true, value: 'x' },
    });
    expect([session.operation, session.nextWakeUs(), session.expects(answer)]).toEqual([
      null,
      Infinity,
      false,
    ]);
    expect(() => session.onAnswer(answer, 11)).toThrow(/nobody waits/);
    const next = askIn(session.start({ kind: 'get' }, 20));
    expect([next.seq, session.expects(answer)]).toEqual([2, false]);
  });

  test.each<unknown>([
    '',
    '{',
    'null',
    '[]',
    '7',
    '{}',
    '{"kind":"toString"}',
    '{"kind":"value"}',
    '{"kind":"value","value":7}',
    '{"kind":"entry"}',
    '{"kind":"entry","entry":{"key":"n","value":"1"}}',
    '{"kind":"entry","entry":{"key":"n","value":"1","version":"1"}}',
    '{"kind":"entries","entries":[null]}',
    '{"kind":"written","version":1.5}',
    '{"kind":"failed","error":"Nonsense","message":"?"}',
  ])('answered with %j has failed', (reply) => {
    const session = newSession();
    const ask = askIn(session.start({ kind: 'get' }, 0));
    expect(session.onAnswer(answerTo(ask, reply as string), 1)).toMatchObject({
      done: true,
      value: {
        ok: false,
        error: 'OperationFailed',
        message: 'The store sent an answer that cannot be read.',
      },
    });
  });
});

describe('an operation', () => {
  test('that is abandoned is forgotten, and its reply is for nobody, also when another is under way', () => {
    const session = newSession();
    const late = answerTo(askIn(session.start({ kind: 'get' }, 0)), VALUE);
    session.abandon();
    expect([session.operation, session.nextWakeUs(), session.expects(late)]).toEqual([null, Infinity, false]);
    expect(session.onWake(1_000_000)).toEqual([]);
    session.start({ kind: 'get' }, 5);
    expect(session.expects(late)).toBe(false);
  });

  test('is alone', () => {
    const session = newSession();
    session.start({ kind: 'get' }, 0);
    expect(() => session.start({ kind: 'get' }, 1)).toThrow(/one operation at a time/);
  });
});

test('a wait for the store is above 0', () => {
  expect(() => new StoreSession('store', 0, begin, 7)).toThrow(/for some time/);
});

const RIVAL = { kind: 'put', key: 'n', value: '50', stampAt: null } as const;

test('a session that is saved and restored at any moment goes on as if it had not been', () => {
  const step = fc.constantFrom('answer', 'again', 'rival', 'wait', 'abandon', 'garbage');
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const store = new MemoryStore();
      store.ask({ kind: 'create', key: 'n', value: '0' });
      const plain = newSession();
      let restored = newSession(structuredClone(plain.save()));
      let nowUs = 0;
      let asked: StoreAsk | null = null;
      let reply: KvReply | string = '';
      for (const each of steps) {
        nowUs += 60;
        restored = newSession(structuredClone(restored.save()));
        const both = [plain, restored].map((session, at): unknown => {
          if (session.operation === null) {
            const effects = session.start({ kind: 'count', by: 3 }, nowUs);
            if (at === 1) asked = askIn(effects);
            return effects;
          }
          switch (each) {
            case 'answer':
            case 'garbage': {
              // The store is asked once, the reply is for both.
              if (at === 0) reply = each === 'garbage' ? '?' : store.ask(asked!.request as KvRequest);
              const answer = answerTo(asked!, reply);
              expect(session.expects(answer)).toBe(true);
              const answered = session.onAnswer(answer, nowUs);
              if (at === 1 && !answered.done) asked = askIn(answered.effects);
              return answered;
            }
            case 'again':
              return session.onWake(session.nextWakeUs());
            case 'rival':
              if (at === 0) store.ask({ kind: 'commit', checks: [], writes: [RIVAL] });
              return null;
            case 'wait':
              return session.onWake(nowUs);
            case 'abandon':
              session.abandon();
              return null;
          }
        });
        expect(both[1]).toEqual(both[0]);
        expect(restored.save()).toEqual(plain.save());
        expect(restored.nextWakeUs()).toBe(plain.nextWakeUs());
      }
    }),
  );
});

test('a saved session is left alone by the one that goes on', () => {
  const session = newSession();
  const ask = askIn(session.start({ kind: 'count', by: 1 }, 0));
  const saved = session.save();
  const copy = structuredClone(saved);
  session.onAnswer(answerTo(ask, { kind: 'entry', entry: { key: 'n', value: '0', version: 1 } }), 1);
  expect(saved).toEqual(copy);
});

test('a transaction that met a conflict is rebuilt with the replies that it got', () => {
  const together = () =>
    transact(['n'], null, (snapshot) => ({
      value: snapshot[0]?.value ?? null,
      writes: [{ kind: 'put', key: 'n', value: 'mine', stampAt: null }],
    }));
  const newTransaction = (start: number | SessionState<string>) =>
    new StoreSession('store', TIMEOUT_US, together, start);
  const first = newTransaction(1);
  const entries = (value: string, version: number): KvReply => ({
    kind: 'entries',
    entries: [{ key: 'n', value, version }],
  });
  const replies: readonly KvReply[] = [entries('a', 1), { kind: 'conflict' }, entries('b', 2)];
  let ask = askIn(first.start('transaction', 0));
  for (const each of replies) {
    const answered = first.onAnswer(answerTo(ask, each), 0);
    ask = askIn(answered.done ? [] : answered.effects);
  }
  const second = newTransaction(structuredClone(first.save()));
  expect(askIn(second.onWake(TIMEOUT_US))).toEqual(ask);
  expect(second.onAnswer(answerTo(ask, { kind: 'written', version: 3 }), TIMEOUT_US)).toEqual({
    done: true,
    operation: 'transaction',
    value: 'b',
  });
});
