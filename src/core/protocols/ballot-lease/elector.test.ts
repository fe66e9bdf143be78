import { describe, expect, test } from 'vitest';
import type { Observation } from '../../program';
import { Cluster, CONFIG, KEYS, type ClusterOptions } from './test-kit';

/** A cluster that has its first leader, and who the others are. */
function settled(options: ClusterOptions = {}): {
  readonly cluster: Cluster;
  readonly leader: string;
  readonly others: readonly string[];
} {
  const cluster = new Cluster(options).pass(1000);
  const [leader, ...more] = cluster.leaderIds();
  if (leader === undefined || more.length > 0) throw new Error(`leaders: ${cluster.leaderIds().join(', ')}`);
  const ids = Array.from({ length: options.size ?? 3 }, (_, at) => `n${at + 1}`);
  cluster.events = [];
  return { cluster, leader, others: ids.filter((id) => id !== leader) };
}

const LEASE_MS = CONFIG['leaseMs']!;
const HEARTBEAT_MS = CONFIG['heartbeatMs']!;
const JITTER_MS = CONFIG['claimJitterMs']!;
/** Of an operation with a store 5 ms away at most: a read and a commit. */
const OPERATION_MS = 20;

const heldBy = (leaderId: string) =>
  expect.objectContaining({ kind: 'held', leader: expect.objectContaining({ leaderId }) });

describe('a first election', () => {
  test('has one leader, whom everybody follows', () => {
    const cluster = new Cluster();
    expect(cluster.passUntil(() => cluster.leaderIds().length > 0)).toBeLessThan(4 * OPERATION_MS);
    cluster.pass(OPERATION_MS + HEARTBEAT_MS);
    const [leader] = cluster.leaderIds() as [string];
    expect(cluster.slot()).toEqual(heldBy(leader));
    const { epoch } = cluster.observe(leader);
    for (const id of ['n1', 'n2', 'n3'].filter((id) => id !== leader)) {
      const seen = cluster.observe(id);
      expect(seen).toMatchObject({ role: 'replica', primary: leader, authorityUntilUs: 0 });
      expect(seen.leadership).toEqual({
        kind: 'follower',
        leaderEndpoint: `${leader}.test:7000`,
        leaderEpoch: seen.epoch,
      });
      expect(seen.epoch).toBeLessThanOrEqual(epoch);
      expect(seen.patienceFromUs).toBeLessThan(seen.patienceUntilUs);
      expect(seen.reign).toBeUndefined();
    }
    expect(cluster.eventsOf(leader)).toEqual([
      'became a candidate: it knows of no leader',
      'became leader with ballot 1: nobody led',
    ]);
    expect(cluster.breaches).toEqual([]);
  });

  test('leaves the leader its lease from the moment at which it asked, and one reign over many ballots', () => {
    const { cluster, leader } = settled();
    const first = cluster.observe(leader);
    expect(first).toMatchObject({ role: 'primary', reign: 1, authoritySpanUs: LEASE_MS * 1000 });
    cluster.pass(5000);
    const later = cluster.observe(leader);
    expect(later).toMatchObject({
      role: 'primary',
      reign: 1,
      leadership: { kind: 'leader', epoch: later.epoch },
    });
    expect(later.epoch).toBeGreaterThan(first.epoch + 10);
    const { nowUs } = cluster.clock(leader);
    expect(later.authorityUntilUs - nowUs).toBeLessThanOrEqual(LEASE_MS * 1000);
    expect(later.authorityUntilUs - nowUs).toBeGreaterThan((LEASE_MS - HEARTBEAT_MS - OPERATION_MS) * 1000);
    expect(cluster.events).toEqual([]);
    expect(cluster.breaches).toEqual([]);
  });

  test('needs nobody else', () => {
    const { cluster } = settled({ size: 1 });
    cluster.pass(10_000);
    expect(cluster.leaderIds()).toEqual(['n1']);
    expect(cluster.events).toEqual([]);
  });

  test('begins when there is a store to elect by', () => {
    const cluster = new Cluster();
    cluster.kill('store');
    cluster.pass(2000);
    expect(cluster.leaderIds()).toEqual([]);
    cluster.restart('store');
    expect(cluster.passUntil(() => cluster.leaderIds().length === 1)).toBeLessThan(600);
  });
});

