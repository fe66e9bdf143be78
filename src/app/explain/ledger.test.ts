import { describe, expect, test } from 'vitest';
import type {
  ClientObservation,
  Part,
  ReadsObservation,
  RegisterObservation,
  ServiceObservation,
} from '../../core/service';
import { startClock } from '../../sim/clock';
import { simulate, type Run } from '../../sim';
import { Trace } from '../../sim/trace/trace';
import { UNSEEN_NODE } from '../../sim/view';
import { Ledger, sum } from './ledger';

const PARTS: readonly Part[] = ['node', 'node', 'store', 'client'];

class Story {
  readonly trace = new Trace(['n1', 'n2', 'store', 'c1'], {}, true, undefined, PARTS);

  confirms(atUs: number, node: number, confirmed: string, fence = 1, confirmedAt?: number): this {
    const register: RegisterObservation = {
      value: '',
      history: confirmed,
      fence,
      token: 1,
      serving: true,
      confirmed,
      fenced: 0,
      ...(confirmedAt !== undefined && { confirmedAt }),
    };
    return this.shows(atUs, node, { kind: 'server', register, exporting: null });
  }

  counts(atUs: number, counts: Partial<ClientObservation>): this {
    const none = { writing: 1, acknowledged: 0, refused: 0, misdirected: 0, longestGapUs: 0 };
    return this.shows(atUs, 3, { kind: 'client', ...none, ...counts } as ClientObservation);
  }

  shows(atUs: number, node: number, service: ServiceObservation): this {
    const observation = { ...UNSEEN_NODE, dataEpoch: 0, service };
    this.trace.observed(atUs, node, null, observation, startClock(node));
    return this;
  }

  begins(atUs: number, node: number, incarnation: number): this {
    this.trace.status(atUs, node, 'up', incarnation, null);
    return this;
  }
}

/** So many answered, the last of them with these writes. */
function readsOf(answered: number, history = ''): ReadsObservation {
  const last = { number: answered, begunUs: 0, endedUs: 0, by: 'n1', epoch: 1, value: '', history };
  return { reading: answered, open: false, answered, abandoned: 0, last: answered === 0 ? null : last };
}

function ledgerOf({ trace }: Story): Ledger {
  const ledger = new Ledger(trace);
  ledger.update();
  return ledger;
}

const names = (ledger: Ledger, timeUs: number) => ledger.lossesUntil(timeUs).map(({ name }) => name);

describe('acknowledged and then lost', () => {
  test('nothing, while each confirmation has all that came before', () => {
    const story = new Story().confirms(1, 0, 'c1:1-3').confirms(2, 1, 'c1:1-4').confirms(3, 1, 'c1:1-4 c2:1');
    expect(ledgerOf(story).countLost(100)).toBe(0);
  });

  test('what a later confirmation is without, from its instant on, and once only', () => {
    const story = new Story()
      .confirms(10, 0, 'c1:1-5')
      .confirms(20, 1, 'c1:1-3,6')
      .confirms(30, 1, 'c1:1-3,6-7')
      .confirms(40, 0, 'c1:1-5,8');
    const ledger = ledgerOf(story);
    expect([20, 21, 40, 41].map((timeUs) => ledger.countLost(timeUs))).toEqual([0, 2, 2, 4]);
    expect(names(ledger, 21)).toEqual(['c1#4', 'c1#5']);
    expect(names(ledger, 41)).toEqual(['c1#4', 'c1#5', 'c1#6', 'c1#7']);
    expect(ledger.lossesUntil(21)[0]).toMatchObject({ name: 'c1#4', atUs: 20 });
  });

  test('who says again what it has confirmed, with something else changed, confirms nothing', () => {
    const story = new Story()
      .confirms(10, 0, 'c1:1-3')
      .confirms(20, 1, 'c1:1-5')
      .confirms(30, 0, 'c1:1-3', 2);
    expect(ledgerOf(story).countLost(100)).toBe(0);
  });

  test('a process that begins has lost nothing by having confirmed nothing', () => {
    const story = new Story().confirms(10, 0, 'c1:1-3').confirms(20, 0, '').confirms(30, 0, 'c1:1-2,4');
    expect(names(ledgerOf(story), 100)).toEqual(['c1#3']);
  });

  test('through a log: not what was decided after what somebody who is behind confirms', () => {
    const at = (story: Story, atUs: number, node: number, confirmed: string, index: number): Story =>
      story.confirms(atUs, node, confirmed, 0, index);
    const story = at(at(new Story(), 10, 0, 'c1:1-3', 7), 20, 1, 'c1:1-2', 6);
    expect(names(ledgerOf(story), 100)).toEqual([]);
    at(story, 30, 1, 'c1:1-2,4', 8);
    expect(names(ledgerOf(story), 100)).toEqual(['c1#3']);
    at(story, 40, 0, 'c1:1-2 c2:1', 7);
    expect(names(ledgerOf(story), 100)).toEqual(['c1#3', 'c2#1']);
  });

  test('takes in what is added later', () => {
    const story = new Story().confirms(10, 0, 'c1:1-3');
    const ledger = ledgerOf(story);
    story.confirms(20, 1, 'c1:1');
    expect(ledger.countLost(100)).toBe(0);
    ledger.update();
    expect(names(ledger, 100)).toEqual(['c1#2', 'c1#3']);
  });

  test('a branch has only the losses before it', () => {
    const story = new Story().confirms(10, 0, 'c1:1-3');
    const mark = story.trace.mark();
    story.confirms(20, 1, 'c1:1');
    const branch = new Ledger(story.trace.fork(mark, []));
    branch.update();
    expect(branch.countLost(100)).toBe(0);
    expect(ledgerOf(story).countLost(100)).toBe(2);
  });

  test('rows that are forgotten cost no losses that were read before', () => {
    const story = new Story().confirms(10, 0, 'c1:1-3').confirms(20, 1, 'c1:1');
    for (let at = 0; at < 70_000; at += 1) story.begins(30 + at, 2, 1);
    const ledger = ledgerOf(story);
    story.trace.forgetOldest();
    expect(story.trace.records.firstKept).toBeGreaterThan(2);
    ledger.update();
    expect(ledger.countLost(100_000)).toBe(2);
    const late = ledgerOf(story);
    expect(late.countLost(100_000)).toBe(0);
  });
});

