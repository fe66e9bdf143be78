import { beforeEach, describe, expect, test } from 'vitest';
import type { Clock, Command, DiskRecord, Effect, NodeId, RandomSource } from '../program';
import type { Boot, Config } from '../protocol';
import { bootOf, seededRandom } from '../test-kit';
import { EXPORT_KEY, Exporter } from './exporter';
import { parseLeaseRecord } from './record';
import type { StoreAnswer, StoreAsk, StoreMessage } from '../store/message';
import { storeContents, StoreProgram } from '../store/program';

const MS = 1000;
const S = 1_000_000;
/** Where round 0 begins. */
const WALL_US = 1_800_000_000 * S;
const FIRST = WALL_US / (10 * S);
const IDS = ['n1', 'n2', 'n3'];

interface Letter {
  readonly atUs: number;
  readonly to: NodeId;
  readonly from: NodeId;
  readonly message: StoreMessage;
}

/** Exporters and a store, and between them a network. */
class Cluster {
  atUs = 0;
  readonly exporters = new Map<NodeId, Exporter>();
  store: StoreProgram | null;
  storeDisk: DiskRecord | null = null;
  /** Each with the round that it is about, counted from the first, in place of its number. */
  events: string[] = [];
  letters: Letter[] = [];
  /** Whether a message is lost or doubled, and how long it takes; null: 3 ms. */
  luck: RandomSource | null = null;
  readonly aheadUs: Record<NodeId, number>;
  private readonly chances = new Map<NodeId, RandomSource>();
  private processes = 0;

  constructor(
    aheadUs: Record<NodeId, number> = {},
    private readonly config: Config = {},
  ) {
    this.aheadUs = aheadUs;
    this.store = this.startStore();
    for (const id of IDS) this.start(id);
  }

  start(id: NodeId): void {
    this.processes++;
    const random = seededRandom(this.processes);
    for (let skipped = 0; skipped < 10; skipped++) random.below(2);
    this.chances.set(id, random);
    this.exporters.set(id, new Exporter(this.bootOf(id, random)));
  }

  /** A copy in the place of the original. */
  restore(id: NodeId): void {
    const state = structuredClone(this.exporters.get(id)!.save());
    this.exporters.set(id, new Exporter(this.bootOf(id, this.chances.get(id)!), state));
  }

  private bootOf(id: NodeId, random: RandomSource): Boot {
    return bootOf(id, IDS, { storeId: 'store', config: this.config, clock: this.clockOf(id), random });
  }

  startStore(): StoreProgram {
    return new StoreProgram(bootOf('store', IDS, { storeId: 'store', disk: this.storeDisk }));
  }

  clockOf(id: NodeId): Clock {
    const nowUs = this.atUs + (IDS.indexOf(id) + 1) * 7777;
    return { nowUs, wallUs: WALL_US + this.atUs + (this.aheadUs[id] ?? 0) };
  }

  /** As the shell does it: a step at a time, the earliest first. */
  runUntil(untilUs: number): this {
    for (let steps = 0; steps < 10_000; steps++) {
      const wakes = [...this.exporters].map(([id, exporter]) => {
        const dueUs = this.atUs + exporter.nextWakeUs() - this.clockOf(id).nowUs;
        return {
          atUs: Math.max(this.atUs, dueUs),
          run: () => this.step(id, (it, clock) => it.onWake(clock)),
        };
      });
      const arrivals = this.letters.map((letter) => ({ atUs: letter.atUs, run: () => this.deliver(letter) }));
      const next = [...arrivals, ...wakes].sort((a, b) => a.atUs - b.atUs)[0];
      if (next === undefined || next.atUs > untilUs) {
        this.atUs = untilUs;
        return this;
      }
      this.atUs = next.atUs;
      next.run();
    }
    throw new Error('no end of steps');
  }

  runUntilRound(round: number): this {
    return this.runUntil(round * 10 * S);
  }

  order(id: NodeId, how: 'abandon' | 'fail'): this {
    const command = { kind: 'export', how } as const satisfies Command;
    this.step(id, (exporter, clock) => exporter.onCommand(command, clock));
    return this;
  }

  outcomes(): string[] {
    return IDS.map((id) => {
      const shown = this.exporters.get(id)?.observe();
      return shown === undefined ? 'down' : shown.phase === 'idle' ? shown.outcome : shown.phase;
    });
  }

  /** Who did something in that round. */
  whoDid(what: string, round: number): NodeId[] {
    return IDS.filter((id) => this.events.includes(`${id} ${what} the export of round ${round}`));
  }