describe('failover', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('takes a lease, a jitter and one operation, seed %d', (seed) => {
    const { cluster, leader } = settled({ seed });
    const { authorityUntilUs } = cluster.observe(leader);
    const leftMs = (authorityUntilUs - cluster.clock(leader).nowUs) / 1000;
    cluster.kill(leader);
    const tookMs = cluster.passUntil(() => cluster.leaderIds().length > 0);
    expect(tookMs).toBeGreaterThan(leftMs - 1);
    expect(tookMs).toBeLessThan(leftMs + JITTER_MS + 3 * OPERATION_MS);
    const [next] = cluster.leaderIds() as [string];
    expect(cluster.eventsOf(next)).toContainEqual(
      expect.stringMatching(`^became leader with ballot \\d+: the lease of ${leader} was over$`),
    );
    expect(cluster.breaches).toEqual([]);
  });

  test('of a leader that comes back at once is a new reign of its own', () => {
    const { cluster, leader } = settled();
    const { epoch } = cluster.observe(leader);
    cluster.kill(leader);
    cluster.restart(leader);
    cluster.pass(4 * OPERATION_MS);
    const { role, reign } = cluster.observe(leader);
    expect([role, reign! > epoch]).toEqual(['primary', true]);
    expect(cluster.eventsOf(leader).at(-1)).toMatch(/the lease in the store was still its own$/);
  });

  test('from a frozen leader: it finds its lease over as it goes on', () => {
    const { cluster, leader } = settled();
    cluster.freeze(leader);
    cluster.pass(3000);
    expect(cluster.leaderIds()).toHaveLength(1);
    cluster.thaw(leader);
    cluster.pass(3 * OPERATION_MS);
    expect(cluster.eventsOf(leader)[0]).toMatch(/^lost its lease of ballot \d+: /);
    expect(cluster.observe(leader)).toMatchObject({ role: 'replica', primary: cluster.leaderIds()[0] });
    expect(cluster.breaches).toEqual([]);
  });

  test('strikes off candidates that are dead, which register again when they are back', () => {
    const { cluster, others } = settled();
    const [dead] = others as [string];
    cluster.kill(dead);
    cluster.pass(4000);
    expect(cluster.keys()).not.toContain(KEYS.candidates + dead);
    expect(cluster.events).toContainEqual(expect.stringMatching(/struck off a dead candidate$/));
    cluster.restart(dead);
    cluster.pass(500);
    expect(cluster.keys()).toContain(KEYS.candidates + dead);
  });

  test('does not stop at a candidate that was struck off while it lived', () => {
    const { cluster, leader } = settled();
    for (const id of ['n1', 'n2', 'n3']) cluster.tombstone(KEYS.candidates + id);
    cluster.pass(HEARTBEAT_MS + 4 * OPERATION_MS);
    expect(cluster.keys().filter((key) => key.startsWith(KEYS.candidates))).toHaveLength(3);
    expect(cluster.leaderIds()).toEqual([leader]);
  });
});

