/**
 * Protocol `kubernetes-lease`: a process that leads while it manages to renew a Lease, as client-go's elector does.
 *
 * It waits for the end of another's lease on its own clock, counted from when it saw the record change, so clocks need not
 * agree, only run alike. Nothing tells a leader that another has taken over but its own next try, and nothing makes it
 * stop but a round of tries that all failed: it leads on for a retry period and a renew deadline after its last renewal.
 *
 * When leading ends the process exits, and comes back with an empty memory, as a pod does.
 */
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
import type { StoreMessage } from '../../store/message';
import { observationOf } from './observation';
import { isValid } from './lock';
import { LeaseSession, type Ended, type Outcome } from './session';
import { kubernetesSettings, type KubernetesSettings } from './settings';
import { deadlineUs, initialState, leads, type KubernetesState, type Phase } from './state';
import { viewOf } from './view';
import { reasonToFollow, reasonToLead, reasonToStop } from './words';

type Effects = readonly Effect<StoreMessage>[];

const NOTHING: Effects = Object.freeze([]);

export class KubernetesElector implements Program<StoreMessage, KubernetesState> {
  private readonly settings: KubernetesSettings;
  private readonly random: RandomSource;
  private readonly state: KubernetesState;
  private readonly session: LeaseSession;

  /** Of the step under way. */
  private effects: Effect<StoreMessage>[] = [];
  private observation: Observation;
  /** As of the last step. */
  private holderSeen: string;

  /** A fresh process if `state` is absent, else one that goes on from there; `state` itself is left alone. */
  constructor(boot: Boot, state?: KubernetesState) {
    this.settings = kubernetesSettings(boot);
    this.random = boot.random;
    this.state = state === undefined ? initialState(boot) : { ...state };
    const { storeId, requestTimeoutUs, waitMs } = this.settings;
    const out = (effect: Effect<StoreMessage>) => void this.effects.push(effect);
    this.session = new LeaseSession(storeId, requestTimeoutUs, waitMs, out, this.state.session);
    this.observation = observationOf(this.state, this.session.lock, this.settings, null);
    this.holderSeen = this.session.lock.observed.holder;
  }

  onMessage(from: NodeId, message: StoreMessage, clock: Clock): Effects {
    this.catchUp(clock);
    if (from === this.settings.storeId && message.verb === 'ANSWER') {
      this.after(this.session.onAnswer(message, clock), clock);
      this.catchUp(clock);
    }
    return this.endStep();
  }

  onWake(clock: Clock): Effects {
    this.catchUp(clock);
    return this.endStep();
  }

  onCommand(command: Command, clock: Clock): Effects {
    this.catchUp(clock);
    switch (command.kind) {
      case 'replOffset':
        this.state.replOffset = command.value;
        this.state.dataEpoch = command.dataEpoch ?? this.observation.epoch;
        break;
      case 'resign':
        this.cancel(clock);
        this.catchUp(clock);
        break;
      default:
        break;
    }
    return this.endStep();
  }

  nextWakeUs(): number {
    const { phase } = this.state;
    const nextUs = this.session.operation === null && 'nextUs' in phase ? phase.nextUs : Infinity;
    return Math.min(nextUs, deadlineUs(this.state), this.session.timeoutAtUs());
  }

  observe(): Observation {
    return this.observation;
  }

  view(clock: Clock): ProgramView {
    return viewOf(this.observation, this.state, this.settings, this.session, clock);
  }

  save(): KubernetesState {
    return { ...this.state, session: this.session.save() };
  }

  // --- time

  /** Does all that is due. A deadline comes before what would be in time for it by a hair, and ends it. */
  private catchUp(clock: Clock): void {
    while (clock.nowUs >= this.nextWakeUs()) {
      if (clock.nowUs >= deadlineUs(this.state)) this.onDeadline(clock);
      else if (clock.nowUs >= this.session.timeoutAtUs()) this.after(this.session.onTimeout(clock), clock);
      else this.begin(clock);
    }
  }

