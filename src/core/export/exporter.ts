/**
 * The part of a node that does exports: in each round it tries for the lease once, and whoever wins works for a while and
 * says how it ended. What comes of that is only as good as the clocks are, see `export-lease.ts`.
 *
 * Rounds are those of the node's own wall clock, which may be set at any time: the way to the next round is measured anew
 * in each step. The work, and the patience with the store, go by the monotonic clock.
 *
 * A lost reply only costs time. A store that does not answer until the next round begins is given up for this one, and
 * what it made of the last request stays unknown.
 */
import { assert } from '../assert';
import type { Clock, Command, Effect, Fact, RandomSource } from '../program';
import type { Boot } from '../protocol';
import type { ExportObservation } from '../service';
import { exportConfig } from './config';
import { ExportLease } from './lease';
import { nextRound, roundsOf, untilNextUs, type Rounds } from './rounds';
import type { KvOperation } from '../store/operation';
import { LeaseGuard, type OnDropped } from './guard';
import type { LeaseRecord } from './record';
import type { Outcome } from '../store/outcome';
import type { StoreAnswer, StoreAsk } from '../store/message';
import { StoreSession, type SessionState } from '../store/session';

/** All nodes try for this one. */
export const EXPORT_KEY = 'export/lease';

export interface ExporterState {
  readonly session: SessionState<ExportOperation>;
  readonly round: number;
  readonly outcome: ExportObservation['outcome'];
  readonly planned: PlannedTry | null;
  readonly wakeUs: number;
  readonly giveUpAtUs: number;
  readonly held: HeldRound | null;
  readonly won: number;
  readonly completed: number;
}

interface PlannedTry {
  readonly round: number;
  /** On the wall clock. */
  readonly atWallUs: number;
}

/** A round that this node won and has not ended yet: what its guard is made of. */
interface HeldRound {
  readonly record: LeaseRecord;
  readonly version: number;
  readonly doneAtUs: number;
}

type ExportOperation =
  | { readonly kind: 'acquire'; readonly nowUnix: number }
  | {
      readonly kind: 'complete';
      readonly held: HeldRound;
      readonly cursorHex: string;
      readonly nowUnix: number;
    }
  | { readonly kind: 'abandon'; readonly held: HeldRound };

type ExportResult =
  | { readonly kind: 'acquire'; readonly outcome: Outcome<LeaseGuard | null> }
  | { readonly kind: 'complete'; readonly outcome: Outcome<{ readonly published: boolean }> }
  | { readonly kind: 'abandon'; readonly released: boolean };

type Effects = readonly Effect<StoreAsk>[];

const NOTHING: Effects = Object.freeze([]);

export class Exporter {
  private readonly random: RandomSource;
  private readonly rounds: Rounds;
  private readonly workUs: number;
  private readonly timeoutUs: number;
  private readonly lease: ExportLease;
  private readonly session: StoreSession<ExportOperation, ExportResult>;

  private round: number;
  private outcome: ExportObservation['outcome'];
  /** The next try while nothing is under way, and when to wake for it. */
  private planned: PlannedTry | null;
  private wakeUs: number;
  /** When the store is no longer waited for. */
  private giveUpAtUs: number;
  private held: HeldRound | null;
  private won: number;
  private completed: number;

  private observation: ExportObservation | null = null;

  /** A fresh process if `state` is absent, else one that goes on from there. The run must have a store. */
  constructor(boot: Boot, state?: ExporterState) {
    assert(boot.storeId !== null, 'exports need a store');
    const config = exportConfig(boot.config);
    this.random = boot.random;
    this.rounds = roundsOf(config);
    this.workUs = config.exportWorkMs * 1000;
    this.timeoutUs = config.storeTimeoutMs * 1000;
    const lease = ExportLease.create({ writable: true }, EXPORT_KEY, boot.nodeId, () => undefined);
    assert(lease.ok, 'a store of a run takes writes');
    this.lease = lease.value;
    const session = state?.session ?? boot.random.below(2 ** 32);
    this.session = new StoreSession(
      boot.storeId,
      this.timeoutUs,
      (operation) => this.begin(operation),
      session,
    );
    this.round = state?.round ?? 0;
    this.outcome = state?.outcome ?? 'none';
    this.planned = state?.planned ?? null;
    this.wakeUs = state?.wakeUs ?? Infinity;
    this.giveUpAtUs = state?.giveUpAtUs ?? Infinity;
    this.held = state?.held ?? null;
    this.won = state?.won ?? 0;
    this.completed = state?.completed ?? 0;
    if (state === undefined) this.plan(boot.clock);
  }

