import { describe, expect, test } from 'vitest';
import type { LogEntry } from '../../log';
import type { Effect } from '../../program';
import type { Boot } from '../../protocol';
import { bootOf, clockAt, NO_JITTER } from '../../test-kit';
import { message, type RaftMessage } from './message';
import { RaftProgram } from './program';

const IDS = ['n1', 'n2', 'n3'];
const TICK_MS = 100;
const from = (voter: number, verb: RaftMessage['verb'], fields: Partial<RaftMessage> = {}): RaftMessage => ({
  ...message(verb, 1),
  from: voter,
  ...fields,
});

/** n1 of three, without luck: it ticks at each 100 ms from 100 on, and stands after ten ticks. */
class Subject {
  readonly program: RaftProgram;
  nowMs = 0;

  constructor(overrides: Partial<Boot> = {}, state?: ReturnType<RaftProgram['save']>) {
    const boot = bootOf('n1', IDS, { random: NO_JITTER, ...overrides });
    this.program = new RaftProgram(boot, state);
  }

  /** All that it does of its own accord up to then. */
  to(ms: number): Effect<RaftMessage>[] {
    const effects: Effect<RaftMessage>[] = [];
    while (this.program.nextWakeUs() <= ms * 1000) {
      this.nowMs = Math.max(this.nowMs, this.program.nextWakeUs() / 1000);
      effects.push(...this.program.onWake(clockAt(this.nowMs)));
    }
    this.nowMs = ms;
    return effects;
  }

  hears(
    voter: number,
    verb: RaftMessage['verb'],
    fields: Partial<RaftMessage> = {},
  ): readonly Effect<RaftMessage>[] {
    return this.program.onMessage(IDS[voter - 1]!, from(voter, verb, fields), clockAt(this.nowMs));
  }

  /** Elected in term 1 at once, with its first entry decided. */
  lead(): this {
    this.to(1000);
    this.hears(2, 'MsgPreVoteResp', { term: 1 });
    this.hears(2, 'MsgVoteResp', { term: 1 });
    this.hears(2, 'MsgAppResp', { term: 1, index: 1 });
    return this;
  }
}

const sent = (effects: readonly Effect<RaftMessage>[]): string[] =>
  effects.flatMap((effect) => (effect.kind === 'send' ? [`${effect.message.verb} ${effect.to}`] : []));
const kinds = (effects: readonly Effect<RaftMessage>[]): string[] =>
  effects.map(({ kind }) => kind).filter((kind) => kind !== 'event');
const texts = (effects: readonly Effect<RaftMessage>[]): string[] =>
  effects.flatMap((effect) => (effect.kind === 'event' ? [effect.event.text] : []));
const entry = (index: number, term: number, data = ''): LogEntry => ({ term, index, data });

describe('ticks', () => {
  test('come each tickMs on its own clock; after its timeout it asks', () => {
    const subject = new Subject();
    expect(sent(subject.to(999))).toEqual([]);
    expect(sent(subject.to(1000))).toEqual(['MsgPreVote n2', 'MsgPreVote n3']);
  });

  test('are not made up for: a process that stood still for long ticks once', () => {
    const subject = new Subject();
    subject.to(850);
    // Two ticks are missing to its timeout, and twenty have passed.
    subject.nowMs = 2900;
    expect(sent(subject.to(2900))).toEqual([]);
    expect(subject.program.nextWakeUs()).toBe((2900 + TICK_MS) * 1000);
    expect(sent(subject.to(3000))).toEqual(['MsgPreVote n2', 'MsgPreVote n3']);
  });

  test('begin at a moment of its own within the first', () => {
    const subject = new Subject({ random: { below: (limit) => limit - 1 } });
    subject.to(0);
    expect(subject.program.nextWakeUs()).toBe(1);
  });
});