describe('priority', () => {
  test('takes over from a valid lease within an operation; the old leader believes until it asks', () => {
    const { cluster, leader, others } = settled();
    const [favourite] = others as [string];
    cluster.command(favourite, { kind: 'priority', value: 5 });
    const tookMs = cluster.passUntil(() => cluster.observe(favourite).role === 'primary');
    expect(tookMs).toBeLessThan(2 * OPERATION_MS);
    expect(cluster.leaderIds()).toEqual([leader, favourite].sort());
    cluster.pass(HEARTBEAT_MS + OPERATION_MS);
    expect(cluster.leaderIds()).toEqual([favourite]);
    expect(cluster.eventsOf(favourite).at(-1)).toMatch(`its priority 5 is above the 0 of ${leader}`);
    const { ballot } = (cluster.slot() as { leader: { ballot: number } }).leader;
    expect(cluster.eventsOf(leader)).toEqual([
      expect.stringMatching(`^stepped down: ${favourite} leads with ballot \\d+, with priority 5 to its 0$`),
    ]);
    expect(cluster.observe(leader).epoch).toBeLessThanOrEqual(ballot);
  });

  test('waits for the end of the lease where preemption is off', () => {
    const { cluster, leader, others } = settled({ config: { allowPreemption: 0 } });
    cluster.command(others[0]!, { kind: 'priority', value: 5 });
    cluster.pass(3000);
    expect(cluster.leaderIds()).toEqual([leader]);
  });

  describe('that has to be steady for 2 s before it takes a valid lease', () => {
    const options = { config: { preemptionDelayMs: 2000 } };
    const SLACK_MS = HEARTBEAT_MS + 2 * OPERATION_MS;

    test('leads at its first turn after that', () => {
      const { cluster, leader, others } = settled(options);
      const [favourite] = others as [string];
      cluster.command(favourite, { kind: 'priority', value: 5 });
      const tookMs = cluster.passUntil(() => cluster.observe(favourite).role === 'primary');
      expect(tookMs).toBeGreaterThanOrEqual(2000);
      expect(tookMs).toBeLessThan(2000 + SLACK_MS);
      cluster.pass(SLACK_MS);
      expect(cluster.leaderIds()).not.toContain(leader);
    });

    test('begins anew with each start and each change: who comes and goes unseats nobody', () => {
      const { cluster, leader, others } = settled(options);
      const [favourite] = others as [string];
      cluster.command(favourite, { kind: 'priority', value: 5 });
      for (let round = 0; round < 5; round += 1) {
        cluster.pass(1500);
        cluster.kill(favourite);
        cluster.pass(100);
        cluster.restart(favourite);
      }
      cluster.pass(1500);
      cluster.command(favourite, { kind: 'priority', value: 6 });
      cluster.pass(1500);
      expect(cluster.leaderIds()).toEqual([leader]);
      cluster.pass(500 + SLACK_MS);
      expect(cluster.leaderIds()).toContain(favourite);
    });

    test('begins anew once it was unheard for as long as makes it dead', () => {
      const { cluster, others } = settled(options);
      const [favourite] = others as [string];
      cluster.command(favourite, { kind: 'priority', value: 5 });
      cluster.pass(1900);
      cluster.cut(favourite);
      cluster.pass(CONFIG['candidateTimeoutMs']! + HEARTBEAT_MS);
      cluster.heal(favourite);
      const tookMs = cluster.passUntil(() => cluster.observe(favourite).role === 'primary');
      expect(tookMs).toBeGreaterThanOrEqual(2000);
      expect(tookMs).toBeLessThan(2000 + 3 * SLACK_MS);
    });

    test('holds nobody up from a lease that is over', () => {
      const { cluster, leader, others } = settled(options);
      const [favourite] = others as [string];
      cluster.kill(leader);
      cluster.command(favourite, { kind: 'priority', value: 5 });
      cluster.pass(LEASE_MS + JITTER_MS + 2 * OPERATION_MS);
      expect(cluster.leaderIds()).toHaveLength(1);
    });
  });

  test('is found in the refresh too, by a leader whose heartbeat is far off', () => {
    const { cluster, leader, others } = settled({ config: { heartbeatMs: 1400, refreshMs: 200 } });
    const [favourite] = others as [string];
    cluster.command(favourite, { kind: 'priority', value: 5 });
    cluster.pass(200 + 2 * OPERATION_MS);
    expect(cluster.eventsOf(leader)).toEqual([
      expect.stringMatching(`^stepped down: ${favourite} leads with ballot \\d+, with priority 5 to its 0$`),
    ]);
  });

  test("outlives the process, and is the lease's when a leader is given another", () => {
    const { cluster, leader } = settled();
    cluster.command(leader, { kind: 'priority', value: 7 });
    cluster.pass(2 * OPERATION_MS);
    expect(cluster.slot()).toMatchObject({ leader: { leaderId: leader, priority: 7 } });
    cluster.kill(leader);
    cluster.pass(2000);
    expect(cluster.leaderIds()).not.toContain(leader);
    cluster.restart(leader);
    cluster.pass(1000);
    expect(cluster.leaderIds()).toEqual([leader]);
    expect(cluster.slot()).toMatchObject({ leader: { leaderId: leader, priority: 7 } });
  });

  test('that is no whole number changes nothing', () => {
    const { cluster, leader } = settled();
    cluster.command(leader, { kind: 'priority', value: 0.5 });
    expect(cluster.eventsOf(leader)).toEqual(['keeps its priority 0: 0.5 is no whole number']);
  });
});