  private begin(clock: Clock): void {
    const { state, session, settings } = this;
    if (state.phase.kind === 'exited') this.beginProcess(clock.nowUs);
    if (state.phase.kind === 'resting') this.beginRound(clock.nowUs);
    else if (state.phase.kind === 'acquiring') this.noteClaim(clock.nowUs);
    state.triedAtUs = clock.nowUs;
    const { id, leaseDurationMs } = settings;
    this.after(session.start({ kind: 'try', id, leaseDurationMs, start: clock }, clock), clock);
  }

  private beginProcess(nowUs: number): void {
    const { state, session } = this;
    session.forget();
    state.renewedAtUs = -Infinity;
    state.phase = { kind: 'acquiring', nextUs: nowUs };
    this.tell('note', null, 'is there again, with an empty memory');
  }

  private noteClaim(nowUs: number): void {
    const { lock } = this.session;
    const { holder } = lock.observed;
    if (holder !== '' && isValid(lock, nowUs)) return;
    this.state.isClaiming = true;
    const why = holder === '' ? 'it knows of no leader' : `the lease of ${holder} is over`;
    this.tell('candidate', this.memberOf(holder), `became a candidate: ${why}`, lock.observed.transitions);
  }

  /** After a freeze as well it is from now that a round has its whole time. */
  private beginRound(nowUs: number): void {
    const { state, settings } = this;
    const fromUs = settings.deadlineFromRenewal ? state.renewedAtUs : nowUs;
    const deadlineUs = fromUs + settings.renewDeadlineUs;
    state.phase = { kind: 'renewing', startUs: nowUs, nextUs: nowUs, deadlineUs };
  }

  private onDeadline(clock: Clock): void {
    const { state, session, settings } = this;
    session.cancel(clock);
    if (state.phase.kind === 'releasing') {
      this.tell('note', null, 'gave up releasing its lease');
      this.exit(clock.nowUs);
    } else if (settings.releaseOnCancel) {
      this.tell('note', null, 'releases its lease, and only then tells its work to stop');
      this.release(clock, true);
    } else {
      this.exit(clock.nowUs);
    }
  }

  // --- orders

  /** Whoever runs the process ends it: its work stops first, and then the lease is given away. */
  private cancel(clock: Clock): void {
    const { state, session, settings } = this;
    if (!leads(state)) {
      this.tell('note', null, 'does not lead, so it has nothing to resign');
      return;
    }
    session.cancel(clock);
    this.tell(
      'replica',
      null,
      `stopped leading with transition ${state.transition}: it was told to`,
      state.transition,
    );
    if (settings.releaseOnCancel) this.release(clock, false);
    else this.state.phase = this.exited(clock.nowUs);
  }

  private release(clock: Clock, stillActs: boolean): void {
    const { state, session, settings } = this;
    const { id, recheckHolder, renewDeadlineUs } = settings;
    state.phase = { kind: 'releasing', deadlineUs: clock.nowUs + renewDeadlineUs, stillActs };
    this.after(session.start({ kind: 'release', id, recheckHolder }, clock), clock);
  }

  /** Its work ends with it, if that goes on still. */
  private exit(nowUs: number): void {
    const { state, session, settings } = this;
    if (leads(state)) {
      const why = reasonToStop(session.lock.observed.holder, settings.id);
      this.tell(
        'replica',
        null,
        `stopped leading with transition ${state.transition}: ${why}`,
        state.transition,
      );
    }
    state.phase = this.exited(nowUs);
  }

  private exited(nowUs: number): Phase {
    return { kind: 'exited', nextUs: nowUs + this.settings.restartDelayUs };
  }

  // --- what came of it

  private after(ended: Ended, clock: Clock): void {
    if (ended === null) return;
    const { state } = this;
    if (ended.operation.kind === 'release') {
      this.tell(
        'note',
        null,
        ended.succeeded ? 'has nothing left to release' : 'could not release its lease',
      );
      this.exit(clock.nowUs);
    } else if (ended.succeeded) {
      state.isClaiming = false;
      state.renewedAtUs = state.triedAtUs;
      if (state.phase.kind === 'acquiring') this.onAcquired(ended, clock.nowUs);
      else this.onRenewed(clock.nowUs);
    } else if (state.phase.kind === 'acquiring') this.onFollowed(ended, clock.nowUs);
    else if (state.phase.kind === 'renewing') this.onFailedTry(state.phase, clock.nowUs);
  }

