/**
 * Protocol `ballot-lease`: a node that leads while it holds a lease in a shared store.
 *
 * It promises no single leader. A lease ends at a moment that each node reads off its own wall clock, so two of them
 * believe that they lead as soon as their clocks disagree, and for a while after every preemption: a leader learns that
 * another took over when it next asks the store, and believes in its lease until then. What it promises is the ballot: each
 * names one leader, and with `keepBallotOnResign` a later leader has the higher one, so that whoever takes writes can refuse
 * the earlier leader's.
 *
 * A node talks to the store and to nobody else, one operation at a time, `ballot-turn.ts` says which. An operation is only
 * begun when the one before is answered, however long that takes: meanwhile a lease runs out by itself.
 *
 * Every step first looks at the clock, because the wall clock may have been set since the last one.
 */
import { assert } from '../../assert';
import type {
  Clock,
  Command,
  Effect,
  NodeId,
  Observation,
  Program,
  ProgramEvent,
  ProgramView,
  RandomSource,
} from '../../program';
import type { Boot } from '../../protocol';
import type { BallotConfig } from './config';
import type { BallotLeader } from './leader';
import { observationOf } from './observation';
import {
  beginOperation,
  type BallotAnswer,
  type BallotOperation,
  type BallotResult,
  type BallotSeen,
} from './operation';
import { ballotSettings, type BallotSettings } from './settings';
import {
  durableRecord,
  initialState,
  knownLease,
  leads,
  leaseEndUs,
  type BallotState,
  type KnownLease,
} from './state';
import { nextTurn } from './turn';
import { viewOf } from './view';
import { reasonToLead, reasonToStepDown } from './words';
import type { StoreMessage } from '../../store/message';
import { StoreSession } from '../../store/session';

type Effects = readonly Effect<StoreMessage>[];
type Failed = Extract<BallotResult, { readonly kind: 'failed' }>;

const NOTHING: Effects = Object.freeze([]);

/** Who collided with others comes back after this at least. */
const CONTENDED_PAUSE_US = 1000;

export class BallotElector implements Program<StoreMessage, BallotState> {
  private readonly settings: BallotSettings;
  private readonly random: RandomSource;
  private readonly state: BallotState;
  private readonly session: StoreSession<BallotOperation, BallotAnswer>;

  /** Of the step under way. */
  private effects: Effect<StoreMessage>[] = [];
  private observation: Observation;

  /** A fresh process if `state` is absent, else one that goes on from there; `state` itself is left alone. */
  constructor(boot: Boot, state?: BallotState) {
    this.settings = ballotSettings(boot);
    this.random = boot.random;
    this.state = state === undefined ? initialState(boot) : { ...state };
    const { storeId, storeTimeoutUs } = this.settings;
    const begin = (operation: BallotOperation) => beginOperation(operation, this.settings);
    this.session = new StoreSession(storeId, storeTimeoutUs, begin, this.state.session);
    this.observation = observationOf(this.state, this.settings, null);
  }

  onMessage(from: NodeId, message: StoreMessage, clock: Clock): Effects {
    this.lookAtClock(clock);
    if (from === this.settings.storeId && message.verb === 'ANSWER' && this.session.expects(message)) {
      const answered = this.session.onAnswer(message, clock.nowUs);
      if (answered.done) this.finish(answered.operation, answered.value, clock);
      else this.effects.push(...answered.effects);
    }
    return this.endStep(clock);
  }

  onWake(clock: Clock): Effects {
    this.lookAtClock(clock);
    this.effects.push(...this.session.onWake(clock.nowUs));
    return this.endStep(clock);
  }

  onCommand(command: Command, clock: Clock): Effects {
    this.lookAtClock(clock);
    switch (command.kind) {
      case 'replOffset':
        this.state.replOffset = command.value;
        this.state.dataEpoch = command.dataEpoch ?? this.state.epoch;
        break;
      case 'priority':
        this.setPriority(command.value, clock);
        break;
      case 'resign':
        this.resign();
        break;
      default:
        break;
    }
    return this.endStep(clock);
  }

  nextWakeUs(): number {
    const { state } = this;
    const { lease, leaseHolds } = state;
    const turnUs = this.session.operation === null ? nextTurn(state, this.settings).atUs : Infinity;
    const lapseUs = leaseHolds && lease !== null ? leaseEndUs(lease, state) : Infinity;
    return Math.min(this.session.nextWakeUs(), turnUs, lapseUs);
  }

  observe(): Observation {
    return this.observation;
  }