  record() {
    const entry = storeContents(this.storeDisk).entries.find(({ key }) => key === EXPORT_KEY);
    return entry?.value == null ? null : parseLeaseRecord(entry.value);
  }

  private step(id: NodeId, run: (exporter: Exporter, clock: Clock) => readonly Effect<StoreAsk>[]): void {
    const exporter = this.exporters.get(id);
    if (exporter === undefined) return;
    const before = exporter.observe();
    expect(exporter.observe()).toBe(before);
    const effects = run(exporter, this.clockOf(id));
    expect(structuredClone(exporter.save())).toEqual(exporter.save());
    this.carryOut(id, effects);
  }

  private deliver(letter: Letter): void {
    this.letters = this.letters.filter((other) => other !== letter);
    const { to, from, message } = letter;
    if (to === 'store') this.carryOut('store', this.store?.onMessage(from, message) ?? []);
    else {
      this.step(to, (exporter, clock) =>
        exporter.expects(message as StoreAnswer) ? exporter.onAnswer(message as StoreAnswer, clock) : [],
      );
    }
  }

  carryOut(from: NodeId, effects: readonly Effect<StoreMessage>[]): void {
    for (const effect of effects) {
      if (effect.kind === 'persist') this.storeDisk = effect.record;
      if (effect.kind === 'event') {
        const text = effect.event.text.replace(/round (\d+)/, (_, round) => `round ${Number(round) - FIRST}`);
        this.events.push(`${from} ${text}`);
      }
      if (effect.kind === 'send') {
        const { to, message } = effect;
        const copies = [0, 1, 1, 1, 2][this.luck?.below(5) ?? 1]!;
        for (let copy = 0; copy < copies; copy++) {
          const latencyUs = 3 * MS + (this.luck?.below(700 * MS) ?? 0);
          this.letters.push({ atUs: this.atUs + latencyUs, to, from, message });
        }
      }
    }
  }
}

let cluster: Cluster;
const holder = (): NodeId => IDS[cluster.outcomes().indexOf('working')] as NodeId;

beforeEach(() => {
  cluster = new Cluster();
});

describe('a round', () => {
  test('is won by one of those whose clocks agree, who works and completes it', () => {
    cluster.runUntil(1 * S);
    expect(cluster.outcomes().toSorted()).toEqual(['held', 'held', 'working']);
    const winner = holder();
    expect(cluster.record()).toMatchObject({ holderId: winner });
    cluster.runUntil(9 * S);
    expect(cluster.outcomes().toSorted()).toEqual(['done', 'held', 'held']);
    expect(cluster.record()).toMatchObject({ holderId: winner, completedAtUnix: WALL_US / S + 2 });
    expect(Number(`0x${cluster.record()?.completedCursorHex}`)).toBe(FIRST);
    expect(cluster.events).toContain(`${winner} started the export of round 0`);
    expect(cluster.events).toContain(`${winner} completed the export of round 0`);
  });

  test('follows the other, each with one winner, and not always the same', () => {
    cluster.runUntilRound(20);
    const winners = Array.from({ length: 20 }, (_, round) => cluster.whoDid('completed', round));
    expect(winners.map((ids) => ids.length)).toEqual(Array<number>(20).fill(1));
    expect(new Set(winners.flat()).size).toBeGreaterThan(1);
    expect(cluster.events.filter((text) => text.endsWith('skipped round 7: it is held'))).toHaveLength(2);
  });

  test('whose holder is killed is lost, and the next one is held by another', () => {
    cluster.runUntil(1 * S);
    const killed = holder();
    cluster.exporters.delete(killed);
    cluster.runUntil(9 * S);
    expect(cluster.outcomes().toSorted()).toEqual(['down', 'held', 'held']);
    expect(cluster.record()).toMatchObject({ holderId: killed });
    expect(cluster.record()).not.toHaveProperty('completedAtUnix');
    cluster.runUntil(19 * S);
    expect(cluster.whoDid('completed', 1)).toHaveLength(1);
  });

  test('is not tried by who starts in the middle of it', () => {
    cluster.runUntil(5 * S);
    cluster.start('n1');
    cluster.runUntil(9.9 * S);
    expect(cluster.exporters.get('n1')?.observe()).toEqual({ phase: 'idle', round: 0, outcome: 'none' });
    cluster.runUntil(19 * S);
    expect(cluster.whoDid('completed', 1)).toHaveLength(1);
  });

  test('that runs while the next one has begun on a clock ahead makes two exports at once, of which one is published', () => {
    cluster = new Cluster({ n3: 5 * S }, { exportWorkMs: 6000 });
    cluster.runUntil(4 * S);
    const first = holder();
    expect(['n1', 'n2']).toContain(first);
    cluster.runUntil(5.9 * S);
    expect(cluster.outcomes().filter((outcome) => outcome === 'working')).toHaveLength(2);
    expect(cluster.outcomes()[2]).toBe('working');
    cluster.runUntil(12 * S);
    const why = 'its lease was taken over meanwhile, or damaged';
    expect(cluster.events).toContain(`${first} did the export of round 0 without publishing it: ${why}`);
    expect(cluster.whoDid('completed', 0)).toEqual([]);
    expect(cluster.whoDid('completed', 1)).toEqual(['n3']);
  });
});