describe('the disk', () => {
  test('holds term and vote before a vote leaves', () => {
    const effects = new Subject().hears(2, 'MsgVote', { term: 5, forced: 1 });
    expect(kinds(effects)).toEqual(['persist', 'send']);
    expect(effects[0]).toEqual({ kind: 'persist', record: { term: 5, vote: 'n2', commit: 0 } });
  });

  test('is given the end of the log that is new, and where that begins', () => {
    const subject = new Subject();
    const entries = [entry(1, 1), entry(2, 1, 'a')];
    const effects = subject.hears(2, 'MsgApp', { term: 1, entries, commit: 1 });
    expect(effects[0]).toMatchObject({ kind: 'persist', log: { from: 1, entries } });
    expect(effects.find(({ kind }) => kind === 'apply')).toEqual({ kind: 'apply', entries: [entries[0]] });
    const cut = subject.hears(3, 'MsgApp', { term: 2, index: 1, logTerm: 1, entries: [entry(2, 2, 'b')] });
    expect(cut[0]).toMatchObject({ kind: 'persist', log: { from: 2, entries: [entry(2, 2, 'b')] } });
    expect(texts(cut)).toContain('drops its log from entry 2 on: n3 has other entries there');
  });

  const KEPT = {
    disk: { term: 3, vote: 'n2', commit: 2 },
    log: [entry(1, 1), entry(2, 3, 'a'), entry(3, 3, 'b')],
  };

  test('gives back term, vote and log, and what was decided is applied again', () => {
    const subject = new Subject(KEPT);
    const effects = subject.to(0);
    expect(effects).toContainEqual({ kind: 'apply', entries: KEPT.log.slice(0, 2) });
    expect(subject.program.observe()).toMatchObject({
      epoch: 3,
      votedFor: 'n2',
      replOffset: 3,
      dataEpoch: 3,
      commit: 2,
    });
    expect(kinds(effects)).not.toContain('persist');
  });

  test('gives back no term and no vote where they are not kept there', () => {
    const subject = new Subject({ ...KEPT, safeguards: { durableState: false } });
    subject.to(0);
    expect(subject.program.observe()).toMatchObject({ epoch: 0, votedFor: null, replOffset: 3 });
    const [persist] = subject.hears(2, 'MsgVote', { term: 5, index: 9, logTerm: 4, forced: 1 });
    expect(persist).toEqual({ kind: 'persist', record: { commit: 2 } });
  });

  test('gives back no log where that is not kept, and loses it with the first step', () => {
    const subject = new Subject({ ...KEPT, safeguards: { durableLog: false } });
    const [persist] = subject.to(0);
    expect(persist).toMatchObject({ kind: 'persist', record: { commit: 0 }, log: { from: 1, entries: [] } });
    expect(subject.program.observe()).toMatchObject({ epoch: 3, replOffset: 0, commit: 0 });
  });

  test('ends with a sentence when a leader knows more to be here than the log has', () => {
    const subject = new Subject({ ...KEPT, safeguards: { durableLog: false } });
    subject.to(0);
    expect(() => subject.hears(2, 'MsgHeartbeat', { term: 3, commit: 2 })).toThrow(
      /knows entry 2 to be here, and the log ends at 0: entries that were acknowledged are lost/,
    );
  });
});