test('the counts of ended processes are added to those of the present ones', () => {
  const story = new Story()
    .begins(0, 3, 1)
    .counts(10, { acknowledged: 3, refused: 1, longestGapUs: 500, reads: readsOf(2) })
    .begins(20, 3, 2)
    .counts(30, { acknowledged: 2, misdirected: 1, longestGapUs: 400 })
    .begins(40, 3, 3);
  const ledger = ledgerOf(story);
  expect(ledger.endedTally(20).acknowledged).toBe(0);
  expect(ledger.endedTally(40)).toMatchObject({
    acknowledged: 3,
    refused: 1,
    misdirected: 0,
    longestGapUs: 500,
    readsAnswered: 2,
  });
  const present = { acknowledged: 7, refused: 0, misdirected: 0, longestGapUs: 900, readsAnswered: 4 };
  expect(sum(ledger.endedTally(41), present)).toEqual({
    acknowledged: 12,
    refused: 1,
    misdirected: 1,
    longestGapUs: 900,
    readsAnswered: 6,
  });
});

test('reads that missed what had been acknowledged before, each at its place', () => {
  const story = new Story()
    .counts(10, { acknowledged: 1, writing: 1 })
    .counts(20, { acknowledged: 2, writing: 2, reads: { ...readsOf(0), reading: 1, open: true } })
    .counts(30, { acknowledged: 2, writing: 2, reads: readsOf(1, 'c1:1') })
    .counts(40, { acknowledged: 2, writing: 2, reads: { ...readsOf(1, 'c1:1'), reading: 2, open: true } })
    .counts(50, { acknowledged: 2, writing: 2, reads: readsOf(2, 'c1:1-2') });
  const ledger = ledgerOf(story);
  expect(ledger.staleUntil(30)).toEqual([]);
  expect(ledger.staleUntil(31)).toMatchObject([
    { client: 'c1', number: 1, by: 'n1', begunUs: 20, endedUs: 30, missed: ['c1#2'] },
  ]);
  expect(ledger.staleUntil(100)).toHaveLength(1);
});

test('of a whole run: what the primary alone acknowledged is lost with it', () => {
  const run: Run = {
    version: 1,
    protocol: 'quorum',
    nodes: ['n1', 'n2', 'n3'],
    seed: 1,
    clients: 1,
    safeguards: { majorityAck: false },
    faults: [
      { atMs: 9000, kind: 'cut', from: 'n1', to: 'n2' },
      { atMs: 9000, kind: 'cut', from: 'n1', to: 'n3' },
      { atMs: 10_000, kind: 'kill', node: 'n1' },
    ],
  };
  const { trace, view } = simulate(run, 40_000);
  const ledger = new Ledger(trace);
  ledger.update();
  expect(view.nodes.find(({ authority }) => authority)?.id).not.toBe('n1');
  expect(ledger.countLost(9_000_000)).toBe(0);
  expect(ledger.countLost(40_000_000)).toBeGreaterThan(0);
});