describe('an export', () => {
  test('that is abandoned leaves the round to anybody, and is the last try of its node', () => {
    cluster.runUntil(1 * S);
    const winner = holder();
    cluster
      .order(winner, 'abandon')
      .order(winner, 'abandon')
      .runUntil(2 * S);
    expect(cluster.outcomes().toSorted()).toEqual(['abandoned', 'held', 'held']);
    expect(cluster.record()).toBeNull();
    expect(cluster.events).toContain(`${winner} abandoned the export of round 0`);
    cluster.runUntil(9 * S);
    expect(cluster.whoDid('completed', 0)).toEqual([]);
    cluster.runUntil(19 * S);
    expect(cluster.whoDid('completed', 1)).toHaveLength(1);
  });

  test('that fails says nothing to the store, and its lease runs out', () => {
    cluster.runUntil(1 * S);
    const winner = holder();
    const record = cluster.record();
    cluster.order(winner, 'fail');
    expect(cluster.outcomes().toSorted()).toEqual(['failed', 'held', 'held']);
    expect(cluster.events.at(-1)).toBe(
      `${winner} broke off the export of round 0: only the end of its lease will tell`,
    );
    cluster.runUntil(9 * S);
    expect(cluster.record()).toEqual(record);
    cluster.runUntil(19 * S);
    expect(cluster.whoDid('completed', 1)).toHaveLength(1);
  });

  test('that is not under way is not ended', () => {
    cluster.runUntil(9 * S);
    const before = cluster.outcomes();
    for (const id of IDS) cluster.order(id, 'abandon').order(id, 'fail');
    expect(cluster.outcomes()).toEqual(before);
    expect(cluster.letters).toEqual([]);
  });

  test.each(['corrupt', 'tombstone'] as const)('whose lease is made %s is done for nothing', (how) => {
    cluster.runUntil(1 * S);
    const winner = holder();
    cluster.carryOut('store', cluster.store!.onCommand({ kind: 'store', how, key: EXPORT_KEY }));
    cluster.runUntil(9 * S);
    expect(cluster.outcomes().toSorted()).toEqual(['held', 'held', 'unpublished']);
    expect(cluster.record()).toBeNull();
    expect(
      cluster.events.some((text) => text.startsWith(`${winner} did the export of round 0 without`)),
    ).toBe(true);
    cluster.runUntil(19 * S);
    expect(cluster.whoDid('completed', 1)).toHaveLength(1);
  });

  test('is abandoned as well as can be once its lease is gone', () => {
    cluster.runUntil(1 * S);
    const winner = holder();
    cluster.carryOut('store', cluster.store!.onCommand({ kind: 'store', how: 'corrupt', key: EXPORT_KEY }));
    cluster.order(winner, 'abandon').runUntil(2 * S);
    expect(cluster.events.at(-1)).toBe(
      `${winner} abandoned the export of round 0, whose lease was no longer its own`,
    );
  });
});