describe('authority', () => {
  test('takes an entry of its own term that is decided', () => {
    const subject = new Subject();
    subject.to(1000);
    subject.hears(2, 'MsgPreVoteResp', { term: 1 });
    subject.hears(2, 'MsgVoteResp', { term: 1 });
    expect(subject.program.observe()).toMatchObject({ role: 'primary', authorityUntilUs: 0 });
    expect(subject.program.observe().leadership).toEqual({ kind: 'unknown' });
    subject.hears(2, 'MsgAppResp', { term: 1, index: 1 });
    expect(subject.program.observe()).toMatchObject({ authorityUntilUs: 2_000_000, commit: 1 });
    expect(subject.program.observe().leadership).toEqual({ kind: 'leader', epoch: 1 });
  });

  test('lasts for an election timeout after a quorum was heard last, by its own clock', () => {
    const subject = new Subject().lead();
    subject.to(1250);
    subject.hears(3, 'MsgHeartbeatResp', { term: 1 });
    expect(subject.program.observe().authorityUntilUs).toBe(2_250_000);
    // Without the check of the quorum, which would end the leadership about then.
    const alone = new Subject({ safeguards: { checkQuorum: false } }).lead();
    expect(texts(alone.to(1999))).toEqual([]);
    expect(texts(alone.to(2000))).toEqual(['lost its authority: it heard no quorum for 1.0 s']);
    expect(alone.program.observe()).toMatchObject({ role: 'primary', leadership: { kind: 'unknown' } });
  });

  test('is not prolonged by what was said in another term', () => {
    const subject = new Subject().lead();
    subject.to(1300);
    subject.hears(3, 'MsgHeartbeatResp', { term: 0 });
    expect(subject.program.observe().authorityUntilUs).toBe(2_000_000);
  });

  test('ends with the leadership', () => {
    const subject = new Subject().lead();
    const told = texts(subject.hears(3, 'MsgAppResp', { term: 4 }));
    expect(told).toEqual(['stepped down: n3 is at term 4']);
    expect(subject.program.observe()).toMatchObject({ role: 'replica', authorityUntilUs: 0 });
  });
});

describe('proposals and reads', () => {
  const command = (subject: Subject, ...[kind, value]: ['propose' | 'readIndex', string]) =>
    subject.program.onCommand(
      kind === 'propose' ? { kind, data: value } : { kind, context: value },
      clockAt(subject.nowMs),
    );

  test('a proposal is applied once a quorum has it', () => {
    const subject = new Subject().lead();
    // n3 has not answered yet, and is sent one message at a time.
    expect(kinds(command(subject, 'propose', 'c1#1'))).toEqual(['persist', 'send']);
    const effects = subject.hears(3, 'MsgAppResp', { term: 1, index: 2 });
    expect(effects).toContainEqual({ kind: 'apply', entries: [entry(2, 1, 'c1#1')] });
  });

  test('one that nobody can take is dropped', () => {
    expect(command(new Subject(), 'propose', 'x')).toContainEqual({ kind: 'dropped', data: 'x' });
  });

  test('a follower passes them on, or not', () => {
    const follower = new Subject();
    follower.hears(2, 'MsgHeartbeat', { term: 1 });
    expect(sent(command(follower, 'propose', 'x'))).toEqual(['MsgProp n2']);
    const proud = new Subject({ config: { forwardProposals: 0 } });
    proud.hears(2, 'MsgHeartbeat', { term: 1 });
    expect(command(proud, 'propose', 'x')).toContainEqual({ kind: 'dropped', data: 'x' });
  });

  test('a read is answered once a quorum has confirmed the leader, or by lease at once', () => {
    const subject = new Subject().lead();
    expect(sent(command(subject, 'readIndex', 'r1'))).toEqual(['MsgHeartbeat n2', 'MsgHeartbeat n3']);
    const effects = subject.hears(2, 'MsgHeartbeatResp', { term: 1, context: 1 });
    expect(effects).toContainEqual({ kind: 'readable', index: 1, context: 'r1' });
    const leasing = new Subject({ config: { leaseReads: 1 } }).lead();
    expect(command(leasing, 'readIndex', 'r1')).toEqual([{ kind: 'readable', index: 1, context: 'r1' }]);
  });
});

