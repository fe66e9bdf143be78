/** The store and the clients on the bus: what happens to nodes can happen to them, and nodes survive it. */
import { describe, expect, test } from 'vitest';
import { storeContents } from '../../core/store/record';
import type { NodeId } from '../../core/program';
import type { ExportObservation, RegisterObservation } from '../../core/service';
import type { Fault, Run } from '../run';
import { Lab, runOf } from '../test-kit';

const LEASES = { leaseMs: 300, heartbeatMs: 60, refreshMs: 100, claimJitterMs: 20, storeTimeoutMs: 40 };
const WRITES = { writeIntervalMs: 40, writeTimeoutMs: 100, giveUpMs: 500, leaderTtlMs: 400 };

const leases = (overrides: Partial<Run> = {}): Run =>
  runOf(3, { protocol: 'ballot-lease', config: LEASES, ...overrides });

function others(lab: Lab, than: NodeId): NodeId[] {
  return lab.world.run.nodes.filter((id) => id !== than);
}

function eventsOf(lab: Lab, id: NodeId): string[] {
  const place = lab.world.place(id);
  return lab
    .records('event')
    .filter(({ node }) => node === place)
    .map((row) => lab.text(row).split('\t')[1]!);
}

function register(lab: Lab, id: NodeId): RegisterObservation {
  const { service } = lab.node(id);
  if (service?.kind !== 'server' || service.register === null) throw new Error(`${id} has no register`);
  return service.register;
}

function exporting(lab: Lab, id: NodeId): ExportObservation {
  const { service } = lab.node(id);
  if (service?.kind !== 'server' || service.exporting === null) throw new Error(`${id} exports nothing`);
  return service.exporting;
}

function acknowledged(lab: Lab, id: NodeId): number {
  const { service } = lab.node(id);
  if (service?.kind !== 'client') throw new Error(`${id} is no client`);
  return service.acknowledged;
}

const keys = (lab: Lab) => storeContents(lab.node('store').disk).entries;
const ballot = (lab: Lab): number => lab.node(lab.leader()).epoch;
const allUp = (lab: Lab): void =>
  expect(lab.world.slots.filter(({ status }) => status !== 'up').map(({ id, error }) => [id, error])).toEqual(
    [],
  );

test('what a node tells everybody reaches the other nodes, and nobody else', () => {
  const lab = new Lab(runOf(3, { clients: 2, exports: true })).to(500);
  const beats = lab.messages().filter(({ verb }) => verb === 'HB');
  expect(new Set(beats.map(({ to }) => to))).toEqual(new Set(['n1', 'n2', 'n3']));
  const { addresses } = lab.world as unknown as { addresses: object };
  expect(Object.keys(addresses)).toEqual(['n1', 'n2', 'n3']);
});