  view(clock: Clock): ProgramView {
    return viewOf(this.observation, this.state, this.settings, this.session, clock);
  }

  save(): BallotState {
    return { ...this.state, session: this.session.save() };
  }

  // --- time

  /** A lease may be over by now; another's also holds again if the wall clock was set back. */
  private lookAtClock({ nowUs, wallUs }: Clock): void {
    const { state } = this;
    const wasSet = state.wallAheadUs !== wallUs - nowUs;
    state.wallAheadUs = wallUs - nowUs;
    const { lease } = state;
    if (lease === null) return;
    const heldBefore = state.leaseHolds;
    const wasLeader = leads(state, this.settings);
    state.leaseHolds = wallUs < lease.expiryWallUs;
    if (state.leaseHolds || !heldBefore) return;
    if (wasLeader) this.loseLease(lease, wasSet, nowUs);
    else this.tell('note', lease.leaderId, `knows of no leader: the lease of ${lease.leaderId} is over`);
  }

  private loseLease({ ballot }: KnownLease, wasSet: boolean, nowUs: number): void {
    this.dropLease();
    this.state.turnSoonUs = nowUs;
    let why = 'it was not there to prolong it';
    if (wasSet) why = 'its wall clock was set past the end';
    else if (this.session.operation !== null) why = 'the store did not answer in time';
    this.tell('replica', null, `lost its lease of ballot ${ballot}: ${why}`);
  }

  // --- orders

  /** Known at once wherever it is on a key, so that a preemption does not wait for a heartbeat. */
  private setPriority(value: number, { nowUs }: Clock): void {
    const { state } = this;
    if (!Number.isSafeInteger(value)) {
      this.tell('note', null, `keeps its priority ${state.priority}: ${value} is no whole number`);
      return;
    }
    if (value === state.priority) return;
    state.priority = value;
    state.steadySinceUs = nowUs;
    state.turnSoonUs = nowUs;
    this.effects.push({ kind: 'persist', record: durableRecord(state) });
    this.tell('note', null, `has priority ${value} from now on`);
  }

  /** Its authority ends here and now, before anybody hears of it: nobody can claim while this node still acts. */
  private resign(): void {
    const { state } = this;
    if (state.isResigning) return;
    if (!leads(state, this.settings)) {
      this.tell('note', null, 'does not lead, so it has nothing to resign');
      return;
    }
    this.dropLease();
    state.ownBallot = 0;
    state.isResigning = true;
    this.tell('replica', null, `resigned with ballot ${state.epoch}`);
  }

  // --- what the store said

  private finish(operation: BallotOperation, { result, seen }: BallotAnswer, clock: Clock): void {
    const { state } = this;
    const wasClaiming = state.isClaiming;
    state.isClaiming = false;
    this.noteConfig(seen);
    this.noteAnswer(clock.nowUs);
    switch (result.kind) {
      case 'led':
        this.onLed(operation, result.leader, seen, clock);
        break;
      case 'followed':
        this.onFollowed(result.leader, wasClaiming, clock);
        break;
      case 'resigned':
        this.onResigned(result.released, clock.nowUs);
        break;
      case 'evicted':
        if (result.count > 0) this.tell('note', null, `struck off ${dead(result.count)}`);
        break;
      case 'done':
        this.onDone(operation);
        break;
      case 'failed':
        this.onFailed(operation, result, seen, wasClaiming, clock.nowUs);
        break;
      default: {
        const unknown: never = result;
        assert(false, `no result like ${JSON.stringify(unknown)}`);
      }
    }
  }

  private onLed(operation: BallotOperation, leader: BallotLeader, seen: BallotSeen, clock: Clock): void {
    const { state } = this;
    const { ballot } = leader;
    const lease = knownLease(leader);
    state.epoch = ballot;
    // What is to be released is not taken up again.
    if (state.isResigning) return;
    const wasLeader = leads(state, this.settings);
    const before = state.ownBallot;
    const goesOn = before !== 0 && ballot === before + 1;
    if (!goesOn) state.reign = ballot;
    state.ownBallot = ballot;
    if (clock.wallUs >= lease.expiryWallUs) {
      this.dropLease();
      state.turnSoonUs = clock.nowUs;
      this.tell('note', null, `got ballot ${ballot} too late: by its wall clock that lease is over`);
      return;
    }
    this.takeLease(lease, clock);
    if (leader.priority === state.priority) state.turnSoonUs = Infinity;
    if (!wasLeader) {
      state.evictedAtUs = clock.nowUs;
      state.holdOffUntilUs = -Infinity;
      const why = reasonToLead(seen.leader, leader, operation);
      this.tell('primary', null, `became leader with ballot ${ballot}: ${why}`);
    } else if (seen.leader?.kind === 'unreadable') {
      this.tell('note', null, `repaired the lease key, with ballot ${ballot}`);
    } else if (!goesOn) {
      this.tell('epoch', null, `leads on with ballot ${ballot}, in a new reign: its last one was ${before}`);
    }
  }

