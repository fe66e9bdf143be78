import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LeaderWatch } from '../../leadership/leader-watch';
import type { Clock, DiskRecord, Effect, NodeId, Observation, ProgramEvent } from '../../program';
import type { Boot } from '../../protocol';
import { KevyElector } from './elector';
import { kevyProtocol } from './protocol';
import type { KevyMessage } from '../../election/message';

const CONFIG = {
  hbIntervalMs: 20,
  downAfterMs: 100,
  electionTimeoutMs: 80,
  electionBackoffMs: 30,
  electionBackoffJitterMs: 40,
};

const at = (ms: number): Clock => ({ nowUs: ms * 1000, wallUs: ms * 1000 });

function bootOf(nodeId: NodeId, count: number, more: Partial<Boot> = {}): Boot {
  const peerIds = Array.from({ length: count }, (_, i) => `n${i + 1}`);
  return {
    nodeId,
    peerIds,
    addresses: Object.fromEntries(peerIds.map((id) => [id, `${id}.example:6004`])),
    startRole: 'replica',
    config: CONFIG,
    safeguards: {},
    disk: null,
    replOffset: 0,
    dataEpoch: 0,
    storeId: null,
    clock: at(0),
    random: { below: (limit) => Math.min(10, limit - 1) },
    ...more,
  };
}

const heartbeat = (
  nodeId: NodeId,
  epoch: number,
  role: 'primary' | 'replica',
  replOffset = 0,
): KevyMessage => ({
  verb: 'HB',
  epoch,
  nodeId,
  role,
  replOffset,
});

type Effects = readonly Effect<KevyMessage>[];
const sent = (effects: Effects) =>
  effects.flatMap((effect) => (effect.kind === 'send' ? [`${effect.message.verb} → ${effect.to}`] : []));
const events = (effects: Effects): ProgramEvent[] =>
  effects.flatMap((effect) => (effect.kind === 'event' ? [effect.event] : []));
const texts = (effects: Effects) => events(effects).map(({ text }) => text);
const saved = (effects: Effects): DiskRecord[] =>
  effects.flatMap((effect) => (effect.kind === 'persist' ? [effect.record] : []));

/** n2 of three, following n1 and hearing n3; n1 falls silent at 0 ms, n3 goes on. */
function bereavedReplica(): KevyElector {
  const elector = new KevyElector(bootOf('n2', 3));
  elector.onWake(at(0));
  elector.onMessage('n1', heartbeat('n1', 1, 'primary'), at(0));
  for (let ms = 20; ms <= 80; ms += 20) {
    elector.onMessage('n3', heartbeat('n3', 1, 'replica'), at(ms));
    elector.onWake(at(ms));
  }
  return elector;
}

/** The same, a candidate since 100 ms. */
function candidate(): KevyElector {
  const elector = bereavedReplica();
  elector.onWake(at(100));
  return elector;
}

