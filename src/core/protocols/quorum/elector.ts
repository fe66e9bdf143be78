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
import { candidacyAtUs, candidacyFloorUs, candidacyReason, epochToOffer } from './candidacy';
import { handOverWithinUs, holdsData } from './hand-over';
import { graceEndUs } from './hearing';
import { leaseEndUs, leaseFromUs, newerGrants } from './lease';
import { observationOf, sameObservation } from './observation';
import { countBound, isVoid, withholdsGrant } from './promise';
import { settingsOf, type Settings } from './settings';
import { copyState, durableRecord, initialState, type PeerState, type QuorumState } from './state';
import { viewOf } from './view';
import { refusalOf } from './vote';
import { giveUpAtUs, wakeAtUs } from './wake';
import { duration } from '../../words';
import type { Announce } from '../../election/message';
import type { HandOver, QuorumAccept, QuorumHeartbeat, QuorumMessage, QuorumOffer } from './message';

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
      case 'HANDOVER':
        this.onHandOver(peer, message, nowUs);
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
    if (command.kind === 'transfer') this.beginHandOver(command.to, nowUs);
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
    if (state.handOverTo !== null) this.handOver(nowUs);
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
    if (state.role === 'replica') this.maybeStand(nowUs);
    if (nowUs >= state.nextHeartbeatUs) this.broadcastHeartbeats(nowUs);
  }

  /** If it is time to: listens first if it was away, then asks, and stands if it need not ask. */
  private maybeStand(nowUs: number): void {
    const { state, settings } = this;
    if (state.askedEpoch > 0) {
      if (nowUs < state.questionEndUs) return;
      const count = `${state.answers.length} of the ${settings.quorum} it needs`;
      this.emit(
        'note',
        null,
        `gave up its question about epoch ${state.askedEpoch}: only ${count} would vote for it`,
      );
      this.endQuestion();
      state.standJitterSpanUs = this.standJitterUs();
      state.backoffUntilUs = Math.max(state.backoffUntilUs, nowUs + state.standJitterSpanUs);
    }
    const wasAwayUs = nowUs - state.wakeUs;
    // A timer that is late by what lies between two of its heartbeats was held up: nothing was handled meanwhile.
    if (
      wasAwayUs >= settings.hbIntervalUs &&
      !state.hasListened &&
      candidacyFloorUs(state, settings) <= nowUs
    ) {
      // What was sent to it meanwhile comes now, or within the time that the next heartbeat takes.
      state.hasListened = true;
      state.listenUntilUs = nowUs + settings.hbIntervalUs + settings.standJitterUs;
      this.emit(
        'note',
        null,
        `was away for ${duration(wasAwayUs)}, and listens before it takes its primary for gone`,
      );
    }
    if (candidacyAtUs(state, settings, nowUs) > nowUs) return;
    if (settings.safeguards.preVote && settings.quorum > 1) this.ask(nowUs);
    else this.becomeCandidate(nowUs, candidacyReason(state, settings, nowUs));
  }

  /** A question promises nothing and changes nothing, whatever comes of it. */
  private ask(nowUs: number): void {
    const { state, settings } = this;
    const asked = epochToOffer(state);
    state.askedEpoch = asked;
    state.answers = [settings.nodeId];
    state.questionEndUs = nowUs + settings.electionTimeoutUs;
    const why = candidacyReason(state, settings, nowUs);
    this.emit('note', state.primary, `asks who would vote for it in epoch ${asked}: ${why}`);
    this.sendOffer(asked, 1);
  }

  private endQuestion(): void {
    const { state } = this;
    if (state.askedEpoch === 0) return;
    state.askedEpoch = 0;
    state.answers = [];
    state.questionEndUs = -Infinity;
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
    if (peer.boundEpoch > 0 && isVoid(peer, message)) this.releaseVote(peer);
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
    if (offer.pre === 1) {
      this.onQuestion(peer, offer, nowUs);
      return;
    }
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
      this.endQuestion();
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
    peer.boundEpoch = newEpoch;
    countBound(state);
    this.send(peer.id, { verb: 'ACCEPT', epoch: newEpoch, accepterId: settings.nodeId, pre: 0 });
  }

  private onQuestion(peer: PeerState, offer: QuorumOffer, nowUs: number): void {
    const { newEpoch } = offer;
    const refusal = refusalOf(this.state, this.settings, peer.id, offer, nowUs);
    if (refusal === null) {
      this.send(peer.id, { verb: 'ACCEPT', epoch: newEpoch, accepterId: this.settings.nodeId, pre: 1 });
    } else {
      this.emit(
        'refusal',
        peer.id,
        `would not vote for ${peer.id} in epoch ${newEpoch}: ${refusal}`,
        newEpoch,
      );
    }
  }

  private onAccept(peer: PeerState, accept: QuorumAccept, nowUs: number): void {
    const { state, settings } = this;
    if (accept.pre === 1) {
      this.onAnswer(peer, accept, nowUs);
      return;
    }
    if (state.role !== 'candidate' || accept.epoch !== state.promised) return;
    if (state.votes.includes(peer.id)) return;
    state.votes.push(peer.id);
    if (state.votes.length >= settings.quorum) this.becomePrimary(nowUs);
  }

  private onAnswer(peer: PeerState, answer: QuorumAccept, nowUs: number): void {
    const { state, settings } = this;
    if (state.askedEpoch === 0 || answer.epoch !== state.askedEpoch) return;
    if (state.answers.includes(peer.id)) return;
    state.answers.push(peer.id);
    if (state.answers.length < settings.quorum) return;
    // What it asked about may be promised to another by now, and those whom it heard then may be silent.
    const isStill =
      epochToOffer(state) === state.askedEpoch && candidacyAtUs(state, settings, nowUs) <= nowUs;
    const { answers } = state;
    this.endQuestion();
    const support = `${answers.join(', ')} would vote for it`;
    if (isStill) this.becomeCandidate(nowUs, `${candidacyReason(state, settings, nowUs)}, ${support}`);
    else this.maybeStand(nowUs);
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
    state.hasListened = false;
    this.endQuestion();
    this.observationStale = true;
  }

  private beginHandOver(to: NodeId, nowUs: number): void {
    const { state, settings } = this;
    if (!this.peerById.has(to)) return;
    if (state.role !== 'primary' || !state.hasAuthority) {
      this.emit('note', to, `cannot hand over to ${to}: it is no primary with authority`);
      return;
    }
    state.handOverTo = to;
    state.handOverUntilUs = nowUs + handOverWithinUs(settings);
    state.authorityUntilUs = 0;
    this.loseAuthority(`it hands over to ${to}, and serves nobody until then`, nowUs);
    this.handOver(nowUs);
  }

  /** At once, or with one of its next heartbeats: as soon as the other is known to hold its data. */
  private handOver(nowUs: number): void {
    const { state, settings } = this;
    const to = state.handOverTo!;
    if (holdsData(this.peerById.get(to)!, state, settings, nowUs)) {
      const { epoch } = state;
      this.becomeReplica(`ended its primacy of epoch ${epoch}: ${to} holds its data and is to stand`, nowUs);
      // Its successor goes first.
      state.holdOffUntilUs = nowUs + settings.electionTimeoutUs + this.jitterUs();
      this.send(to, { verb: 'HANDOVER', epoch, nodeId: settings.nodeId });
      this.broadcastHeartbeats(nowUs);
    } else if (nowUs >= state.handOverUntilUs) {
      state.handOverTo = null;
      this.emit('note', to, `keeps its primacy of epoch ${state.epoch}: ${to} did not hold its data in time`);
      this.renewAuthority(nowUs);
    }
  }

  private onHandOver(peer: PeerState, { epoch }: HandOver, nowUs: number): void {
    const { state, settings } = this;
    const follows = state.primary === peer.id || state.primary === null;
    // A question that is under way is answered by this. After a start it may have forgotten a grant.
    if (state.role !== 'replica' || epoch !== state.epoch || !follows) return;
    if (nowUs < graceEndUs(state, settings)) return;
    this.endQuestion();
    this.becomeCandidate(nowUs, `${peer.id} hands over to it`);
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
    countBound(state);
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
    state.standJitterSpanUs = this.standJitterUs();
    state.hasListened = false;
    this.endQuestion();
    if (primary !== null) state.failures = 0;
    this.observationStale = true;
  }

  /** Nobody can win with it any more. */
  private releaseVote(peer: PeerState): void {
    const { state } = this;
    const epoch = peer.boundEpoch;
    peer.boundEpoch = 0;
    countBound(state);
    // A process that starts anew shall not wait for what this one has heard.
    this.durableChanged = true;
    this.emit('note', peer.id, `is free of its vote in epoch ${epoch}: ${peer.id} ended that candidacy`);
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
    // Who hands over has laid it down, whatever it is granted.
    state.authorityUntilUs = state.handOverTo === null ? leaseEndUs(state.leaseFromUs, settings) : 0;
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

  private becomeCandidate(nowUs: number, why: string): void {
    const { state, settings } = this;
    assert(state.role === 'replica', `a ${state.role} cannot become a candidate`);
    const offered = epochToOffer(state);
    state.role = 'candidate';
    state.promised = offered;
    state.votedFor = settings.nodeId;
    state.votes = [settings.nodeId];
    state.electionDeadlineUs = nowUs + settings.electionTimeoutUs;
    this.durableChanged = true;
    this.emit('candidate', state.primary, `became a candidate for epoch ${offered}: ${why}`, offered);
    this.sendOffer(offered, 0);
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
    countBound(state);
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
    state.handOverTo = null;
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

  private sendOffer(newEpoch: number, pre: 0 | 1): void {
    const { state, settings } = this;
    const { replOffset, dataEpoch } = state;
    this.send('*', { verb: 'OFFER', newEpoch, candidateId: settings.nodeId, replOffset, dataEpoch, pre });
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

  /** The newest heartbeat of the primary that I follow that I stand by; -1 if none, or if I voted to replace it. */
  private grantUs(): number {
    return withholdsGrant(this.state, this.settings) ? -1 : this.state.grantSentAtUs;
  }

  private backoffUs(): number {
    const factor = 1 << Math.min(this.state.failures - 1, BACKOFF_DOUBLINGS_MAX);
    return this.settings.electionBackoffUs * factor + this.jitterUs();
  }

  /** Followers that share a last heartbeat would else stand at one moment, and take each other the votes. */
  private standJitterUs(): number {
    return this.random.below(this.settings.standJitterUs + 1);
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