  private onFollowed(leader: BallotLeader | null, wasClaiming: boolean, clock: Clock): void {
    const { state } = this;
    const lease = leader === null ? null : knownLease(leader);
    const before = state.leaseHolds ? state.lease : null;
    const ledBefore = leads(state, this.settings) ? before : null;
    state.ownBallot = 0;
    if (lease === null) {
      this.dropLease();
      if (ledBefore === null) return;
      state.turnSoonUs = clock.nowUs;
      this.tell('replica', null, reasonToStepDown(ledBefore.priority, null));
      return;
    }
    state.epoch = lease.ballot;
    if (lease.ballot !== state.lease?.ballot) {
      state.claimJitterUs = this.random.below(this.settings.claimJitterUs + 1);
    }
    this.takeLease(lease, clock);
    // Somebody else has had a go.
    if (state.leaseHolds) state.holdOffUntilUs = -Infinity;
    const { leaderId, ballot } = lease;
    if (ledBefore !== null) {
      this.tell('replica', leaderId, reasonToStepDown(ledBefore.priority, lease));
    } else if (wasClaiming) {
      this.tell('replica', leaderId, `ended its candidacy: ${leaderId} leads with ballot ${ballot}`);
    } else if (state.leaseHolds && before?.leaderId !== leaderId) {
      this.tell('epoch', leaderId, `follows ${leaderId}, leader with ballot ${ballot}`);
    }
  }

  private onResigned(released: boolean, nowUs: number): void {
    const { state, settings } = this;
    state.isResigning = false;
    if (!state.leaseHolds) state.holdOffUntilUs = nowUs + settings.leaseUs;
    const key = settings.keepBallotOnResign ? 'which keeps the ballot' : 'which forgets the ballot';
    this.tell('note', null, released ? `released the lease key, ${key}` : 'found nothing to release');
  }

  private onDone({ kind }: BallotOperation): void {
    const { state } = this;
    switch (kind) {
      case 'writeConfig':
        state.config = 'agrees';
        this.tell('note', null, 'wrote its settings of the election to the store, which had others');
        state.isInitialized = true;
        break;
      case 'initialize':
        state.isInitialized = true;
        break;
      case 'register':
        state.isRegistered = true;
        break;
      default:
        break;
    }
  }

  private onFailed(
    { kind }: BallotOperation,
    { error, message }: Failed,
    seen: BallotSeen,
    wasClaiming: boolean,
    nowUs: number,
  ): void {
    const { state, settings } = this;
    const why = message.replace(/\.$/, '');
    if (wasClaiming) this.tell('replica', null, `ended its candidacy: ${why}`);
    else this.tell('note', null, `could not ${VERB[kind]}: ${why}`);
    if (kind === 'resign') {
      // The lease in the store stays as it is and runs out; this node has given it up all the same.
      state.isResigning = false;
      state.holdOffUntilUs = nowUs + settings.leaseUs;
    }
    switch (error) {
      case 'NotInitialized':
        state.isInitialized = false;
        state.turnSoonUs = nowUs;
        break;
      case 'ProcessNotFound':
      case 'UnregisteredCandidate':
        state.isRegistered = false;
        state.turnSoonUs = nowUs;
        break;
      case 'Contended':
        state.turnSoonUs = nowUs;
        state.pauseUntilUs = nowUs + CONTENDED_PAUSE_US + this.random.below(settings.claimJitterUs + 1);
        break;
      case 'SerializationError':
        // Whichever record it was has a remedy: the config is written anew, the candidate registers, the lease is claimed.
        // A cycle claims an unreadable lease itself: where it fails all the same, another record is damaged as well.
        if (kind === 'cycle' || seen.leader?.kind !== 'unreadable') {
          if (state.config !== 'unreadable') state.isRegistered = false;
          state.turnSoonUs = nowUs;
        } else if (leads(state, settings)) state.turnSoonUs = nowUs;
        break;
      default:
        state.pauseUntilUs = nowUs + settings.heartbeatUs;
    }
  }