describe('an election', () => {
  test('begins the moment the primary has been silent for downAfterMs', () => {
    const elector = bereavedReplica();
    expect(elector.nextWakeUs()).toBe(100_000);
    const effects = elector.onWake(at(100));
    expect(sent(effects)).toEqual(['HB → n1', 'HB → n3', 'OFFER → *']);
    expect(saved(effects)).toEqual([{ epoch: 2, votedFor: 'n2' }]);
    expect(texts(effects)).toEqual([
      'became a candidate for epoch 2: silent primary n1 for 100 ms, best offset, hears 2 of 3',
    ]);
  });

  test('is won by the tick after the vote that makes a quorum, which is due at once', () => {
    const elector = candidate();
    const vote: KevyMessage = { verb: 'ACCEPT', epoch: 2, accepterId: 'n3' };
    const counted = elector.onMessage('n3', vote, at(105));
    expect(texts(counted)).toEqual(['got the vote of n3 for epoch 2: 2 of the 2 needed']);
    expect(elector.onMessage('n3', vote, at(105))).toEqual([]);
    expect(elector.nextWakeUs()).toBeLessThanOrEqual(105_000);
    const effects = elector.onWake(at(105));
    expect(sent(effects)).toEqual(['ANNOUNCE → *']);
    expect(texts(effects)).toEqual(['became primary of epoch 2: 2 of 3 votes; hears 2 of 3']);
    expect(elector.observe()).toMatchObject({ role: 'primary', epoch: 2, primary: 'n2' });
  });

  test('times out, and the backoff with its jitter ends by itself', () => {
    const elector = candidate();
    for (const ms of [120, 140, 160]) {
      elector.onMessage('n3', heartbeat('n3', 1, 'replica'), at(ms));
      elector.onWake(at(ms));
    }
    expect(elector.nextWakeUs()).toBe(180_000);
    const effects = elector.onWake(at(180));
    expect(texts(effects)).toEqual([
      'gave up its candidacy for epoch 2: 1 of the 2 votes needed after 80 ms, backs off for 40 ms',
    ]);
    expect(elector.onWake(at(219)).filter(({ kind }) => kind !== 'send')).toEqual([]);
    expect(elector.nextWakeUs()).toBe(220_000);
    expect(texts(elector.onWake(at(220)))[0]).toMatch(/^became a candidate for epoch 3/);
  });

  test('waits downAfterMs since the first tick where no primary is known', () => {
    const elector = new KevyElector(bootOf('n1', 3));
    expect(elector.nextWakeUs()).toBe(0);
    for (let ms = 7; ms < 107; ms += 20) expect(events(elector.onWake(at(ms)))).toEqual([]);
    expect(texts(elector.onWake(at(107)))).toEqual([
      'became a candidate for epoch 2: no primary known for 100 ms, best offset, hears 1 of 3',
    ]);
  });

  test('of a node alone is won in the tick that begins it, and then nothing is left to wake for', () => {
    const elector = new KevyElector(bootOf('n1', 1));
    expect(elector.onWake(at(0))).toEqual([]);
    expect(elector.nextWakeUs()).toBe(100_000);
    expect(sent(elector.onWake(at(100)))).toEqual(['OFFER → *', 'ANNOUNCE → *']);
    expect(elector.observe()).toMatchObject({ role: 'primary', epoch: 2, authorityUntilUs: Infinity });
    expect(elector.nextWakeUs()).toBe(Infinity);
  });

  test('is left to a better candidate, without waking for it in vain', () => {
    const elector = bereavedReplica();
    elector.onMessage('n3', heartbeat('n3', 1, 'replica', 5), at(90));
    expect(events(elector.onWake(at(100)))).toEqual([]);
    expect(elector.nextWakeUs()).toBe(120_000);
  });
});

describe('a vote', () => {
  const offer = (newEpoch: number, candidateId: NodeId, replOffset: number): KevyMessage => ({
    verb: 'OFFER',
    newEpoch,
    candidateId,
    replOffset,
  });

  test('is on the disk and blocks that epoch after a restart', () => {
    const elector = new KevyElector(bootOf('n3', 3));
    const effects = elector.onMessage('n2', offer(4, 'n2', 0), at(1));
    expect(sent(effects)).toEqual(['ACCEPT → n2']);
    expect(texts(effects)).toEqual(['voted for n2 in epoch 4']);
    const disk = saved(effects)[0]!;
    expect(disk).toEqual({ epoch: 4, votedFor: 'n2' });

    const restarted = new KevyElector(bootOf('n3', 3, { disk, clock: at(2) }));
    expect(restarted.observe()).toMatchObject({ epoch: 4, votedEpoch: 4, votedFor: 'n2' });
    const refused = restarted.onMessage('n1', offer(4, 'n1', 9), at(3));
    expect(texts(refused)).toEqual(['refused n1 its vote for epoch 4: already in epoch 4']);
  });

  test.each([
    ['an old epoch', offer(1, 'n1', 9), 'already in epoch 1'],
    ['a lower offset', offer(2, 'n1', 4), 'has the higher offset, 5 to 4'],
    ['a tie with a higher id', offer(2, 'n3', 5), 'same offset 5, and the lower id'],
  ])('is refused to %s, with nothing on the wire', (_what, message, reason) => {
    const elector = new KevyElector(bootOf('n2', 3, { replOffset: 5 }));
    const effects = elector.onMessage('n1', message, at(1));
    expect(sent(effects)).toEqual([]);
    expect(texts(effects)[0]).toContain(reason);
  });

  test('leaves an old primary in its role under the new epoch: the published flaw', () => {
    const elector = new KevyElector(bootOf('n2', 3, { startRole: 'primary' }));
    const effects = elector.onMessage('n1', offer(2, 'n1', 0), at(1));
    expect(texts(effects)).toEqual(['voted for n1 in epoch 2, and stays primary under that epoch']);
    expect(elector.observe()).toMatchObject({
      role: 'primary',
      epoch: 2,
      leadership: { kind: 'leader', epoch: 2 },
    });
  });
});