  /** Whether this is the answer that is waited for here. */
  expects(answer: StoreAnswer): boolean {
    return this.session.expects(answer);
  }

  /** Only with an answer that it `expects`. */
  onAnswer(answer: StoreAnswer, clock: Clock): Effects {
    const answered = this.session.onAnswer(answer, clock.nowUs);
    if (!answered.done) return answered.effects;
    const { value } = answered;
    switch (value.kind) {
      case 'acquire':
        return this.acquired(value.outcome, clock);
      case 'complete':
        return this.workPublished(value.outcome, clock);
      case 'abandon': {
        const rest = value.released ? '' : ', whose lease was no longer its own';
        return this.end('abandoned', `abandoned the export of round ${this.round}${rest}`, clock);
      }
      default: {
        const unknown: never = value;
        throw new Error(`unknown result ${JSON.stringify(unknown)}`);
      }
    }
  }

  onWake(clock: Clock): Effects {
    const { nowUs, wallUs } = clock;
    const { operation } = this.session;
    if (operation !== null) {
      return nowUs >= this.giveUpAtUs ? this.giveUp(operation, clock) : this.session.onWake(nowUs);
    }
    if (this.held !== null) return nowUs >= this.held.doneAtUs ? this.complete(this.held, clock) : NOTHING;
    const { round, atWallUs } = this.plan(clock);
    if (wallUs < atWallUs) return NOTHING;
    this.round = round;
    this.outcome = 'none';
    return this.ask({ kind: 'acquire', nowUnix: unixOf(clock) }, clock);
  }

  /** Ends the work that is under way; without any it does nothing. */
  onCommand({ how }: Extract<Command, { readonly kind: 'export' }>, clock: Clock): Effects {
    const { held } = this;
    if (held === null) return NOTHING;
    if (how === 'fail') {
      this.session.abandon();
      return this.drop(held, 'only the end of its lease will tell', clock);
    }
    if (this.session.operation?.kind === 'abandon') return NOTHING;
    // Perhaps the work is done and only its report is under way: then that may still be first.
    this.session.abandon();
    return this.ask({ kind: 'abandon', held }, clock);
  }

  nextWakeUs(): number {
    if (this.session.operation !== null) return Math.min(this.session.nextWakeUs(), this.giveUpAtUs);
    return this.held?.doneAtUs ?? this.wakeUs;
  }

  observe(): ExportObservation {
    const phase = this.phase();
    const { observation, round, outcome } = this;
    const same =
      observation !== null &&
      observation.phase === phase &&
      observation.round === round &&
      observation.outcome === outcome;
    if (!same) this.observation = { phase, round, outcome };
    return this.observation as ExportObservation;
  }

  facts(): readonly Fact[] {
    const facts: Fact[] = [{ label: 'exports won', value: `${this.won}, completed ${this.completed}` }];
    const { operation, attempts } = this.session;
    if (operation !== null) {
      facts.push({ label: 'waits for the store at most until', atUs: this.giveUpAtUs });
      if (attempts > 1) facts.push({ label: 'asked the store', value: `${attempts} times` });
    } else if (this.held !== null) {
      facts.push({ label: 'export done at', atUs: this.held.doneAtUs });
    } else {
      facts.push({ label: 'next export round', value: String(this.planned?.round) });
      facts.push({ label: 'tries for it at', atUs: this.wakeUs });
    }
    return facts;
  }

  save(): ExporterState {
    const { round, outcome, planned, wakeUs, giveUpAtUs, held, won, completed } = this;
    return {
      session: this.session.save(),
      round,
      outcome,
      planned,
      wakeUs,
      giveUpAtUs,
      held,
      won,
      completed,
    };
  }

  private phase(): ExportObservation['phase'] {
    if (this.held !== null) return 'working';
    return this.session.operation === null ? 'idle' : 'trying';
  }

  /** When to try next, as the wall clock has it now. */
  private plan({ nowUs, wallUs }: Clock): PlannedTry {
    const round = nextRound(this.rounds, this.round, wallUs);
    if (this.planned?.round !== round) {
      const atWallUs = round * this.rounds.everyUs + this.random.below(this.rounds.jitterUs + 1);
      this.planned = { round, atWallUs };
    }
    this.wakeUs = nowUs + Math.max(0, this.planned.atWallUs - wallUs);
    return this.planned;
  }