describe('resigning', () => {
  test('ends the authority before the store hears of it, and the next leader has the next ballot', () => {
    const { cluster, leader } = settled();
    const { epoch } = cluster.observe(leader);
    cluster.command(leader, { kind: 'resign' });
    expect(cluster.observe(leader)).toMatchObject({ role: 'replica', primary: null, authorityUntilUs: 0 });
    expect(cluster.slot()).toEqual(heldBy(leader));
    const tookMs = cluster.passUntil(() => cluster.leaderIds().length > 0);
    expect(tookMs).toBeLessThan(HEARTBEAT_MS + 2 * OPERATION_MS);
    const [next] = cluster.leaderIds() as [string];
    expect(next).not.toBe(leader);
    expect(cluster.observe(next)).toMatchObject({ epoch: epoch + 1, reign: epoch + 1 });
    expect(cluster.eventsOf(leader)).toEqual([
      `resigned with ballot ${epoch}`,
      'released the lease key, which keeps the ballot',
    ]);
    expect(cluster.eventsOf(next).at(-1)).toBe(
      `became leader with ballot ${epoch + 1}: the leader of ballot ${epoch} had resigned`,
    );
    cluster.pass(5000);
    expect(cluster.leaderIds()).toEqual([next]);
    expect(cluster.observe(leader).primary).toBe(next);
    expect(cluster.breaches).toEqual([]);
  });

  test('forgets the ballot with the safeguard off: a leader with ballot 1 again, named without its epoch', () => {
    const { cluster, leader } = settled({ safeguards: { keepBallotOnResign: false } });
    const { epoch } = cluster.observe(leader);
    expect(epoch).toBeGreaterThan(2);
    cluster.command(leader, { kind: 'resign' });
    cluster.passUntil(() => cluster.leaderIds().length > 0);
    const [next] = cluster.leaderIds() as [string];
    expect(cluster.observe(next)).toMatchObject({ epoch: 1, reign: 1 });
    expect(cluster.eventsOf(leader)).toContain('released the lease key, which forgets the ballot');
    cluster.passUntil(() => cluster.observe(leader).primary === next);
    expect(cluster.observe(leader).epoch).toBeLessThan(epoch);
    expect(cluster.observe(leader).leadership).toEqual({
      kind: 'follower',
      leaderEndpoint: `${next}.test:7000`,
    });
    expect(cluster.breaches).toContainEqual(expect.stringContaining('the ballot went back'));
  });

  test('leaves the lead to others for a lease, and takes it again if there are none', () => {
    const { cluster } = settled({ size: 1 });
    cluster.command('n1', { kind: 'resign' });
    expect(cluster.passUntil(() => cluster.leaderIds().length > 0)).toBeGreaterThan(LEASE_MS);
    expect(cluster.leaderIds()).toEqual(['n1']);
    cluster.pass(LEASE_MS);
    const { epoch, reign } = cluster.observe('n1');
    expect(reign).toBeGreaterThan(1);
    expect(epoch).toBeGreaterThan(reign!);
  });

  test('holds also for a refresh that was on its way, and through a store that does not answer', () => {
    const { cluster, leader } = settled();
    cluster.passUntil(() => cluster.account.at(-1)!.includes('ASK'));
    cluster.pass(HEARTBEAT_MS - 1);
    cluster.passUntil(() => cluster.elector(leader).save().session.work !== null);
    cluster.cut(leader);
    cluster.command(leader, { kind: 'resign' });
    cluster.pass(200);
    cluster.heal(leader);
    for (let ms = 0; ms < 1000; ms++) {
      cluster.pass(1);
      expect(cluster.observe(leader).role).not.toBe('primary');
    }
    expect(cluster.eventsOf(leader)).toContain('released the lease key, which keeps the ballot');
    expect(cluster.breaches).toEqual([]);
  });

  test('is nothing for a follower', () => {
    const { cluster, others } = settled();
    cluster.command(others[0]!, { kind: 'resign' });
    cluster.pass(1000);
    expect(cluster.eventsOf(others[0]!)).toEqual(['does not lead, so it has nothing to resign']);
  });
});