describe('a primary', () => {
  const primary = () => new KevyElector(bootOf('n1', 3, { startRole: 'primary' }));

  test('started as one counts as its own primary to those who watch, though it was never announced', () => {
    expect(primary().knownPrimary).toBeNull();
    expect(primary().observe()).toMatchObject({ primary: 'n1', leadership: { kind: 'leader', epoch: 1 } });
  });

  test('has authority for downAfterMs after it heard a majority, and wakes as that lapses', () => {
    const elector = primary();
    elector.onWake(at(0));
    expect(elector.observe()).toMatchObject({ authorityUntilUs: 0, authoritySpanUs: 100_000 });
    expect(texts(elector.onMessage('n2', heartbeat('n2', 1, 'replica'), at(5)))).toEqual([
      'has authority: hears 2 of 3',
    ]);
    expect(elector.observe().authorityUntilUs).toBe(105_000);
    for (let ms = 20; ms <= 100; ms += 20) elector.onWake(at(ms));
    expect(elector.nextWakeUs()).toBe(105_000);
    expect(elector.hasQuorum(104_999)).toBe(true);
    expect(elector.hasQuorum(105_000)).toBe(false);
    expect(texts(elector.onWake(at(105)))).toEqual([
      'lost its authority but stays primary: hears only 1 of 3',
    ]);
    expect(elector.nextWakeUs()).toBe(120_000);
    expect(events(elector.onWake(at(120)))).toEqual([]);
    expect(texts(elector.onMessage('n3', heartbeat('n3', 1, 'replica'), at(121)))).toEqual([
      'has authority: hears 2 of 3',
    ]);
  });

  test('follows a higher epoch, and says so once', () => {
    const elector = primary();
    const effects = elector.onMessage('n3', heartbeat('n3', 4, 'primary'), at(1));
    expect(texts(effects)).toEqual(['stepped down, follows n3, primary of epoch 4: its heartbeat says so']);
    expect(saved(effects)).toEqual([{ epoch: 4, votedFor: null }]);
    expect(elector.observe().leadership).toEqual({
      kind: 'follower',
      leaderEndpoint: 'n3.example:6004',
      leaderEpoch: 4,
    });
  });
});

test('a heartbeat that changes nothing costs nothing: the same effects and the same observation', () => {
  const elector = bereavedReplica();
  const before = elector.observe();
  const effects = elector.onMessage('n3', heartbeat('n3', 1, 'replica'), at(90));
  expect(effects).toBe(elector.onMessage('n3', heartbeat('n3', 1, 'replica'), at(91)));
  expect(effects).toEqual([]);
  expect(elector.observe()).toBe(before);
});

test('frames that name nobody of the membership are ignored', () => {
  const elector = candidate();
  const strangers: KevyMessage[] = [
    heartbeat('nX', 9, 'primary'),
    { verb: 'OFFER', newEpoch: 9, candidateId: 'nX', replOffset: 9 },
    { verb: 'OFFER', newEpoch: 9, candidateId: 'n2', replOffset: 9 },
    { verb: 'ACCEPT', epoch: 2, accepterId: 'nX' },
    { verb: 'ANNOUNCE', epoch: 9, newPrimaryId: 'nX', newPrimaryAddr: 'nX:1' },
  ];
  for (const message of strangers) expect(elector.onMessage('nX', message, at(101))).toEqual([]);
});

test('the highest epoch of all has no successor, and does no harm', () => {
  const elector = new KevyElector(
    bootOf('n1', 3, { disk: { epoch: Number.MAX_SAFE_INTEGER, votedFor: null } }),
  );
  for (const ms of [0, 100]) {
    for (const effect of elector.onWake(at(ms))) {
      if (effect.kind === 'send')
        expect(kevyProtocol.codec.encode(effect.message)).toBeInstanceOf(Uint8Array);
    }
  }
  expect(elector.observe()).toMatchObject({ role: 'candidate', epoch: Number.MAX_SAFE_INTEGER });
});