  /** At least one request is waited for in full, even when the round is nearly over. */
  private ask(operation: ExportOperation, { nowUs, wallUs }: Clock): Effects {
    this.giveUpAtUs = nowUs + Math.max(untilNextUs(this.rounds, wallUs), this.timeoutUs);
    return this.session.start(operation, nowUs);
  }

  private *begin(operation: ExportOperation): KvOperation<ExportResult> {
    const { kind } = operation;
    switch (kind) {
      case 'acquire': {
        const { leaseSecs } = this.rounds;
        return { kind, outcome: yield* this.lease.tryAcquire(leaseSecs, operation.nowUnix) };
      }
      case 'complete': {
        const { held, cursorHex, nowUnix } = operation;
        return { kind, outcome: yield* guardOf(held, () => undefined).complete(cursorHex, nowUnix) };
      }
      case 'abandon':
        return { kind, released: (yield* guardOf(operation.held, () => undefined).abandon()).released };
      default: {
        const unknown: never = operation;
        throw new Error(`unknown operation ${JSON.stringify(unknown)}`);
      }
    }
  }

  private acquired(outcome: Outcome<LeaseGuard | null>, clock: Clock): Effects {
    if (!outcome.ok) {
      return this.end('unreachable', `could not try for round ${this.round}: ${outcome.message}`, clock);
    }
    if (outcome.value === null) return this.end('held', `skipped round ${this.round}: it is held`, clock);
    const { record, version } = outcome.value;
    this.held = { record, version, doneAtUs: clock.nowUs + this.workUs };
    this.won++;
    return [said(`started the export of round ${this.round}`)];
  }

  private complete(held: HeldRound, clock: Clock): Effects {
    const hex = Math.max(0, this.round).toString(16);
    const cursorHex = hex.length % 2 === 0 ? hex : `0${hex}`;
    return this.ask({ kind: 'complete', held, cursorHex, nowUnix: unixOf(clock) }, clock);
  }

  private workPublished(outcome: Outcome<{ readonly published: boolean }>, clock: Clock): Effects {
    const { held, round } = this;
    assert(held !== null, 'only what was won is completed');
    if (!outcome.ok) return this.drop(held, `the store failed. ${outcome.message}`, clock);
    if (!outcome.value.published) {
      const why = 'its lease was taken over meanwhile, or damaged';
      return this.end('unpublished', `did the export of round ${round} without publishing it: ${why}`, clock);
    }
    this.completed++;
    return this.end('done', `completed the export of round ${round}`, clock);
  }

  /** Its guard goes out of use without an end, and reports it. */
  private drop(held: HeldRound, why: string, clock: Clock): Effects {
    let effects = NOTHING;
    const onDropped: OnDropped = () => {
      effects = this.end('failed', `broke off the export of round ${this.round}: ${why}`, clock);
    };
    guardOf(held, onDropped).drop();
    return effects;
  }

  private giveUp({ kind }: ExportOperation, clock: Clock): Effects {
    this.session.abandon();
    const { round } = this;
    const silence = 'the store does not answer';
    switch (kind) {
      case 'acquire':
        return this.end('unreachable', `gave up on round ${round}: ${silence}`, clock);
      case 'complete':
        return this.end(
          'unreachable',
          `cannot say that it did the export of round ${round}: ${silence}`,
          clock,
        );
      case 'abandon': {
        const rest = `${silence}, so its lease has to run out`;
        return this.end('abandoned', `abandoned the export of round ${round}; ${rest}`, clock);
      }
      default: {
        const unknown: never = kind;
        throw new Error(`unknown operation ${String(unknown)}`);
      }
    }
  }

  private end(outcome: ExportObservation['outcome'], text: string, clock: Clock): Effects {
    this.outcome = outcome;
    this.held = null;
    this.plan(clock);
    return [said(text)];
  }
}

function guardOf({ record, version }: HeldRound, onDropped: OnDropped): LeaseGuard {
  return new LeaseGuard(EXPORT_KEY, record, version, onDropped);
}

function said(text: string): Effect<StoreAsk> {
  return { kind: 'event', event: { tag: 'note', epoch: 0, peer: null, text } };
}

function unixOf({ wallUs }: Clock): number {
  return Math.floor(wallUs / 1_000_000);
}
