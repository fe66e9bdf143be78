/**
 * The hardened elector: protocol `quorum`, the transitions.
 *
 * It promises that an epoch has one winner, and that at any instant at most one node has authority, over any network
 * and any crashes, as long as disks keep what was written and clock rates differ by less than the margin between
 * `leaseMs` and `downAfterMs`. It makes progress while a majority can talk to each other.
 *
 * Two ideas carry it. An epoch is *promised* in a vote but *known* only once it was won, and only the latter travels as
 * `epoch`, so that a failed candidacy disturbs nobody. And a primary may act only on a lease that a quorum grants by
 * echoing its heartbeats (`hardened-lease.ts`), while those who grant vote for nobody else (`hardened-vote.ts`).
 *
 * The role changes in `becomeCandidate`, `becomePrimary` and `becomeReplica` and nowhere else. Every step first does
 * what time has made due, so it does not matter whether a wake-up or a message of the same moment comes first.
 *
 * Simplified: membership is fixed, and data is one number that the operator sets instead of a log.
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
import { candidacyAtUs, candidacyReason } from './candidacy';
import { leaseEndUs, leaseFromUs, newerGrants, withholdsGrant } from './lease';
import { observationOf, sameObservation } from './observation';
import { settingsOf, type Settings } from './settings';
import { copyState, durableRecord, initialState, type PeerState, type QuorumState } from './state';
import { viewOf } from './view';
import { refusalOf } from './vote';
import { giveUpAtUs, wakeAtUs } from './wake';
import { duration } from '../../words';
import type { Accept, Announce } from '../../election/message';
import type { QuorumHeartbeat, QuorumMessage, QuorumOffer } from './message';

/** What nearly every step returns. */
const NOTHING: readonly Effect<QuorumMessage>[] = Object.freeze([]);

/** Backoff doubles with each further failure, up to eight times its base. */
const BACKOFF_DOUBLINGS_MAX = 3;

export class HardenedElector implements Program<QuorumMessage, QuorumState> {
  private readonly settings: Settings;
  private readonly random: RandomSource;
  private readonly state: QuorumState;
  private readonly peerById: ReadonlyMap<NodeId, PeerState>;

  /** Of the step under way. */
  private effects: Effect<QuorumMessage>[] | null = null;
  private durableChanged = false;

  private observation: Observation | null = null;
  private observationStale = true;

  /** A fresh process if `state` is absent, else one that goes on from there; `state` itself is left alone. */
  constructor(boot: Boot, state?: QuorumState) {
    this.settings = settingsOf(boot);
    this.random = boot.random;
    this.state = state === undefined ? initialState(boot, this.settings) : copyState(state);
    this.peerById = new Map(this.state.peers.map((peer) => [peer.id, peer]));
  }

  onMessage(from: NodeId, message: QuorumMessage, clock: Clock): readonly Effect<QuorumMessage>[] {
    const { nowUs } = clock;
    const peer = this.peerById.get(from);
    if (peer === undefined) return NOTHING; // who is no member has no say
    if (nowUs >= this.state.wakeUs) this.catchUp(nowUs);
    switch (message.verb) {
      case 'HB':
        this.onHeartbeat(peer, message, nowUs);
        break;
      case 'OFFER':
        this.onOffer(peer, message, nowUs);
        break;
      case 'ACCEPT':
        this.onAccept(peer, message, nowUs);
        break;
      case 'ANNOUNCE':
        this.onAnnounce(peer, message, nowUs);
        break;
      default: {
        const unknown: never = message;
        assert(false, `no message like ${JSON.stringify(unknown)}`);
      }
    }
    return this.endStep(nowUs);
  }

  onWake(clock: Clock): readonly Effect<QuorumMessage>[] {
    this.catchUp(clock.nowUs);
    return this.endStep(clock.nowUs);
  }

  onCommand(command: Command, clock: Clock): readonly Effect<QuorumMessage>[] {
    const { state } = this;
    const { nowUs } = clock;
    if (nowUs >= state.wakeUs) this.catchUp(nowUs);
    if (command.kind === 'replOffset') {
      state.replOffset = command.value;
      state.dataEpoch = command.dataEpoch ?? state.epoch;
      this.observationStale = true;
    }
    return this.endStep(nowUs);
  }

  nextWakeUs(): number {
    return this.state.wakeUs;
  }

  observe(): Observation {
    if (this.observationStale || this.observation === null) {
      const next = observationOf(this.state, this.settings, this.observation);
      if (this.observation === null || !sameObservation(this.observation, next)) this.observation = next;
      this.observationStale = false;
    }
    return this.observation;
  }