describe('a store out of reach', () => {
  test('leaves the leader its lease and no more; it leads again when the store is back', () => {
    const { cluster, leader } = settled();
    const { authorityUntilUs } = cluster.observe(leader);
    const leftMs = (authorityUntilUs - cluster.clock(leader).nowUs) / 1000;
    cluster.cut('store');
    cluster.pass(leftMs - 1);
    expect(cluster.leaderIds()).toEqual([leader]);
    cluster.pass(2);
    expect(cluster.leaderIds()).toEqual([]);
    expect(cluster.observe(leader)).toMatchObject({ role: 'replica', primary: null, authorityUntilUs: 0 });
    expect(cluster.observe(leader).leadership).toEqual({ kind: 'unknown' });
    expect(cluster.eventsOf(leader)).toEqual([
      expect.stringMatching(/^lost its lease of ballot \d+: the store did not answer in time$/),
    ]);
    cluster.pass(5000);
    for (const id of ['n1', 'n2', 'n3']) expect(cluster.observe(id).primary).toBeNull();
    cluster.heal('store');
    expect(cluster.passUntil(() => cluster.leaderIds().length > 0)).toBeLessThan(600);
    cluster.pass(2000);
    expect(cluster.leaderIds()).toHaveLength(1);
    expect(cluster.breaches).toEqual([]);
  });

  test('a reply that is lost costs a ballot at most, never the reign', () => {
    const { cluster, leader } = settled();
    for (let i = 0; i < 10; i++) {
      cluster.passUntil(() => cluster.elector(leader).save().session.work !== null);
      cluster.cut(leader);
      cluster.pass(30);
      cluster.heal(leader);
      cluster.pass(100);
    }
    expect(cluster.observe(leader)).toMatchObject({ role: 'primary', reign: 1 });
    expect(cluster.breaches).toEqual([]);
  });

  test('an answer that comes after the end of its lease gives nothing', () => {
    const cluster = new Cluster({
      size: 1,
      latencyMs: [60, 60],
      config: { leaseMs: 100, storeTimeoutMs: 500 },
    });
    cluster.pass(3000);
    expect(cluster.leaderIds()).toEqual([]);
    expect(cluster.events).toContainEqual(
      expect.stringMatching(/^n1 got ballot \d+ too late: by its wall clock that lease is over$/),
    );
    expect(cluster.events.some((text) => text.includes('became leader'))).toBe(false);
  });

  test('a store that was killed comes back with what it knew', () => {
    const { cluster, leader } = settled();
    cluster.kill('store');
    cluster.pass(300);
    cluster.restart('store');
    cluster.pass(3000);
    expect(cluster.leaderIds()).toEqual([leader]);
    expect(cluster.breaches).toEqual([]);
  });
});

describe('damage in the store', () => {
  test('a corrupt lease key is repaired by a turn, with a ballot above all before', () => {
    const { cluster, leader } = settled();
    const { epoch } = cluster.observe(leader);
    cluster.corrupt(KEYS.leader);
    expect(cluster.slot().kind).toBe('unreadable');
    cluster.pass(HEARTBEAT_MS + 2 * OPERATION_MS);
    expect(cluster.slot()).toMatchObject({ kind: 'held' });
    const { ballot } = (cluster.slot() as { leader: { ballot: number } }).leader;
    expect(ballot).toBeGreaterThan(epoch);
    expect(cluster.events).toContainEqual(expect.stringMatching(/repaired/));
    cluster.pass(1000);
    expect(cluster.leaderIds()).toHaveLength(1);
  });

  test('a leader finds it when it refreshes, and repairs it by a claim', () => {
    const { cluster } = settled({ size: 1, config: { heartbeatMs: 1400, refreshMs: 200 } });
    cluster.corrupt(KEYS.leader);
    cluster.pass(200 + 3 * OPERATION_MS);
    expect(cluster.slot()).toEqual(heldBy('n1'));
    expect(cluster.eventsOf('n1')).toEqual([
      expect.stringMatching(/^could not prolong its lease: "election\/leader" holds something else/),
      expect.stringMatching(/^repaired the lease key, with ballot \d+$/),
    ]);
    expect(cluster.leaderIds()).toEqual(['n1']);
  });

  test('a deleted lease key is no leader: a refresh steps down, and the next claim has a higher ballot', () => {
    const { cluster } = settled({ size: 1, config: { heartbeatMs: 1400, refreshMs: 200 } });
    const { epoch } = cluster.observe('n1');
    cluster.tombstone(KEYS.leader);
    cluster.pass(200 + 3 * OPERATION_MS);
    expect(cluster.eventsOf('n1')).toEqual([
      'stepped down: the store names no leader any more',
      'became a candidate: it knows of no leader',
      expect.stringMatching(/^became leader with ballot \d+: nobody led$/),
    ]);
    expect(cluster.observe('n1').reign).toBeGreaterThan(epoch + 1);
  });

  test.each(['config', 'candidates/n1', 'candidates/n2', 'candidates/n3'])(
    '%s comes right again, corrupt or deleted',
    (name) => {
      const { cluster, leader } = settled();
      const key = `election/${name}`;
      const good = /^\{.*\}$/;
      for (const damage of ['corrupt', 'tombstone'] as const) {
        cluster[damage](key);
        expect(cluster.valueOf(key) ?? '').not.toMatch(good);
        cluster.pass(HEARTBEAT_MS + 5 * OPERATION_MS);
        expect(cluster.valueOf(key)).toMatch(good);
      }
      expect(cluster.leaderIds()).toEqual([leader]);
      expect(cluster.breaches).toEqual([]);
    },
  );
});

