/**
 * Processes that share an election, their operations cut into single requests and mixed at random. A process may read its
 * clock, be overtaken, and go on; it may die between two requests; an operator may damage the key.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_BALLOT_CONFIG, type BallotConfig } from './config';
import { slotOf, type BallotLeader } from './leader';
import { BallotLease } from './lease';
import { drive } from '../../store/drive';
import type { KvReply, KvRequest } from '../../store/kv';
import { entry, type KvOperation } from '../../store/operation';
import { MemoryStore } from '../../store/memory-store';
import type { Outcome } from '../../store/outcome';
import { overwrite } from '../../store/overwrite';

const SECOND = 1_000_000_000n;

type OperationName = 'claim' | 'cycle' | 'refresh' | 'resign' | 'register' | 'evict';
type Move = OperationName | 'crash' | 'corrupt' | 'delete';

interface Turn {
  readonly process: number;
  /** What it begins if it is idle; else it takes the next step of what it is at. */
  readonly move: Move;
  readonly priority: number;
  readonly passedNanos: bigint;
}

interface Rules {
  readonly keepBallotOnResign: boolean;
  readonly config: BallotConfig;
  /** Nanoseconds that the wall clock of each process is ahead. */
  readonly offsets: readonly bigint[];
}

/** The lease that an operation leaves its process with; undefined: the one that it had. */
type Belief = BallotLeader | null | undefined;

interface Work {
  readonly operation: KvOperation<Belief>;
  /** On its way to the store, or the reply on its way back. */
  pending: { readonly request: KvRequest } | { readonly reply: KvReply };
}

class Election {
  private readonly store = new MemoryStore();
  private readonly lease: BallotLease;
  private readonly works: (Work | null)[];
  /** The lease that each process believes in; it looks at its own clock to see how long. */
  private readonly beliefs: (BallotLeader | null)[];
  private nowNanos = 1_700_000_000n * SECOND;
  private seenVersion = 0;
  private highestBallot = 0;
  private readonly leaders = new Map<number, string>();
  readonly breaches: string[] = [];

  constructor(private readonly rules: Rules) {
    this.lease = new BallotLease('e', rules);
    this.works = rules.offsets.map(() => null);
    this.beliefs = rules.offsets.map(() => null);
    this.run(this.lease.initialize(rules.config));
    rules.offsets.forEach((_, at) => this.run(this.lease.registerCandidate(`p${at}`, 0, this.nowNanos)));
  }

  take({ process, move, priority, passedNanos }: Turn): void {
    this.nowNanos += passedNanos;
    const at = process % this.works.length;
    if (move === 'corrupt') this.run(overwrite(this.lease.keys.leader, 'garbage'));
    else if (move === 'delete') this.run(overwrite(this.lease.keys.leader, null));
    else if (move === 'crash') this.crash(at);
    else if (this.works[at] === null) this.begin(at, move, priority);
    else this.step(at, this.works[at]!);
    this.look();
  }

  private begin(at: number, move: OperationName, priority: number): void {
    // It stops acting as the leader before it asks to be released.
    if (move === 'resign') this.beliefs[at] = null;
    const operation = this.operation(move, `p${at}`, priority, this.clockOf(at));
    const first = operation.next();
    if (first.done !== true) this.works[at] = { operation, pending: { request: first.value } };
  }

  private *operation(move: OperationName, id: string, priority: number, now: bigint): KvOperation<Belief> {
    switch (move) {
      case 'claim':
        return valueOf(yield* this.lease.tryClaimLeadership(id, priority, now));
      case 'refresh':
        return valueOf(yield* this.lease.refreshLease(id, now));
      case 'cycle': {
        const cycle = valueOf(yield* this.lease.runElectionCycle(id, priority, now));
        return cycle?.kind === 'leader' ? cycle.leader : null;
      }
      case 'resign':
        yield* this.lease.resignLeadership(id);
        return null;
      case 'register':
        yield* this.lease.registerCandidate(id, priority, now);
        return undefined;
      case 'evict':
        yield* this.lease.evictDeadCandidates(now);
        return undefined;
      default: {
        const unknown: never = move;
        throw new Error(String(unknown));
      }
    }
  }

  private step(at: number, work: Work): void {
    if ('request' in work.pending) {
      work.pending = { reply: this.store.ask(work.pending.request) };
      return;
    }
    const next = work.operation.next(work.pending.reply);
    if (next.done !== true) {
      work.pending = { request: next.value };
      return;
    }
    this.works[at] = null;
    if (next.value !== undefined) this.beliefs[at] = next.value;
  }

  private crash(at: number): void {
    this.works[at] = null;
    this.beliefs[at] = null;
  }