  view(clock: Clock): ProgramView {
    return viewOf(this.observe(), this.state, this.settings, clock.nowUs);
  }

  save(): QuorumState {
    return copyState(this.state);
  }

  /** Does what time alone has made due by now: lapses, deadlines, candidacies, then the heartbeats that tell of them. */
  private catchUp(nowUs: number): void {
    const { state, settings } = this;
    if (state.role === 'primary') {
      if (state.hasAuthority && nowUs >= state.authorityUntilUs)
        this.loseAuthority('its grants ran out', state.authorityUntilUs);
      if (!state.hasAuthority && nowUs >= giveUpAtUs(state, settings)) {
        this.becomeReplica(
          `gave up as primary of epoch ${state.epoch}: no authority for ${duration(nowUs - state.powerlessSinceUs)}`,
          nowUs,
        );
      }
    }
    if (state.role === 'candidate' && nowUs >= state.electionDeadlineUs) {
      const votes = `${state.votes.length} of the ${settings.quorum} votes it needs`;
      state.failures++;
      const backoffUs = this.backoffUs();
      state.backoffUntilUs = nowUs + backoffUs;
      this.becomeReplica(
        `ended its candidacy for epoch ${state.promised}: only ${votes} came in time, backs off for ${duration(backoffUs)}`,
        nowUs,
      );
    }
    if (state.role === 'replica' && candidacyAtUs(state, settings, nowUs) <= nowUs) {
      this.becomeCandidate(nowUs);
    }
    if (nowUs >= state.nextHeartbeatUs) this.broadcastHeartbeats(nowUs);
  }

  private onHeartbeat(peer: PeerState, message: QuorumHeartbeat, nowUs: number): void {
    const { state } = this;
    peer.heardAtUs = nowUs;
    peer.role = message.role;
    peer.epoch = message.epoch;
    peer.replOffset = message.replOffset;
    peer.dataEpoch = message.dataEpoch;
    peer.promised = message.promised;
    if (message.promised > state.promiseHeard) state.promiseHeard = message.promised;

    const leads = message.role === 'primary';
    if (message.epoch > state.epoch) this.adoptEpoch(message.epoch, peer, leads, nowUs);
    if (message.epoch !== state.epoch) return;
    if (leads) {
      this.onSignOfPrimary(peer, nowUs);
      if (state.primary === peer.id && message.sentAt > state.grantSentAtUs) {
        state.grantSentAtUs = message.sentAt;
      }
    } else if (state.primary === peer.id) {
      this.follow(null, nowUs);
      this.emit('note', peer.id, `knows no primary: ${peer.id} says that it is a ${message.role} now`);
    }
    if (state.role === 'primary' && message.echo > peer.echoUs) this.takeEcho(peer, message.echo, nowUs);
  }

  private onOffer(peer: PeerState, offer: QuorumOffer, nowUs: number): void {
    const { state, settings } = this;
    const { newEpoch } = offer;
    if (newEpoch > state.promiseHeard) state.promiseHeard = newEpoch;
    const repeated = newEpoch === state.promised && state.votedFor === peer.id && newEpoch >= state.epoch;
    if (!repeated) {
      const refusal = refusalOf(state, settings, peer.id, offer, nowUs);
      if (refusal !== null) {
        this.emit(
          'refusal',
          peer.id,
          `refused ${peer.id}'s offer of epoch ${newEpoch}: ${refusal}`,
          newEpoch,
        );
        return;
      }
      state.promised = newEpoch;
      state.votedFor = peer.id;
      this.durableChanged = true;
      // Two weak candidates that keep voting for each other would starve the best one.
      state.holdOffUntilUs = nowUs + settings.electionTimeoutUs + this.jitterUs();
      if (state.role !== 'replica') {
        this.becomeReplica(
          `ended its own ${state.role === 'primary' ? 'primacy' : 'candidacy'} to vote for ${peer.id}`,
          nowUs,
        );
      }
      this.emit('vote', peer.id, `voted for ${peer.id} in epoch ${newEpoch}`, newEpoch);
    }
    this.send(peer.id, { verb: 'ACCEPT', epoch: newEpoch, accepterId: settings.nodeId });
  }

  private onAccept(peer: PeerState, accept: Accept, nowUs: number): void {
    const { state, settings } = this;
    if (state.role !== 'candidate' || accept.epoch !== state.promised) return;
    if (state.votes.includes(peer.id)) return;
    state.votes.push(peer.id);
    if (state.votes.length >= settings.quorum) this.becomePrimary(nowUs);
  }