describe('a store', () => {
  test('that is killed takes its keys along, and leadership with it for as long as it is gone', () => {
    const lab = new Lab(leases()).to(1000);
    const before = ballot(lab);
    lab.do({ kind: 'kill', node: 'store' }).to(1500);
    expect(lab.world.slots.some((slot) => slot.hasAuthority(1_500_000))).toBe(false);
    lab.do({ kind: 'restart', node: 'store' }).to(2500);
    expect(ballot(lab)).toBeGreaterThan(before);
    allUp(lab);
  });

  test('whose disk was wiped is set up anew', () => {
    const lab = new Lab(leases()).to(1000);
    lab.do({ kind: 'restart', node: 'store', disk: 'wiped' });
    expect(keys(lab)).toEqual([]);
    lab.to(3000);
    expect(keys(lab).length).toBeGreaterThan(3);
    expect(lab.node(lab.leader()).leadership).toMatchObject({ kind: 'leader' });
    allUp(lab);
  });

  test('that a leader cannot reach makes another one lead once the lease is over', () => {
    const lab = new Lab(leases()).to(1000);
    const old = lab.leader();
    lab.do({ kind: 'partition', groups: [[old]] }).to(2000);
    expect(lab.leader()).not.toBe(old);
    expect(lab.node(old)).toMatchObject({ role: 'replica', status: 'up' });
  });

  test('is frozen like a node: what waited for it is done when it goes on', () => {
    const lab = new Lab(leases()).to(1000);
    lab.do({ kind: 'freeze', node: 'store' }).to(1200);
    const { version } = storeContents(lab.node('store').disk);
    lab.do({ kind: 'thaw', node: 'store' }).to(1250);
    expect(storeContents(lab.node('store').disk).version).toBeGreaterThan(version);
  });

  test.each(['corrupt', 'tombstone'] as const)(
    'with a %s lease key has it repaired by the next claim, above all ballots before',
    (how) => {
      const lab = new Lab(leases()).to(1000);
      const before = ballot(lab);
      const { leaseKey } = lab.world.protocol.store!;
      lab.do({ kind: 'store', how, key: leaseKey }).to(2500);
      const entry = keys(lab).find(({ key }) => key === leaseKey);
      expect(JSON.parse(entry!.value!)).toMatchObject({ leaderId: lab.leader() });
      expect(ballot(lab)).toBeGreaterThan(before);
      allUp(lab);
    },
  );

  test('all of whose keys are damaged recovers by itself', () => {
    const lab = new Lab(leases({ clients: 1, exports: true, config: { ...LEASES, ...WRITES } })).to(2500);
    for (const { key } of keys(lab)) lab.do({ kind: 'store', how: 'corrupt', key });
    lab.to(5000);
    expect(lab.node(lab.leader()).leadership).toMatchObject({ kind: 'leader' });
    allUp(lab);
  });

  test('is told of keys that it does not have, and of some that it could not', () => {
    const lab = new Lab(leases()).to(1000);
    const before = keys(lab);
    lab.do({ kind: 'store', how: 'tombstone', key: 'nobody/knows' });
    lab.do({ kind: 'store', how: 'corrupt', key: 'ü'.repeat(300) });
    lab.do({ kind: 'store', how: 'corrupt', key: '\ud800' }).to(1001);
    expect(eventsOf(lab, 'store').slice(-3)).toEqual([
      'has no key "nobody/knows" to delete',
      expect.stringMatching(/^refused its operator: The key "ü+…" has 600 bytes; the most is 512\.$/),
      'refused its operator: A key holds half a surrogate pair.',
    ]);
    expect(keys(lab).map(({ key }) => key)).toEqual(before.map(({ key }) => key));
    allUp(lab);
  });
});

describe('frames between a node and the store', () => {
  test('that are damaged are refused by either, and asked for again', () => {
    const lab = new Lab(leases()).to(1000);
    const node = lab.leader();
    lab.do({ kind: 'corrupt', from: node, to: 'store' }, { kind: 'corrupt', from: 'store', to: node });
    lab.to(2000);
    expect(lab.node('store').rejectedFrames).toBe(1);
    expect(lab.node(node).rejectedFrames).toBe(1);
    expect(lab.leader()).toBe(node);
    allUp(lab);
  });

  test.each(['quorum', 'kevy', 'ballot-lease'])(
    'that nobody waits for any more are nothing to a node: %s',
    (protocol) => {
      const config = protocol === 'ballot-lease' ? LEASES : runOf(3).config!;
      const lab = new Lab(
        runOf(3, {
          protocol,
          config,
          exports: true,
          clients: 1,
          // Every frame arrives twice.
          network: { latencyMs: [2, 8], lossRatio: 0, duplicateRatio: 1 },
          faults: [
            // And some reach a process that asked nothing.
            { atMs: 150, kind: 'restart', node: 'n2' },
            { atMs: 2010, kind: 'restart', node: 'n3' },
          ],
        }),
      ).to(5000);
      expect(lab.messages().some(({ verb, duplicate }) => verb === 'ANSWER' && duplicate)).toBe(true);
      expect(lab.records('unheard').length + lab.records('rejected').length).toBe(0);
      allUp(lab);
      expect(lab.leader()).toMatch(/^n\d$/);
    },
  );
});