describe('a store', () => {
  test('that does not answer is given up when the next round begins, and tried again then', () => {
    cluster.store = null;
    cluster.runUntil(9.99 * S);
    expect(cluster.outcomes()).toEqual(['trying', 'trying', 'trying']);
    cluster.runUntilRound(1);
    for (const id of IDS) {
      expect(cluster.events).toContain(`${id} gave up on round 0: the store does not answer`);
    }
    cluster.runUntil(11 * S);
    expect(cluster.exporters.get('n1')?.observe()).toEqual({
      phase: 'trying',
      round: FIRST + 1,
      outcome: 'none',
    });
    cluster.store = cluster.startStore();
    cluster.runUntil(19 * S);
    expect(cluster.whoDid('completed', 1)).toHaveLength(1);
  });

  test('that is given up leaves an outcome that can be seen before the next try', () => {
    cluster.store = null;
    cluster.runUntil(9.99 * S);
    cluster.atUs = 10 * S;
    const exporter = cluster.exporters.get('n1')!;
    exporter.onWake(cluster.clockOf('n1'));
    expect(exporter.observe()).toEqual({ phase: 'idle', round: FIRST, outcome: 'unreachable' });
  });

  test('that is gone while the work is done hears of it when it is back', () => {
    cluster.runUntil(1 * S);
    const winner = holder();
    cluster.store = null;
    cluster.runUntil(4 * S);
    expect(holder()).toBe(winner);
    cluster.store = cluster.startStore();
    cluster.runUntil(9 * S);
    expect(cluster.whoDid('completed', 0)).toEqual([winner]);
  });

  test.each([
    ['done', 'unreachable', 'cannot say that it did the export of round 0: the store does not answer'],
    [
      'abandoned',
      'abandoned',
      'abandoned the export of round 0; the store does not answer, so its lease has to run out',
    ],
  ])('that stays away leaves an export that was %s %s', (how, _, text) => {
    cluster.runUntil(1 * S);
    const winner = holder();
    cluster.store = null;
    if (how === 'abandoned') cluster.order(winner, 'abandon');
    cluster.runUntil(10.6 * S);
    expect(cluster.events).toContain(`${winner} ${text}`);
  });

  test('behind a network that loses and doubles still has one winner a round, who publishes', () => {
    cluster.luck = seededRandom(5);
    cluster.runUntilRound(30);
    for (let round = 0; round < 30; round++) {
      expect(cluster.whoDid('started', round)).toHaveLength(1);
      expect(cluster.whoDid('completed', round)).toEqual(cluster.whoDid('started', round));
    }
  });
});

describe('a clock that is set', () => {
  const set = (id: NodeId, aheadUs: number) => {
    cluster.aheadUs[id] = aheadUs;
    const exporter = cluster.exporters.get(id)!;
    cluster.carryOut(id, exporter.onWake(cluster.clockOf(id)));
  };

  test('moves the next round of its node', () => {
    cluster.runUntil(5 * S);
    set('n2', -3 * S);
    const exporter = cluster.exporters.get('n2')!;
    const untilUs = () => exporter.nextWakeUs() - cluster.clockOf('n2').nowUs;
    expect(untilUs() >= 8 * S && untilUs() <= 8.5 * S).toBe(true);
    set('n2', 4.9 * S);
    expect(untilUs() >= 0.1 * S && untilUs() <= 0.6 * S).toBe(true);
    set('n2', 1000 * S);
    expect(untilUs() >= 5 * S && untilUs() <= 5.5 * S).toBe(true);
  });

  test('back over the beginning of a round does not try it twice', () => {
    cluster.runUntil(11 * S);
    const tried = cluster.exporters.get('n2')?.observe().round;
    set('n2', -1.5 * S);
    cluster.runUntil(20 * S);
    expect(cluster.exporters.get('n2')?.observe().round).toBe(tried);
    expect(cluster.events.filter((text) => text.startsWith('n2') && text.includes('round 1'))).toHaveLength(
      1,
    );
  });

  test('to what it is already changes nothing', () => {
    cluster.runUntil(5 * S);
    const exporter = cluster.exporters.get('n2')!;
    const before = exporter.save();
    const shown = exporter.observe();
    set('n2', 0);
    expect(exporter.save()).toEqual(before);
    expect(exporter.observe()).toBe(shown);
  });

  test('before the epoch is survived', () => {
    cluster.runUntil(5 * S);
    for (const id of IDS) set(id, -WALL_US - 100 * S);
    cluster.runUntil(40 * S);
    expect(cluster.exporters.get('n1')?.observe().round).toBeLessThan(0);
  });
});

test('a copy of an exporter, made at any moment, does what the original does', () => {
  const other = new Cluster();
  for (let atUs = 0; atUs < 25 * S; atUs += 333 * MS) {
    cluster.runUntil(atUs);
    other.runUntil(atUs);
    for (const id of IDS) other.restore(id);
    if (atUs === 999 * MS) for (const each of [cluster, other]) each.order(IDS[0]!, 'abandon');
    expect(other.events).toEqual(cluster.events);
    expect(other.letters).toEqual(cluster.letters);
  }
  expect(cluster.whoDid('completed', 1)).toHaveLength(1);
});

test('exports without a store are a bug', () => {
  expect(() => new Exporter(bootOf('n1', IDS))).toThrow(/need a store/);
});