describe('clocks', () => {
  test('that disagree: two believe that they lead, each with a ballot of its own', () => {
    const { cluster, leader, others } = settled();
    const [ahead] = others as [string];
    cluster.shiftWall(ahead, 800);
    const tookMs = cluster.passUntil(() => cluster.observe(ahead).role === 'primary', 3000);
    expect(tookMs).toBeLessThan(LEASE_MS);
    expect(cluster.leaderIds()).toEqual([leader, ahead].sort());
    expect(cluster.observe(ahead).epoch).toBeGreaterThan(cluster.observe(leader).epoch);
    expect(cluster.breaches).toContainEqual(expect.stringContaining('lead at once'));
  });

  test('set forward: the leader finds its lease over in the same step, and asks for another', () => {
    const { cluster, leader } = settled();
    cluster.shiftWall(leader, 2000);
    expect(cluster.observe(leader)).toMatchObject({ primary: null, authorityUntilUs: 0 });
    expect(cluster.eventsOf(leader)[0]).toMatch(
      /^lost its lease of ballot \d+: its wall clock was set past the end$/,
    );
    cluster.pass(2 * OPERATION_MS);
    expect(cluster.leaderIds()).toEqual([leader]);
  });

  test('set back: the leader believes longer, until it asks; a lost lease does not come back', () => {
    const { cluster, leader } = settled();
    const before = cluster.observe(leader);
    cluster.shiftWall(leader, -700);
    const after = cluster.observe(leader);
    expect(after.authorityUntilUs).toBe(before.authorityUntilUs + 700_000);
    cluster.pass(2 * HEARTBEAT_MS);
    expect(cluster.observe(leader).authorityUntilUs - cluster.clock(leader).nowUs).toBeLessThanOrEqual(
      LEASE_MS * 1000,
    );
    cluster.cut('store');
    cluster.pass(2 * LEASE_MS);
    expect(cluster.observe(leader).role).toBe('replica');
    cluster.shiftWall(leader, -5000);
    expect(cluster.observe(leader).role).toBe('replica');
  });

  test('set back on a follower: it believes in the old lease again', () => {
    const { cluster, leader, others } = settled();
    const [follower] = others as [string];
    cluster.cut('store');
    cluster.pass(2 * LEASE_MS);
    expect(cluster.observe(follower).primary).toBeNull();
    expect(cluster.eventsOf(follower)).toEqual([`knows of no leader: the lease of ${leader} is over`]);
    cluster.shiftWall(follower, -5000);
    expect(cluster.observe(follower)).toMatchObject({ role: 'replica', primary: leader });
  });
});

describe('settings', () => {
  test('that change are written to the store by the leader, once', () => {
    const { cluster, leader } = settled();
    cluster.configure({ leaseMs: 2000 });
    cluster.pass(5000);
    const wrote = cluster.events.filter((text) => text.includes('settings'));
    expect(wrote).toEqual([`${leader} wrote its settings of the election to the store, which had others`]);
    expect(cluster.valueOf(KEYS.config)).toContain('"leaseDurationNanos":"2000000000"');
    const { authorityUntilUs, authoritySpanUs } = cluster.observe(leader);
    expect(authoritySpanUs).toBe(2_000_000);
    expect(authorityUntilUs - cluster.clock(leader).nowUs).toBeGreaterThan(1_000_000);
    expect(cluster.breaches).toEqual([]);
  });

  test('a shorter heartbeat is heeded from the next step on', () => {
    const { cluster, leader } = settled();
    cluster.configure({ heartbeatMs: 20 });
    const { epoch } = cluster.observe(leader);
    cluster.pass(1000);
    expect(cluster.observe(leader).epoch).toBeGreaterThan(epoch + 20);
  });
});