describe('a clock that is set', () => {
  const forward = (node: NodeId, offsetMs: number): Fault => ({ atMs: 1000, kind: 'clock', node, offsetMs });

  test('wakes who goes by the wall clock at that very instant', () => {
    const lab = new Lab(leases()).to(1000);
    const leader = lab.leader();
    lab.do(forward(leader, 10_000));
    // Nothing happens at the head before time goes on.
    lab.to(1000.001);
    expect(lab.node(leader).authorityUntilUs).toBe(0);
    expect(eventsOf(lab, leader)).toContainEqual(
      expect.stringMatching(/^lost its lease of ballot \d+: its wall clock was set/),
    );
  });

  test('lets a follower claim what is over by its clock alone: two lead', () => {
    const lab = new Lab(leases()).to(1000);
    const leader = lab.leader();
    const [early] = others(lab, leader) as [NodeId];
    lab.do(forward(early, 5000));
    const leading = new Set<string>();
    for (let ms = 1000; ms < 1100; ms += 1) {
      const now = lab.to(ms).world.slots.filter((slot) => slot.hasAuthority(ms * 1000));
      leading.add(
        now
          .map(({ id }) => id)
          .sort()
          .join(' '),
      );
    }
    // Until it is told, the old leader knows nothing of it.
    expect([...leading]).toEqual([leader, [leader, early].sort().join(' '), early]);
  });

  test('is no reason to wake for who only runs at another rate, or has no store', () => {
    const stepsAfter = (run: Run, fault: Partial<Fault>): number => {
      const lab = new Lab({ ...run, network: { latencyMs: [50, 50] } }).to(1003.3);
      const before = lab.world.stepCount;
      lab.do({ kind: 'clock', node: 'n1', ...fault } as Fault).to(1003.301);
      return lab.world.stepCount - before;
    };
    const quietly = (run: Run): number => stepsAfter(run, { rate: 1 });
    expect(stepsAfter(leases(), { rate: 2 })).toBe(quietly(leases()));
    expect(stepsAfter(leases(), { offsetMs: 0 })).toBe(quietly(leases()));
    expect(stepsAfter(leases(), { offsetMs: 1 })).toBe(quietly(leases()) + 1);
    expect(stepsAfter(runOf(3), { offsetMs: 1 })).toBe(quietly(runOf(3)));
    expect(stepsAfter(runOf(3, { clients: 1 }), { offsetMs: 1 })).toBe(quietly(runOf(3, { clients: 1 })));
    expect(stepsAfter(runOf(3, { exports: true }), { offsetMs: 1 })).toBe(
      quietly(runOf(3, { exports: true })) + 1,
    );
  });
});

describe('orders', () => {
  test('to a leader by lease: to resign, and to prefer another', () => {
    const lab = new Lab(leases()).to(1000);
    const leader = lab.leader();
    const [preferred] = others(lab, leader) as [NodeId];
    lab.do({ kind: 'resign', node: leader }).to(1001);
    expect(lab.node(leader)).toMatchObject({ authorityUntilUs: 0 });
    lab.to(2000).do({ kind: 'priority', node: preferred, value: 5 }).to(3000);
    expect(lab.leader()).toBe(preferred);
  });

  test('that come while nobody is there are lost, those to who stands still wait', () => {
    const lab = new Lab(leases()).to(1000);
    const leader = lab.leader();
    const [a, b] = others(lab, leader) as [NodeId, NodeId];
    lab.do({ kind: 'kill', node: a }, { kind: 'priority', node: a, value: 5 }, { kind: 'restart', node: a });
    lab.do({ kind: 'freeze', node: b }, { kind: 'priority', node: b, value: 5 }).to(1100);
    expect(lab.leader()).toBe(leader);
    lab.do({ kind: 'thaw', node: b }).to(2000);
    expect(lab.leader()).toBe(b);
  });

  test('to end an export are heeded by who is at it', () => {
    const config = { exportEveryMs: 2000, exportLeaseMs: 1000, exportWorkMs: 500, storeTimeoutMs: 50 };
    const lab = new Lab(runOf(3, { exports: true, config: { ...runOf(3).config, ...config } })).to(2300);
    const working = lab.world.run.nodes.filter((id) => exporting(lab, id).phase === 'working');
    expect(working).toHaveLength(1);
    const [winner] = working as [NodeId];
    for (const id of others(lab, winner)) lab.do({ kind: 'export', node: id, how: 'fail' });
    lab.to(2310);
    expect(exporting(lab, winner).phase).toBe('working');
    lab.do({ kind: 'export', node: winner, how: 'abandon' }).to(2400);
    expect(exporting(lab, winner)).toMatchObject({ phase: 'idle', outcome: 'abandoned' });
    expect(keys(lab)).toMatchObject([{ key: 'export/lease', value: null }]);
  });
});