test('the inspector sees votes, peers and timers', () => {
  const view = candidate().view(at(101));
  expect(view.votes).toEqual(['n2']);
  expect(view.peers).toMatchObject([
    { id: 'n1', heardAtUs: 0, alive: false, role: 'primary', epoch: 1 },
    { id: 'n3', heardAtUs: 80_000, alive: true, role: 'replica' },
  ]);
  expect(view.facts).toContainEqual({ label: 'Quorum', value: '2 of 3' });
  expect(view.facts).toContainEqual({ label: 'Election times out', atUs: 180_000 });
});

test('the descriptor says each message in words', () => {
  expect(kevyProtocol.describe(heartbeat('n1', 3, 'primary', 7))).toBe(
    'heartbeat: n1 is primary in epoch 3, offset 7',
  );
  expect(kevyProtocol.verbs.map(({ verb }) => verb)).toEqual(Object.keys(kevyProtocol.codec.spec));
});

/** Anything that may happen to n2 of three, `afterMs` after what happened before. */
const incident = fc.record({
  afterMs: fc.oneof(fc.nat(30), fc.nat(150)),
  what: fc.oneof(
    { weight: 4, arbitrary: fc.constant('wake' as const) },
    {
      weight: 3,
      arbitrary: fc.record({
        verb: fc.constant('HB' as const),
        epoch: fc.nat(6),
        nodeId: fc.constantFrom('n1', 'n3'),
        role: fc.constantFrom('primary' as const, 'replica' as const, 'candidate' as const),
        replOffset: fc.nat(2),
      }),
    },
    fc.record({
      verb: fc.constant('OFFER' as const),
      newEpoch: fc.nat(6),
      candidateId: fc.constantFrom('n1', 'n3'),
      replOffset: fc.nat(2),
    }),
    fc.record({
      verb: fc.constant('ACCEPT' as const),
      epoch: fc.nat(6),
      accepterId: fc.constantFrom('n1', 'n3'),
    }),
    fc.record({
      verb: fc.constant('ANNOUNCE' as const),
      epoch: fc.nat(6),
      newPrimaryId: fc.constantFrom('n1', 'n2', 'n3'),
      newPrimaryAddr: fc.constant('n1.example:6004'),
    }),
  ),
});

test('whatever happens: contracts of Program and of LeaderWatch hold, and a restored twin does the same', () => {
  const start = fc.constantFrom('replica' as const, 'primary' as const);
  fc.assert(
    fc.property(start, fc.array(incident, { maxLength: 60 }), (startRole, incidents) => {
      const boot = bootOf('n2', 3, { startRole });
      const elector = new KevyElector(boot);
      const watch = new LeaderWatch(elector.observe().leadership);
      let nowMs = 0;
      let before: Observation = elector.observe();
      for (const { afterMs, what } of incidents) {
        nowMs += afterMs;
        const state = elector.save();
        expect(structuredClone(state)).toEqual(state);
        const twin = kevyProtocol.restore(boot, state);
        const step = (program: typeof twin) =>
          what === 'wake'
            ? program.onWake(at(nowMs))
            : program.onMessage('nodeId' in what ? what.nodeId : 'n1', what, at(nowMs));
        const effects = step(elector);
        expect(step(twin)).toEqual(effects);
        expect(twin.observe()).toEqual(elector.observe());
        expect(twin.nextWakeUs()).toBe(elector.nextWakeUs());
        expect(kevyProtocol.restore(boot, state).observe()).toEqual(before);

        const after = elector.observe();
        expect(elector.observe()).toBe(after);
        expect(after.epoch).toBeGreaterThanOrEqual(before.epoch);
        if (after.role !== before.role) {
          const roleEvents = events(effects).filter(({ tag }) => tag === after.role);
          expect(roleEvents).toHaveLength(1);
        }
        watch.emit(after.leadership);
        if (what === 'wake') expect(elector.nextWakeUs()).toBeGreaterThan(nowMs * 1000);
        before = after;
      }
    }),
    { numRuns: 500 },
  );
});

test('a node alone that starts as primary is a majority from its first step on', () => {
  const alone = new KevyElector(bootOf('n1', 1, { startRole: 'primary' }));
  expect(texts(alone.onWake(at(0)))).toEqual(['has authority: hears 1 of 1']);
  expect(alone.observe()).toMatchObject({ role: 'primary', authorityUntilUs: Infinity });
  const second = new KevyElector(bootOf('n1', 2, { startRole: 'primary' }));
  second.onWake(at(0));
  expect(second.observe()).toMatchObject({ role: 'primary', authorityUntilUs: 0 });
});
