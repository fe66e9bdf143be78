/**
 * The promise of the register over seeded schedules of elections, lapses, crashes, cuts and loss: what was acknowledged
 * is in the copy of whoever serves next. Authorities may overlap here all the time: tokens have to do without them.
 */
import { describe, expect, test } from 'vitest';
import type { Safeguards } from '../protocol';
import { MS, RegisterWorld, type WorldNode, type WorldRules } from './register-test-kit';

const FAULTS_END_US = 4000 * MS;
const CONFIG = {
  writeIntervalMs: 40,
  writeTimeoutMs: 60,
  giveUpMs: 300,
  leaderTtlMs: 200,
  replIntervalMs: 50,
};
const READING = { ...CONFIG, readShare: 50 };

function runSchedule(seed: number, how: Partial<WorldRules> = {}): RegisterWorld {
  const world = new RegisterWorld({
    seed,
    nodes: 1 + (seed % 5),
    clients: 1 + (seed % 2),
    electsByOffset: true,
    config: CONFIG,
    ...how,
  });
  const { nodes, clients, random } = world;
  const chance = (ratio: number) => random.below(1_000_000) < ratio * 1_000_000;
  const pick = <T>(list: readonly T[]): T => list[random.below(list.length)]!;
  const majority = Math.floor(nodes.length / 2) + 1;
  const paceUs = (20 + random.below(300)) * MS;
  let token = 0;

  function electSomebody(spanUs: number): void {
    const up = nodes.filter((node) => node.replica !== null);
    token += 1 + random.below(2);
    if (!world.rules.electsByOffset) {
      if (up.length === 0) return;
      const winner = pick(up);
      world.elect(winner, {
        role: 'primary',
        epoch: token,
        reign: token,
        authorityUntilUs: world.atUs + spanUs,
      });
      for (const node of up) if (chance(0.7)) world.tellOf(node, winner);
      return;
    }
    const voters = up.map((node) => ({ node, rank: random.below(1000) }));
    voters.sort((a, b) => a.rank - b.rank);
    if (voters.length < majority) return;
    const count = majority + random.below(voters.length - majority + 1);
    world.electByVotes(
      voters.slice(0, count).map(({ node }) => node),
      token,
      random.below(40 * MS),
      spanUs,
    );
  }

  function crash(node: WorldNode): void {
    node.replica = null;
    node.elector = { ...node.elector, role: 'replica', authorityUntilUs: 0 };
  }

  function fault(): void {
    if (world.atUs >= FAULTS_END_US) return;
    world.at(MS + random.below(paceUs), fault);
    const node = pick(nodes);
    const kind = random.below(12);
    if (kind <= 2) electSomebody(random.below(900 * MS));
    if (kind === 3) crash(node);
    if (kind <= 5) for (const each of nodes) if (each.replica === null && chance(0.7)) world.startNode(each);
    if (kind === 6) {
      world.cuts.clear();
      const ratio = random.below(60) / 100;
      const ids = [...nodes, ...clients].map(({ id }) => id);
      for (const from of ids) for (const to of ids) if (chance(ratio)) world.cuts.add(from + to);
    }
    if (kind === 7) world.cuts.clear();
    if (kind === 8)
      [world.lossRatio, world.latencyMaxUs] = [random.below(50) / 100, (2 + random.below(120)) * MS];
    if (kind === 9 && node.elector.role === 'primary')
      world.elect(node, { authorityUntilUs: world.atUs + random.below(400 * MS) });
    if (kind === 10) {
      const client = pick(clients);
      client.program = null;
      world.startClient(client);
    }
    if (kind === 11) world.elect(node, { role: 'replica', authorityUntilUs: 0 });
  }

  world.at(0, () => electSomebody(Infinity));
  world.at(200 * MS, fault);
  world.runUntil(FAULTS_END_US);
  world.cuts.clear();
  [world.lossRatio, world.latencyMaxUs] = [0, 5 * MS];
  for (const node of nodes) {
    if (node.replica === null) world.startNode(node);
    else world.elect(node, { role: 'replica', authorityUntilUs: 0 });
  }
  world.runUntil(FAULTS_END_US + 300 * MS);
  electSomebody(Infinity);
  world.runUntil(FAULTS_END_US + 400 * MS);
  const leader = nodes.find((node) => node.elector.authorityUntilUs === Infinity);
  if (leader !== undefined) for (const node of nodes) if (node !== leader) world.tellOf(node, leader);
  const before = clients.map((client) => {
    const { acknowledged, reads } = world.counts(client);
    return acknowledged + (reads?.answered ?? 0);
  });
  world.runUntil(FAULTS_END_US + 1500 * MS);
  if (leader === undefined || !leader.replica!.observe().serving) {
    world.violations.push(`nobody serves at the end`);
  } else {
    world.expectAll(leader.id, leader.replica!.observe().history, Infinity);
    clients.forEach((client, i) => {
      const now = world.counts(client);
      if (now.acknowledged + (now.reads?.answered ?? 0) <= before[i]!)
        world.violations.push(`${client.id} is not served`);
    });
  }
  return world;
}