test.each(['corrupt', 'tombstone'] as const)(
  'an export whose lease has another version by the time it is done is not published: %s',
  (how) => {
    const config = { exportEveryMs: 2000, exportLeaseMs: 1000, exportWorkMs: 500, storeTimeoutMs: 50 };
    const lab = new Lab(runOf(3, { exports: true, config: { ...runOf(3).config, ...config } })).to(2300);
    const winner = lab.world.run.nodes.find((id) => exporting(lab, id).phase === 'working')!;
    lab.do({ kind: 'store', how, key: 'export/lease' }).to(2900);
    expect(exporting(lab, winner)).toMatchObject({ phase: 'idle', outcome: 'unpublished' });
    // And the next round is done as if nothing had been.
    lab.to(4900);
    expect(lab.world.run.nodes.map((id) => exporting(lab, id).outcome).sort()).toEqual([
      'done',
      'held',
      'held',
    ]);
    allUp(lab);
  },
);

describe('a client', () => {
  const run = runOf(3, { clients: 2, config: { ...runOf(3).config, ...WRITES } });

  test('that was killed goes on behind its last number', () => {
    const lab = new Lab(run).to(1500);
    const { disk } = lab.node('c1');
    lab.do({ kind: 'kill', node: 'c1' }).to(2000).do({ kind: 'restart', node: 'c1' }).to(3000);
    expect(acknowledged(lab, 'c1')).toBeGreaterThan(10);
    const { history } = register(lab, lab.leader());
    const last = Number(/^c1:(?:.*[-,])?(\d+) /.exec(history)![1]);
    expect(last).toBeGreaterThan(disk!['number'] as number);
  });

  test('that is cut off from the leader writes to nobody, and the other one goes on', () => {
    const lab = new Lab(run).to(1500);
    const before = [acknowledged(lab, 'c1'), acknowledged(lab, 'c2')] as const;
    lab.do({ kind: 'partition', groups: [['c1']] }).to(2500);
    // One answer may have been on its way.
    expect(acknowledged(lab, 'c1')).toBeLessThanOrEqual(before[0] + 1);
    expect(acknowledged(lab, 'c2')).toBeGreaterThan(before[1] + 10);
    lab.do({ kind: 'healAll' }).to(3500);
    expect(acknowledged(lab, 'c1')).toBeGreaterThan(before[0] + 10);
  });

  test('crashes like a node', () => {
    const lab = new Lab(run).to(500).do({ kind: 'crash', node: 'c2', how: 'throw' });
    expect(lab.node('c2')).toMatchObject({ status: 'crashed', error: 'Error: it was told to throw' });
  });
});

test('the data of a node outlives it with its disk, and goes with it', () => {
  const lab = new Lab(runOf(3, { clients: 1, config: { ...runOf(3).config, ...WRITES } })).to(1500);
  const [id] = others(lab, lab.leader()) as [NodeId];
  lab.do({ kind: 'partition', groups: [[id]] }).to(1600);
  const before = register(lab, id);
  const { replOffset } = lab.node(id);
  lab.do({ kind: 'restart', node: id });
  // Nothing is seen of a new process yet; what it serves is what its disk says.
  expect(lab.node(id)).toMatchObject({ service: null, replOffset });
  lab.to(1601);
  const { value, history, fence, token } = register(lab, id);
  expect({ value, history, fence, token }).toEqual({
    value: before.value,
    history: before.history,
    fence: before.fence,
    token: before.token,
  });
  lab.do({ kind: 'restart', node: id, disk: 'wiped' }).to(1602);
  expect(register(lab, id)).toMatchObject({ value: '', history: '', fence: 0, token: 0 });
  expect(lab.node(id).replOffset).toBe(0);
});