  private onAnnounce(peer: PeerState, announce: Announce, nowUs: number): void {
    const { state } = this;
    if (announce.newPrimaryId !== peer.id) return; // hearsay
    if (announce.epoch > state.epoch) this.adoptEpoch(announce.epoch, peer, true, nowUs);
    if (announce.epoch !== state.epoch) return;
    peer.heardAtUs = nowUs;
    peer.role = 'primary';
    peer.epoch = announce.epoch;
    this.onSignOfPrimary(peer, nowUs);
  }

  /** A heartbeat or announcement of `peer` as the primary of my own epoch. */
  private onSignOfPrimary(peer: PeerState, nowUs: number): void {
    const { state } = this;
    if (state.primary === null) {
      this.follow(peer.id, nowUs);
      this.emit('note', peer.id, `follows ${peer.id}, the primary of epoch ${state.epoch}`);
    }
    if (state.primary !== peer.id) return;
    state.primarySignUs = nowUs;
    this.observationStale = true;
  }

  private adoptEpoch(epoch: number, peer: PeerState, leads: boolean, nowUs: number): void {
    const { state } = this;
    if (state.role === 'primary' && !this.settings.safeguards.stepDownOnHigherEpoch) return;
    if (state.role === 'primary') {
      this.becomeReplica(`stepped down as primary of epoch ${state.epoch}: epoch ${epoch} was won`, nowUs);
    } else if (state.role === 'candidate' && state.promised <= epoch) {
      this.becomeReplica(`ended its candidacy for epoch ${state.promised}: epoch ${epoch} was won`, nowUs);
    }
    state.epoch = epoch;
    this.durableChanged = true;
    const winner = leads ? `${peer.id} is its primary` : `heard of from ${peer.id}`;
    this.emit('epoch', peer.id, `adopted epoch ${epoch}: ${winner}`);
    this.follow(leads ? peer.id : null, nowUs);
  }

  /** A grant is given to one primary in one epoch, so it ends with either. */
  private follow(primary: NodeId | null, nowUs: number): void {
    const { state } = this;
    state.primary = primary;
    state.primarySignUs = nowUs;
    state.grantSentAtUs = -1;
    if (primary !== null) state.failures = 0;
    this.observationStale = true;
  }

  /** A peer granted the heartbeat that this primary sent at `echoUs`. */
  private takeEcho(peer: PeerState, echoUs: number, nowUs: number): void {
    const { state, settings } = this;
    // From before this primacy, or from a clock that is not mine: a grant of something else.
    if (echoUs < state.wonAtUs || echoUs > nowUs) return;
    const wasNewer = peer.echoUs > state.leaseFromUs;
    peer.echoUs = echoUs;
    if (wasNewer || echoUs <= state.leaseFromUs) return;
    state.newerGrants++;
    if (state.newerGrants + 1 >= settings.quorum) this.renewAuthority(nowUs);
  }

  private renewAuthority(nowUs: number): void {
    const { state, settings } = this;
    state.leaseFromUs = leaseFromUs(state.peers, settings);
    state.newerGrants = newerGrants(state.peers, state.leaseFromUs);
    state.authorityUntilUs = leaseEndUs(state.leaseFromUs, settings);
    this.observationStale = true;
    if (state.hasAuthority || nowUs >= state.authorityUntilUs) return;
    state.hasAuthority = true;
    const grants = settings.size === 1 ? 'it is alone' : `${settings.quorum} of ${settings.size} grant it`;
    this.emit('authority', null, `gained authority in epoch ${state.epoch}: ${grants}`);
  }

  private loseAuthority(why: string, atUs: number): void {
    const { state } = this;
    state.hasAuthority = false;
    state.powerlessSinceUs = atUs;
    this.emit('authority', null, `lost authority in epoch ${state.epoch}: ${why}`);
  }

  private becomeCandidate(nowUs: number): void {
    const { state, settings } = this;
    assert(state.role === 'replica', `a ${state.role} cannot become a candidate`);
    const offered = Math.max(state.epoch, state.promised, state.promiseHeard) + 1;
    const why = candidacyReason(state, settings, nowUs);
    state.role = 'candidate';
    state.promised = offered;
    state.votedFor = settings.nodeId;
    state.votes = [settings.nodeId];
    state.electionDeadlineUs = nowUs + settings.electionTimeoutUs;
    this.durableChanged = true;
    this.emit('candidate', state.primary, `became a candidate for epoch ${offered}: ${why}`, offered);
    this.send('*', {
      verb: 'OFFER',
      newEpoch: offered,
      candidateId: settings.nodeId,
      replOffset: state.replOffset,
      dataEpoch: state.dataEpoch,
    });
    if (state.votes.length >= settings.quorum) this.becomePrimary(nowUs);
  }