describe('orders of the operator', () => {
  const order = (subject: Subject, command: Parameters<RaftProgram['onCommand']>[0]) =>
    subject.program.onCommand(command, clockAt(subject.nowMs));

  test('transfer: who has the whole log is told to stand at once', () => {
    const subject = new Subject().lead();
    const effects = order(subject, { kind: 'transfer', to: 'n2' });
    expect(sent(effects)).toEqual(['MsgTimeoutNow n2']);
    expect(texts(effects)).toEqual(['hands over to n2, and tells it to stand']);
  });

  test('transfer: who lacks something is sent it first, and it is given up after an election timeout', () => {
    const subject = new Subject().lead();
    expect(texts(order(subject, { kind: 'transfer', to: 'n3' }))).toEqual([
      'hands over to n3 once that has the last entry of its log',
    ]);
    subject.to(1500);
    subject.hears(2, 'MsgHeartbeatResp', { term: 1 });
    expect(texts(subject.to(2000))).toEqual(['gave up handing over to n3: it did not take over in time']);
  });

  test('campaign: it asks at once; forgetLeader: it follows nobody', () => {
    expect(sent(order(new Subject(), { kind: 'campaign' }))).toEqual(['MsgPreVote n2', 'MsgPreVote n3']);
    const subject = new Subject();
    subject.hears(2, 'MsgHeartbeat', { term: 1 });
    expect(texts(order(subject, { kind: 'forgetLeader' }))).toEqual([
      'forgot its leader n2, as its operator ordered',
    ]);
    expect(subject.program.observe().primary).toBeNull();
  });
});

describe('requests for votes are told with the reason', () => {
  const refusal = (subject: Subject, fields: Partial<RaftMessage>): string[] =>
    texts(subject.hears(3, 'MsgVote', fields)).filter((text) => text.startsWith('refused'));

  test.each<[string, (subject: Subject) => void, Partial<RaftMessage>]>([
    [
      'refused n3 its vote in term 2: it hears its leader n2',
      (subject) => subject.hears(2, 'MsgHeartbeat', { term: 1 }),
      { term: 2 },
    ],
    [
      'refused n3 its vote in term 4: it voted for n2',
      (subject) => subject.hears(2, 'MsgVote', { term: 4 }),
      { term: 4 },
    ],
    [
      'refused n3 its vote in term 4: its own log is newer: it ends at 1 of term 3, that one at 2 of term 2',
      (subject) => {
        subject.hears(2, 'MsgApp', { term: 3, entries: [entry(1, 3)] });
        subject.to(5000);
      },
      { term: 4, index: 2, logTerm: 2 },
    ],
  ])('%s', (text, before, fields) => {
    const subject = new Subject();
    before(subject);
    expect(refusal(subject, fields)).toEqual([text]);
  });
});

test('what is saved goes on like the original', () => {
  const original = new Subject().lead();
  original.program.onCommand({ kind: 'propose', data: 'x' }, clockAt(1000));
  original.program.onCommand({ kind: 'readIndex', context: 'r' }, clockAt(1000));
  const copy = new Subject({}, structuredClone(original.program.save()));
  copy.nowMs = original.nowMs;
  for (const subject of [original, copy])
    expect(subject.program.observe()).toEqual(original.program.observe());
  const both = [original, copy].map((subject) => [
    subject.to(1400),
    subject.hears(3, 'MsgHeartbeatResp', { term: 1, context: 1 }),
    subject.hears(3, 'MsgAppResp', { term: 1, index: 2 }),
    subject.to(4000),
    subject.program.save(),
  ]);
  expect(both[1]).toEqual(both[0]);
});

test('what no voter sends is nothing: strangers, places that are not there, entries out of place', () => {
  const { program } = new Subject();
  const bare = (verb: RaftMessage['verb'], fields: object) => ({ verb, ...fields }) as unknown as RaftMessage;
  const hears = (id: string, one: RaftMessage) => program.onMessage(id, one, clockAt(0));
  expect(hears('store', from(2, 'MsgHeartbeat', { term: 1 }))).toEqual([]);
  for (const place of [0, 4]) {
    expect(hears('n2', bare('MsgProp', { from: place, entries: [entry(0, 0, 'x')] }))).toEqual([]);
  }
  const append = { term: 1, index: 0, logTerm: 0, commit: 0 };
  expect(hears('n2', bare('MsgApp', { ...append, entries: [entry(2, 1)] }))).toEqual([]);
  expect(sent(hears('n2', bare('MsgApp', { ...append, entries: [entry(1, 1)] })))).toEqual(['MsgAppResp n2']);
});
