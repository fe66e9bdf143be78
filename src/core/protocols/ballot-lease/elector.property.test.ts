/** Whole clusters under random misfortune: what a lease promises, with clocks that agree and with clocks that do not. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Cluster, KEYS, type ClusterOptions } from './test-kit';

type Misfortune =
  | { readonly kind: 'kill' | 'restart' | 'cut' | 'heal' | 'freeze' | 'thaw' | 'resign'; readonly at: number }
  | { readonly kind: 'priority' | 'shift'; readonly at: number; readonly by: number }
  | { readonly kind: 'corrupt' | 'tombstone'; readonly at: number };

interface Turn {
  readonly misfortune: Misfortune;
  readonly passedMs: number;
}

const IDS = ['n1', 'n2', 'n3'];
const DAMAGED = [KEYS.leader, KEYS.leader, KEYS.config, `${KEYS.candidates}n2`];

/** Of nodes and store alike: 3 is the store. */
const member = (at: number): string => [...IDS, 'store'][at % 4]!;
const node = (at: number): string => IDS[at % 3]!;

function strike(cluster: Cluster, running: Set<string>, misfortune: Misfortune): void {
  const { kind, at } = misfortune;
  switch (kind) {
    case 'kill':
      running.delete(member(at));
      cluster.kill(member(at));
      break;
    case 'restart':
      if (running.has(member(at))) return;
      running.add(member(at));
      cluster.restart(member(at));
      break;
    case 'cut':
    case 'heal':
      cluster[kind](member(at));
      break;
    case 'freeze':
    case 'thaw':
      cluster[kind](node(at));
      break;
    case 'resign':
      cluster.command(node(at), { kind });
      break;
    case 'priority':
      cluster.command(node(at), { kind, value: misfortune.by });
      break;
    case 'shift':
      cluster.shiftWall(node(at), misfortune.by * 400);
      break;
    case 'corrupt':
    case 'tombstone':
      cluster[kind](DAMAGED[at % DAMAGED.length]!);
      break;
  }
}

function played(options: ClusterOptions, turns: readonly Turn[]): Cluster {
  const cluster = new Cluster(options);
  const running = new Set([...IDS, 'store']);
  for (const { misfortune, passedMs } of turns) {
    cluster.pass(passedMs);
    strike(cluster, running, misfortune);
  }
  for (const id of [...IDS, 'store']) {
    cluster.heal(id);
    cluster.thaw(id);
    if (!running.has(id)) cluster.restart(id);
  }
  cluster.lossRatio = 0;
  cluster.pass(3000);
  return cluster;
}

const at = fc.nat({ max: 11 });
const failure = fc.record({
  kind: fc.constantFrom(
    ...(['kill', 'restart', 'restart', 'cut', 'heal', 'heal', 'freeze', 'thaw', 'thaw', 'resign'] as const),
  ),
  at,
});
const anything = fc.oneof(
  failure,
  fc.record({ kind: fc.constantFrom('priority', 'shift'), at, by: fc.integer({ min: -3, max: 3 }) }),
  fc.record({ kind: fc.constantFrom('corrupt', 'tombstone'), at }),
);
const turnsOf = (misfortune: fc.Arbitrary<Misfortune>): fc.Arbitrary<Turn[]> =>
  fc.array(fc.record({ misfortune, passedMs: fc.nat({ max: 700 }) }), { maxLength: 14 });

const options = fc.record({
  seed: fc.nat({ max: 1_000_000 }),
  latencyMs: fc.constantFrom([1, 5] as const, [5, 40] as const, [1, 120] as const),
  lossRatio: fc.constantFrom(0, 0.1, 0.3),
  duplicateRatio: fc.constantFrom(0, 0.2),
});

describe('random schedules', () => {
  test("with clocks that agree: one leader at any instant, ballots that rise, and each of them one leader's", () => {
    fc.assert(
      fc.property(options, turnsOf(failure), (options, turns) => {
        const cluster = played(options, turns);
        expect(cluster.breaches).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test("with any clocks, priorities and damage: ballots rise all the same, and each is one leader's", () => {
    const skewsMs = fc.array(fc.integer({ min: -3000, max: 3000 }), { maxLength: 3 });
    fc.assert(
      fc.property(options, skewsMs, turnsOf(anything), (options, skewsMs, turns) => {
        const { breaches } = played({ ...options, skewsMs }, turns);
        expect(breaches.filter((text) => !text.includes('lead at once'))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('with the ballot forgotten on resigning: a ballot goes back, and names two', () => {
    const turns: Turn[] = [900, 900, 900, 900].flatMap((passedMs, round) =>
      IDS.map((_, at) => ({ misfortune: { kind: 'resign', at }, passedMs: passedMs + round }) as const),
    );
    const { breaches } = played({ safeguards: { keepBallotOnResign: false } }, turns);
    expect(breaches).toContainEqual(expect.stringContaining('the ballot went back'));
    expect(breaches).toContainEqual(expect.stringMatching(/ballot \d+ names/));
  });

  test('once everything is well again somebody leads, and stays', () => {
    fc.assert(
      fc.property(options, turnsOf(failure), ({ seed, duplicateRatio }, turns) => {
        const cluster = played({ seed, duplicateRatio }, turns);
        expect(cluster.passUntil(() => cluster.leaderIds().length === 1)).toBeLessThan(1000);
        const leaderIds = cluster.leaderIds();
        cluster.pass(3000);
        expect(cluster.leaderIds()).toEqual(leaderIds);
      }),
      { numRuns: 40 },
    );
  });
});

test('a program that is saved and restored after every step goes on as the original', () => {
  fc.assert(
    fc.property(options, turnsOf(anything), (options, turns) => {
      const original = played(options, turns);
      const restored = played({ ...options, restoring: true }, turns);
      expect(restored.account).toEqual(original.account);
      expect(restored.breaches).toEqual(original.breaches);
    }),
    { numRuns: 60 },
  );
});