  private look(): void {
    const found = this.run(entry(this.lease.keys.leader));
    if (found !== null && found.version !== this.seenVersion) {
      this.seenVersion = found.version;
      const slot = slotOf(found);
      if (slot.kind === 'held') this.seat(slot.leader);
      if (slot.kind === 'released') this.rise(slot.ballot);
    }
    const leading = this.beliefs.filter(
      (belief, at) => belief !== null && this.clockOf(at) < belief.leaseExpiryNanos,
    );
    if (leading.length > 1) this.breaches.push('two leaders');
  }

  private seat({ ballot, leaderId }: BallotLeader): void {
    if (this.leaders.has(ballot)) this.breaches.push(`ballot ${ballot} twice`);
    this.leaders.set(ballot, leaderId);
    this.rise(ballot);
  }

  private rise(ballot: number): void {
    if (ballot < this.highestBallot) this.breaches.push(`ballot ${ballot} after ${this.highestBallot}`);
    this.highestBallot = Math.max(this.highestBallot, ballot);
  }

  private clockOf(at: number): bigint {
    return this.nowNanos + this.rules.offsets[at]!;
  }

  private run<T>(operation: KvOperation<T>): T {
    return drive(operation, (request) => this.store.ask(request));
  }
}

/** Whoever is refused does not lead. */
function valueOf<T>(outcome: Outcome<T>): T | null {
  return outcome.ok ? outcome.value : null;
}

const HONEST: readonly Move[] = [
  'claim',
  'claim',
  'cycle',
  'cycle',
  'refresh',
  'resign',
  'register',
  'evict',
  'crash',
];
const ALL: readonly Move[] = [...HONEST, 'corrupt', 'delete'];

function turns(moves: readonly Move[]): fc.Arbitrary<Turn[]> {
  const turn = fc.record({
    process: fc.nat(3),
    move: fc.constantFrom(...moves),
    priority: fc.integer({ min: -1, max: 2 }),
    // Most operations fit into a lease, some do not.
    passedNanos: fc.oneof({ weight: 9, arbitrary: fc.bigInt(0n, SECOND / 4n) }, fc.bigInt(0n, 11n * SECOND)),
  });
  return fc.array(turn, { minLength: 1, maxLength: 150, size: 'max' });
}

const offsets = (most: bigint) => fc.array(fc.bigInt(-most, most), { minLength: 2, maxLength: 4 });
const atOneTime = fc.integer({ min: 2, max: 4 }).map((count) => Array<bigint>(count).fill(0n));
const noPreemption: BallotConfig = { ...DEFAULT_BALLOT_CONFIG, allowPreemption: false };

function breachesOf(rules: Rules, schedule: readonly Turn[]): readonly string[] {
  const election = new Election(rules);
  for (const turn of schedule) election.take(turn);
  return election.breaches;
}

describe('ballots', () => {
  const ballotsHold = (keepBallotOnResign: boolean) =>
    fc.property(turns(ALL), offsets(60n * SECOND), (schedule, skews) => {
      const breaches = breachesOf(
        { keepBallotOnResign, config: DEFAULT_BALLOT_CONFIG, offsets: skews },
        schedule,
      );
      expect(breaches.filter((breach) => breach.startsWith('ballot'))).toEqual([]);
    });

  test('only rise, and each names one leader, whatever clocks and operators do', () => {
    fc.assert(ballotsHold(true), { numRuns: 300 });
  });

  test('as published do not: the search finds it', () => {
    expect(fc.check(ballotsHold(false), { seed: 1, numRuns: 300 }).failed).toBe(true);
  });
});

describe('processes that believe in their lease', () => {
  const oneLeads = (config: BallotConfig, clocks: fc.Arbitrary<bigint[]>, moves: readonly Move[]) =>
    fc.property(turns(moves), clocks, (schedule, skews) => {
      const breaches = breachesOf({ keepBallotOnResign: true, config, offsets: skews }, schedule);
      expect(breaches).toEqual([]);
    });

  test('are one at a time on one clock without preemption', () => {
    fc.assert(oneLeads(noPreemption, atOneTime, HONEST), { numRuns: 300 });
  });

  test.each([
    ['clocks disagree', oneLeads(noPreemption, offsets(20n * SECOND), HONEST)],
    ['a higher priority preempts', oneLeads(DEFAULT_BALLOT_CONFIG, atOneTime, HONEST)],
    ['the key is damaged', oneLeads(noPreemption, atOneTime, ALL)],
  ])('are two when %s: the search finds it', (_, property) => {
    expect(fc.check(property, { seed: 1, numRuns: 300 }).failed).toBe(true);
  });
});