  /** The first round begins at once: there is nothing to wait for. */
  private onAcquired({ found }: Outcome, nowUs: number): void {
    const { state, session, settings } = this;
    const { transitions } = session.lock.observed;
    state.transition = transitions;
    const why = reasonToLead(found, settings.id);
    this.tell('primary', null, `became leader with transition ${transitions}: ${why}`, transitions);
    this.beginRound(nowUs);
  }

  private onRenewed(nowUs: number): void {
    const { state, session, settings } = this;
    const { transitions } = session.lock.observed;
    if (transitions !== state.transition) {
      const text = `took the lease back with transition ${transitions}, as if it had never lost it`;
      state.transition = transitions;
      this.tell('epoch', null, text, transitions);
    }
    const { renewDeadlineUs, retryPeriodUs, deadlineFromRenewal } = settings;
    const nextUs = nowUs + retryPeriodUs;
    const endUs = (deadlineFromRenewal ? state.renewedAtUs : nextUs) + renewDeadlineUs;
    // As published one that is frozen as it rests begins its next round when it goes on, however late that is.
    const deadlineUs = deadlineFromRenewal ? endUs : Infinity;
    state.phase = { kind: 'resting', nextUs, endUs, deadlineUs };
  }

  private onFollowed({ error }: Outcome, nowUs: number): void {
    const { state, settings, session } = this;
    if (state.isClaiming) {
      state.isClaiming = false;
      const { observed } = session.lock;
      const why = reasonToFollow(error, observed.holder);
      this.tell(
        'replica',
        this.memberOf(observed.holder),
        `ended its candidacy: ${why}`,
        observed.transitions,
      );
    }
    const jitterUs = settings.jitterUs > 0 ? this.random.below(settings.jitterUs) : 0;
    state.phase = { kind: 'acquiring', nextUs: nowUs + settings.retryPeriodUs + jitterUs };
  }

  /** The grid does not shift with a slow try; one tick that fell into it is made up for at once. */
  private onFailedTry(phase: Extract<Phase, { readonly kind: 'renewing' }>, nowUs: number): void {
    const { state, settings } = this;
    const { startUs } = phase;
    const ticks = Math.floor((state.triedAtUs - startUs) / settings.retryPeriodUs) + 1;
    state.phase = { ...phase, nextUs: Math.max(nowUs, startUs + ticks * settings.retryPeriodUs) };
  }

  // --- what comes out

  private tell(
    tag: ProgramEvent['tag'],
    peer: NodeId | null,
    text: string,
    epoch = this.observation.epoch,
  ): void {
    this.effects.push({ kind: 'event', event: { tag, epoch, peer, text } });
  }

  /** A Lease can name anybody; only a member can be pointed at. */
  private memberOf(holder: string): NodeId | null {
    return holder !== this.settings.id && this.settings.peerIds.includes(holder) ? holder : null;
  }

  private endStep(): Effects {
    this.noteHolder();
    this.observation = observationOf(this.state, this.session.lock, this.settings, this.observation);
    const { leadership } = this.observation;
    if (leadership.kind === 'follower' && leadership.leaderEpoch !== undefined)
      this.state.leaderEpochMax = Math.max(this.state.leaderEpochMax, leadership.leaderEpoch);
    const { effects } = this;
    if (effects.length === 0) return NOTHING;
    this.effects = [];
    return effects;
  }

  /** The Lease has come to name another since the step before. */
  private noteHolder(): void {
    const { holder, transitions } = this.session.lock.observed;
    if (holder === this.holderSeen) return;
    this.holderSeen = holder;
    const peer = this.memberOf(holder);
    if (holder === '' || holder === this.settings.id) return;
    if (leads(this.state)) {
      const text = `sees that ${holder} holds the lease with transition ${transitions}, and leads on until its deadline`;
      this.tell('note', peer, text);
    } else if (peer !== null) {
      this.tell('epoch', peer, `follows ${holder}, leader with transition ${transitions}`, transitions);
    }
  }
}