describe('what a node is not concerned with', () => {
  test('messages of others than the store, answers that it does not wait for, foreign orders', () => {
    const { cluster, leader } = settled();
    const elector = cluster.elector(leader);
    const clock = cluster.clock(leader);
    const before: Observation = elector.observe();
    const saved = JSON.stringify(elector.save());
    const answer = { verb: 'ANSWER', session: 1, seq: 1, reply: '{"kind":"conflict"}' } as const;
    expect(elector.onMessage('store', answer, clock)).toEqual([]);
    expect(elector.onMessage('n2', answer, clock)).toEqual([]);
    expect(elector.onMessage('n2', { verb: 'ASK', session: 1, seq: 1, request: '' }, clock)).toEqual([]);
    expect(elector.onCommand({ kind: 'export', how: 'fail' }, clock)).toEqual([]);
    expect(elector.onWake(clock)).toEqual([]);
    expect(elector.observe()).toBe(before);
    expect(JSON.stringify(elector.save())).toBe(saved);
  });

  test('an answer that it does wait for, but from another node', () => {
    const { cluster, leader } = settled();
    const elector = cluster.elector(leader);
    cluster.passUntil(() => elector.save().session.work !== null);
    const { session, seq } = elector.save().session;
    const reply = '{"kind":"entries","entries":[]}';
    const forged = { verb: 'ANSWER', session, seq, reply } as const;
    expect(elector.onMessage('n2', forged, cluster.clock(leader))).toEqual([]);
    expect(elector.onMessage('store', forged, cluster.clock(leader))).not.toEqual([]);
  });

  test('the data is where it is told', () => {
    const { cluster, leader } = settled();
    cluster.command(leader, { kind: 'replOffset', value: 9, dataEpoch: 1 });
    expect(cluster.observe(leader)).toMatchObject({ replOffset: 9, dataEpoch: 1 });
    cluster.command(leader, { kind: 'replOffset', value: 10 });
    expect(cluster.observe(leader)).toMatchObject({
      replOffset: 10,
      dataEpoch: cluster.observe(leader).epoch,
    });
  });

  test('a store that answers nonsense, or refuses, is asked again after a heartbeat', () => {
    const { cluster, leader } = settled();
    cluster.passUntil(() => cluster.elector(leader).save().session.work !== null);
    const { session, seq } = cluster.elector(leader).save().session;
    const elector = cluster.elector(leader);
    const effects = elector.onMessage(
      'store',
      { verb: 'ANSWER', session, seq, reply: 'nonsense' },
      cluster.clock(leader),
    );
    expect(effects).toMatchObject([
      {
        kind: 'event',
        event: {
          text: 'could not make its turn in the election: The store sent an answer that cannot be read',
        },
      },
    ]);
    expect(elector.nextWakeUs()).toBe(cluster.clock(leader).nowUs + HEARTBEAT_MS * 1000);
    cluster.pass(2000);
    expect(cluster.leaderIds()).toEqual([leader]);
  });
});

test('the inspector sees what the node believes', () => {
  const { cluster, leader, others } = settled();
  const [follower] = others as [string];
  const facts = (id: string) =>
    cluster
      .elector(id)
      .view(cluster.clock(id))
      .facts.map(({ label }) => label);
  expect(facts(leader)).toEqual([
    'priority',
    'registered',
    'newest ballot known',
    'reign began with ballot',
    'asks the store next, to be heard, and to lead if it may, at',
  ]);
  expect(facts(follower)).toContain('claims at');
  expect(cluster.elector(follower).view(cluster.clock(follower)).peers).toMatchObject([
    { id: leader, role: 'primary', alive: true },
  ]);
  expect(cluster.elector(leader).view(cluster.clock(leader)).peers).toEqual([]);
  cluster.cut('store');
  cluster.pass(HEARTBEAT_MS + 200);
  expect(cluster.elector(leader).view(cluster.clock(leader)).facts).toContainEqual({
    label: 'asks the store',
    value: expect.stringMatching(/^to be heard, and to lead if it may, sent \d times$/) as string,
  });
});