  private becomePrimary(nowUs: number): void {
    const { state, settings } = this;
    assert(state.role === 'candidate', `a ${state.role} cannot become primary`);
    assert(
      state.promised > state.epoch,
      `epoch ${state.promised} is not above ${state.epoch}, which was won before`,
    );
    state.role = 'primary';
    state.epoch = state.promised;
    state.wonAtUs = nowUs;
    state.powerlessSinceUs = nowUs;
    this.follow(settings.nodeId, nowUs);
    // Echoes of an earlier primacy grant nothing to this one.
    for (const peer of state.peers) peer.echoUs = -1;
    this.durableChanged = true;
    this.emit(
      'primary',
      null,
      `became primary of epoch ${state.epoch}: votes of ${state.votes.join(', ')} (${state.votes.length} of ${settings.size})`,
    );
    this.renewAuthority(nowUs);
    this.send('*', {
      verb: 'ANNOUNCE',
      epoch: state.epoch,
      newPrimaryId: settings.nodeId,
      newPrimaryAddr: settings.addresses[settings.nodeId] ?? settings.nodeId,
    });
    this.broadcastHeartbeats(nowUs);
  }

  private becomeReplica(why: string, nowUs: number): void {
    const { state } = this;
    assert(state.role !== 'replica', 'it is a replica already');
    if (state.hasAuthority) this.loseAuthority('it is no longer primary', nowUs);
    if (state.role === 'primary') this.follow(null, nowUs);
    state.role = 'replica';
    state.votes = [];
    state.authorityUntilUs = 0;
    this.emit('replica', null, why);
  }

  private broadcastHeartbeats(nowUs: number): void {
    const { state, settings } = this;
    if (state.peers.length === 0) return;
    state.nextHeartbeatUs = nowUs + settings.hbIntervalUs;
    const plain = this.heartbeat(nowUs, -1);
    const granted = this.grantUs();
    if (granted < 0) {
      this.send('*', plain);
      return;
    }
    for (const { id } of state.peers) {
      this.send(id, id === state.primary ? this.heartbeat(nowUs, granted) : plain);
    }
  }

  private heartbeat(nowUs: number, echo: number): QuorumHeartbeat {
    const { state, settings } = this;
    return {
      verb: 'HB',
      epoch: state.epoch,
      nodeId: settings.nodeId,
      role: state.role,
      replOffset: state.replOffset,
      dataEpoch: state.dataEpoch,
      promised: state.promised,
      sentAt: nowUs,
      echo,
    };
  }

  /** The newest heartbeat of the primary that I follow that I stand by; -1 if none, or if I promised to replace it. */
  private grantUs(): number {
    return withholdsGrant(this.state, this.settings) ? -1 : this.state.grantSentAtUs;
  }

  private backoffUs(): number {
    const factor = 1 << Math.min(this.state.failures - 1, BACKOFF_DOUBLINGS_MAX);
    return this.settings.electionBackoffUs * factor + this.jitterUs();
  }

  private jitterUs(): number {
    return this.random.below(this.settings.electionBackoffJitterUs + 1);
  }

  private send(to: NodeId | '*', message: QuorumMessage): void {
    this.push({ kind: 'send', to, message });
  }

  private emit(tag: ProgramEvent['tag'], peer: NodeId | null, text: string, epoch = this.state.epoch): void {
    this.observationStale = true;
    this.push({ kind: 'event', event: { tag, epoch, peer, text } });
  }

  private push(effect: Effect<QuorumMessage>): void {
    if (this.effects === null) this.effects = [effect];
    else this.effects.push(effect);
  }

  /** Sets the timer and hands out what the step did, the disk before everything else. */
  private endStep(nowUs: number): readonly Effect<QuorumMessage>[] {
    const { state, settings, effects } = this;
    state.wakeUs = wakeAtUs(state, settings, nowUs);
    this.effects = null;
    if (!this.durableChanged) return effects ?? NOTHING;
    this.durableChanged = false;
    if (!settings.safeguards.durableVotes) return effects ?? NOTHING;
    return [{ kind: 'persist', record: durableRecord(state) }, ...(effects ?? [])];
  }
}