  /** Who was not heard for as long as makes a candidate dead begins to be steady anew. */
  private noteAnswer(nowUs: number): void {
    const { state, settings } = this;
    if (nowUs - state.answeredAtUs >= settings.candidateTimeoutUs) state.steadySinceUs = nowUs;
    state.answeredAtUs = nowUs;
  }

  private isSteady(nowUs: number): boolean {
    const { steadySinceUs, answeredAtUs } = this.state;
    const { preemptionDelayUs, candidateTimeoutUs } = this.settings;
    return nowUs - steadySinceUs >= preemptionDelayUs && nowUs - answeredAtUs < candidateTimeoutUs;
  }

  private noteConfig({ config }: BallotSeen): void {
    const { state, settings } = this;
    if (config === null) return;
    if (config.kind === 'unreadable') state.config = 'unreadable';
    // An election that was switched off is somebody's decision, and stays as it is.
    else if (config.kind === 'present' && config.config.electionEnabled) {
      state.config = sameConfig(config.config, settings.config) ? 'agrees' : 'differs';
    } else state.config = 'agrees';
  }

  // --- the lease that it knows

  private takeLease(lease: KnownLease, { nowUs, wallUs }: Clock): void {
    const { state } = this;
    state.lease = lease;
    state.leaseHolds = wallUs < lease.expiryWallUs;
    state.leaseReadAtUs = nowUs;
  }

  private dropLease(): void {
    this.state.lease = null;
    this.state.leaseHolds = false;
  }

  // --- what comes out

  private tell(tag: ProgramEvent['tag'], peer: NodeId | null, text: string): void {
    const member = peer !== null && this.settings.peerIds.includes(peer) ? peer : null;
    this.effects.push({ kind: 'event', event: { tag, epoch: this.state.epoch, peer: member, text } });
  }

  /** Begins what is due, and hands out what the step did. */
  private endStep(clock: Clock): Effects {
    if (this.session.operation === null) this.beginTurn(clock);
    this.observation = observationOf(this.state, this.settings, this.observation);
    this.noteLeaderEpoch();
    const { effects } = this;
    if (effects.length === 0) return NOTHING;
    this.effects = [];
    return effects;
  }

  private beginTurn({ nowUs, wallUs }: Clock): void {
    const { state, settings } = this;
    const { kind, atUs } = nextTurn(state, settings);
    if (atUs > nowUs) return;
    if (kind === 'cycle' || kind === 'watch') {
      state.heardAtUs = nowUs;
      state.turnSoonUs = Infinity;
    }
    if (kind === 'refresh') state.refreshedAtUs = nowUs;
    if (kind === 'evict') state.evictedAtUs = nowUs;
    if (kind === 'cycle' && !state.leaseHolds) {
      state.isClaiming = true;
      const { lease } = state;
      const why = lease === null ? 'it knows of no leader' : `the lease of ${lease.leaderId} is over`;
      this.tell('candidate', lease?.leaderId ?? null, `became a candidate: ${why}`);
    }
    const mayPreempt = settings.preemptionDelayUs === 0 || this.isSteady(nowUs);
    this.effects.push(...this.session.start({ kind, priority: state.priority, wallUs, mayPreempt }, nowUs));
  }

  private noteLeaderEpoch(): void {
    const { leadership } = this.observation;
    const epoch =
      leadership.kind === 'leader'
        ? leadership.epoch
        : leadership.kind === 'follower'
          ? (leadership.leaderEpoch ?? 0)
          : 0;
    this.state.leaderEpochMax = Math.max(this.state.leaderEpochMax, epoch);
  }
}

/** What an operation that failed was meant to do. */
const VERB: Readonly<Record<BallotOperation['kind'], string>> = {
  initialize: 'set the election up',
  writeConfig: 'write its settings of the election',
  register: 'register as a candidate',
  cycle: 'make its turn in the election',
  refresh: 'prolong its lease',
  watch: 'see who leads',
  resign: 'release the lease key',
  evict: 'strike off dead candidates',
};

const dead = (count: number): string => (count === 1 ? 'a dead candidate' : `${count} dead candidates`);

function sameConfig(a: BallotConfig, b: BallotConfig): boolean {
  return (
    a.leaseDurationNanos === b.leaseDurationNanos &&
    a.heartbeatIntervalNanos === b.heartbeatIntervalNanos &&
    a.candidateTimeoutNanos === b.candidateTimeoutNanos &&
    a.allowPreemption === b.allowPreemption
  );
}