/** Schedules 1 to `SCHEDULES`; `npm run test:deep` searches further. */
const SCHEDULES = 100 * Number(process.env['THOROUGHNESS'] ?? 1);

describe.each([
  { elects: 'by offset', electsByOffset: true },
  { elects: 'whomever', electsByOffset: false },
])('with an elector that elects $elects', ({ electsByOffset }) => {
  test('nothing that was acknowledged is lost, and clients are served again after the faults', () => {
    let acknowledged = 0;
    for (let seed = 1; seed <= SCHEDULES; seed++) {
      const world = runSchedule(seed, { electsByOffset });
      expect(world.violations, `seed ${seed}`).toEqual([]);
      for (const client of world.clients) acknowledged += world.counts(client).acknowledged;
    }
    expect(acknowledged).toBeGreaterThan(SCHEDULES * 10);
  });

  test('a read that a majority confirmed lacks nothing that was acknowledged before it began', () => {
    let reads = 0;
    for (let seed = 1; seed <= SCHEDULES; seed++) {
      const world = runSchedule(seed, { electsByOffset, config: READING });
      expect(world.violations, `seed ${seed}`).toEqual([]);
      reads += world.readCount;
    }
    expect(reads).toBeGreaterThan(SCHEDULES * 5);
  });

  test.each(['fencing', 'majorityAck'])('the same search finds what %s is for', (name) => {
    const safeguards: Safeguards = { [name]: false };
    const lossy = Array.from({ length: 40 }, (_, i) => i + 1).filter((seed) =>
      runSchedule(seed, { electsByOffset, safeguards }).violations.some((text) => text.includes(' lost ')),
    );
    expect(lossy.length).toBeGreaterThan(0);
  });

  test('what is restored after every step goes on as the original would', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const original = runSchedule(seed, { electsByOffset });
      const restored = runSchedule(seed, { electsByOffset, restores: structuredClone });
      expect(restored.transcript, `seed ${seed}`).toEqual(original.transcript);
      const reading = runSchedule(seed, { electsByOffset, config: READING });
      const restoredReading = runSchedule(seed, {
        electsByOffset,
        config: READING,
        restores: structuredClone,
      });
      expect(restoredReading.transcript, `seed ${seed}`).toEqual(reading.transcript);
    }
  });
});

test.each([{ readsByAuthority: true as const, isStale: true }, { isStale: false }])(
  'an old leader that nobody reaches reads what is old, unless it asks: %j',
  ({ isStale, ...how }) => {
    const violations = Array.from({ length: 20 }, (_, seed) => {
      const config = { ...CONFIG, readShare: 70 };
      const world = new RegisterWorld({ seed, nodes: 3, clients: 2, electsByOffset: true, config, ...how });
      const [n1, n2, n3] = world.nodes as [WorldNode, WorldNode, WorldNode];
      world.elect(n1, { role: 'primary', epoch: 1, authorityUntilUs: Infinity });
      world.runUntil(500 * MS);
      for (const id of ['n2', 'n3', 'c1']) world.cuts.add(`n1${id}`).add(`${id}n1`);
      world.electByVotes([n2, n3], 2, MS, Infinity);
      world.runUntil(1500 * MS);
      expect(world.readCount).toBeGreaterThan(5);
      return world.violations;
    }).flat();
    if (isStale) expect(violations[0]).toContain('n1 told c2 nothing of c1#');
    else expect(violations).toEqual([]);
  },
);
