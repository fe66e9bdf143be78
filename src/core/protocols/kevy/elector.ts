/**
 * Protocol `kevy`: the elector of kevy as published, step for step (checked against recordings of it, `tests/golden`).
 *
 * Replicas that miss their primary pick the best of those they hear (highest offset, then lowest id), which asks for
 * votes under the next epoch and announces itself when a majority voted.
 *
 * It promises no safety, and keeps the flaws that break it, since showing them is what it is here for:
 * - a vote is given however alive the primary is, so one cut link is enough for two primaries;
 * - a node that votes adopts the epoch but keeps its role, known primary and tally, so an old primary (or a rival
 *   candidate) goes on under the new epoch: two primaries of one epoch.
 *
 * Where the published code leaves a question open, this one answers: frames that name nobody of the membership are
 * ignored; authority is "a majority heard within downAfterMs".
 */
import { assert } from '../../assert';
import { sameLeaderState, UNKNOWN, type LeaderState } from '../../leadership/leader-state';
import type {
  Clock,
  Command,
  Effect,
  NodeId,
  Observation,
  Program,
  ProgramEvent,
  ProgramView,
} from '../../program';
import type { Boot } from '../../protocol';
import { electConfig, type ElectConfig } from '../../election/config';
import { copyState, freshState, NEVER_US, type KevyPeer, type KevyState } from './state';
import { viewOf } from './view';
import { majorityHeardUntilUs } from '../../election/majority';
import type { Accept, Announce, KevyHeartbeat, KevyMessage, KevyOffer } from '../../election/message';
import { duration } from '../../words';

type Effects = readonly Effect<KevyMessage>[];

/** The answer to nearly every heartbeat: one array for all. */
const NO_EFFECTS: Effects = Object.freeze([]);

const US_PER_MS = 1000;

export class KevyElector implements Program<KevyMessage, KevyState> {
  private readonly nodeId: NodeId;
  private readonly config: ElectConfig;
  private readonly quorum: number;
  private readonly hbIntervalUs: number;
  private readonly downAfterUs: number;
  private readonly electionTimeoutUs: number;

  private readonly peerById: ReadonlyMap<NodeId, KevyPeer>;
  private out: Effect<KevyMessage>[] | null = null;
  /** What a heartbeat sends as long as nothing in it changes, which is nearly always. */
  private heartbeat: KevyHeartbeat | null = null;
  private heartbeatSends: Effects = NO_EFFECTS;
  /** null when it has to be made anew. */
  private observation: Observation | null = null;
  private leadership: LeaderState = UNKNOWN;

  constructor(
    private readonly boot: Boot,
    private readonly state: KevyState = freshState(boot),
  ) {
    this.config = electConfig(boot.config);
    for (const id of boot.peerIds) assert(boot.addresses[id] !== undefined, `no address is given for ${id}`);
    assert(boot.peerIds.includes(boot.nodeId), `${boot.nodeId} is not in its own membership`);
    this.nodeId = boot.nodeId;
    this.quorum = Math.floor(boot.peerIds.length / 2) + 1;
    this.hbIntervalUs = this.config.hbIntervalMs * US_PER_MS;
    this.downAfterUs = this.config.downAfterMs * US_PER_MS;
    this.electionTimeoutUs = this.config.electionTimeoutMs * US_PER_MS;
    this.peerById = new Map(state.peers.map((peer) => [peer.id, peer]));
  }

  onMessage(from: NodeId, message: KevyMessage, clock: Clock): Effects {
    switch (message.verb) {
      case 'HB':
        this.onHeartbeat(from, message, clock.nowUs);
        break;
      case 'OFFER':
        this.onOffer(message);
        break;
      case 'ACCEPT':
        this.onAccept(message);
        break;
      case 'ANNOUNCE':
        this.onAnnounce(message, clock.nowUs);
        break;
      default: {
        const unknown: never = message;
        assert(false, `unknown message ${JSON.stringify(unknown)}`);
      }
    }
    return this.takeEffects();
  }

  onWake(clock: Clock): Effects {
    const nowUs = clock.nowUs;
    const heartbeats = this.heartbeatsDue(nowUs);
    if (this.state.firstTickUs === Infinity) {
      this.state.firstTickUs = nowUs;
      this.observation = null;
      // Alone it is a majority, and hears nobody who could make it one later.
      if (this.state.role === 'primary') this.renewAuthority(nowUs);
    }
    this.maybeStartElection(nowUs);
    this.maybeFinishCandidacy(nowUs);
    this.maybeLoseAuthority(nowUs);
    this.state.lastTickUs = nowUs;

    const rest = this.takeEffects();
    if (rest.length === 0) return heartbeats;
    return heartbeats.length === 0 ? rest : [...heartbeats, ...rest];
  }

  onCommand(command: Command, _clock: Clock): Effects {
    if (command.kind !== 'replOffset') return NO_EFFECTS;
    if (this.state.replOffset !== command.value) this.observation = null;
    this.state.replOffset = command.value;
    return NO_EFFECTS;
  }

  /**
   * Only moments at which a tick does something new. A deadline that the last tick has already looked at waits for the
   * next heartbeat, as does whatever has no deadline, such as a better candidate that goes silent.
   */
  nextWakeUs(): number {
    const { state } = this;
    if (state.lastTickUs === NEVER_US) return state.bootedAtUs;
    let wakeUs = state.peers.length === 0 ? Infinity : state.heartbeatSentAtUs + this.hbIntervalUs;
    switch (state.role) {
      case 'candidate':
        if (state.votes.length >= this.quorum) return state.lastTickUs;
        return Math.min(wakeUs, state.offeredAtUs + this.electionTimeoutUs);
      case 'replica': {
        const electionUs = Math.max(this.patienceUntilUs(), state.backoffUntilUs);
        if (electionUs > state.lastTickUs) wakeUs = Math.min(wakeUs, electionUs);
        return wakeUs;
      }
      case 'primary':
        if (state.authorityUntilUs > state.lastTickUs) wakeUs = Math.min(wakeUs, state.authorityUntilUs);
        return wakeUs;
      default: {
        const unknown: never = state.role;
        assert(false, `unknown role ${String(unknown)}`);
      }
    }
  }

  observe(): Observation {
    return (this.observation ??= this.makeObservation());
  }

  view(clock: Clock): ProgramView {
    return viewOf(this.observe(), this.state, this.config, this.quorum, clock);
  }

  save(): KevyState {
    return copyState(this.state);
  }

  /** What the published elector calls its current primary; `observe` also counts a node that was started as one. */
  get knownPrimary(): NodeId | null {
    return this.state.primary;
  }

  /** Whether this node and those that it heard within `downAfterMs` are a strict majority; in any role. */
  hasQuorum(nowUs: number): boolean {
    return nowUs < this.majorityHeardUntilUs();
  }

  // --- what a tick does, in its order

  private heartbeatsDue(nowUs: number): Effects {
    const { state } = this;
    if (nowUs - state.heartbeatSentAtUs < this.hbIntervalUs) return NO_EFFECTS;
    state.heartbeatSentAtUs = nowUs;
    const { epoch, role, replOffset } = state;
    const last = this.heartbeat;
    if (last === null || last.epoch !== epoch || last.role !== role || last.replOffset !== replOffset) {
      const message: KevyHeartbeat = { verb: 'HB', epoch, nodeId: this.nodeId, role, replOffset };
      this.heartbeat = message;
      this.heartbeatSends = state.peers.map((peer) => ({ kind: 'send', to: peer.id, message }));
    }
    return this.heartbeatSends;
  }

  private maybeStartElection(nowUs: number): void {
    const { state } = this;
    if (state.role !== 'replica' || nowUs < state.backoffUntilUs) return;
    if (nowUs < this.patienceUntilUs() || !this.isBestCandidate(nowUs)) return;
    this.becomeCandidate(nowUs);
  }

  private maybeFinishCandidacy(nowUs: number): void {
    const { state } = this;
    if (state.role !== 'candidate') return;
    if (state.votes.length >= this.quorum) {
      const votes = `${state.votes.length} of ${this.boot.peerIds.length} votes`;
      this.becomePrimary(state.epoch, nowUs, votes);
      this.send('*', {
        verb: 'ANNOUNCE',
        epoch: state.epoch,
        newPrimaryId: this.nodeId,
        newPrimaryAddr: this.boot.addresses[this.nodeId]!,
      });
    } else if (nowUs - state.offeredAtUs >= this.electionTimeoutUs) {
      const { electionBackoffMs, electionBackoffJitterMs } = this.config;
      const jitterMs = this.boot.random.below(electionBackoffJitterMs + 1);
      const backoffUs = (electionBackoffMs + jitterMs) * US_PER_MS;
      state.backoffUntilUs = nowUs + backoffUs;
      this.becomeReplica(
        null,
        `gave up its candidacy for epoch ${state.epoch}: ${state.votes.length} of the ${this.quorum} votes needed after ` +
          `${duration(nowUs - state.offeredAtUs)}, backs off for ${duration(backoffUs)}`,
      );
    }
  }

  // --- what each message does

  private onHeartbeat(from: NodeId, message: KevyHeartbeat, nowUs: number): void {
    const { state } = this;
    const peer = this.peerById.get(from);
    if (peer === undefined) return;
    // What a watcher sees moves only with the primary's heartbeats; the primary itself is looked after below.
    if (from === state.primary && peer.heardAtUs !== nowUs) this.observation = null;
    peer.heardAtUs = nowUs;
    peer.role = message.role;
    peer.epoch = message.epoch;
    peer.replOffset = message.replOffset;

    if (message.role === 'primary' && message.epoch >= state.epoch) {
      if (message.epoch > state.epoch) {
        this.persist(message.epoch, null);
        this.follow(from, message.epoch, 'its heartbeat says so');
      } else if (state.role === 'replica' && state.primary === null) {
        this.follow(from, message.epoch, 'its heartbeat says so');
      }
    }
    if (state.role === 'primary') this.renewAuthority(nowUs);
  }

  private onOffer(offer: KevyOffer): void {
    const { state } = this;
    const { candidateId, newEpoch } = offer;
    if (!this.peerById.has(candidateId)) return;
    const refusal = this.reasonToRefuse(offer);
    if (refusal !== null) {
      this.tell('refusal', candidateId, `refused ${candidateId} its vote for epoch ${newEpoch}: ${refusal}`);
      return;
    }
    this.persist(newEpoch, candidateId);
    state.epoch = newEpoch;
    this.observation = null;
    this.send(candidateId, { verb: 'ACCEPT', epoch: newEpoch, accepterId: this.nodeId });
    const flaw = state.role === 'replica' ? '' : `, and stays ${state.role} under that epoch`;
    this.tell('vote', candidateId, `voted for ${candidateId} in epoch ${newEpoch}${flaw}`);
  }

  private reasonToRefuse({ newEpoch, candidateId, replOffset }: KevyOffer): string | null {
    const { state } = this;
    if (newEpoch <= state.epoch) return `already in epoch ${state.epoch}`;
    if (state.replOffset > replOffset) return `has the higher offset, ${state.replOffset} to ${replOffset}`;
    if (state.replOffset === replOffset && isLower(this.nodeId, candidateId)) {
      return `same offset ${replOffset}, and the lower id`;
    }
    if (newEpoch === state.votedEpoch) return `already voted for ${state.votedFor} in it`;
    return null;
  }

  /** Only counted here: the published elector looks at the tally when it ticks. */
  private onAccept({ epoch, accepterId }: Accept): void {
    const { state } = this;
    if (state.role !== 'candidate' || epoch !== state.epoch) return;
    if (!this.peerById.has(accepterId) || state.votes.includes(accepterId)) return;
    state.votes.push(accepterId);
    this.tell(
      'vote',
      accepterId,
      `got the vote of ${accepterId} for epoch ${epoch}: ${state.votes.length} of the ${this.quorum} needed`,
    );
  }

  private onAnnounce({ epoch, newPrimaryId }: Announce, nowUs: number): void {
    const { state } = this;
    if (newPrimaryId !== this.nodeId && !this.peerById.has(newPrimaryId)) return;
    if (epoch < state.epoch || (epoch === state.epoch && newPrimaryId === state.primary)) return;
    this.persist(epoch, newPrimaryId);
    if (newPrimaryId === this.nodeId) this.becomePrimary(epoch, nowUs, 'an announcement names it');
    else this.follow(newPrimaryId, epoch, 'announced');
  }

  // --- the only places where the role changes

  private becomeCandidate(nowUs: number): void {
    const { state } = this;
    assert(state.role === 'replica', `a ${state.role} cannot become a candidate`);
    const why = `${this.whyPrimaryIsMissing(nowUs)}, best offset, hears ${this.aliveCount(nowUs)} of ${this.boot.peerIds.length}`;
    state.role = 'candidate';
    // A damaged frame may have brought an epoch with no successor that the wire could carry.
    state.epoch = Math.min(state.epoch + 1, Number.MAX_SAFE_INTEGER);
    state.votes = [this.nodeId];
    state.offeredAtUs = nowUs;
    this.observation = null;
    this.persist(state.epoch, this.nodeId);
    this.send('*', {
      verb: 'OFFER',
      newEpoch: state.epoch,
      candidateId: this.nodeId,
      replOffset: state.replOffset,
    });
    this.tell('candidate', state.primary, `became a candidate for epoch ${state.epoch}: ${why}`);
  }

  /** From candidate by votes, or from any role by an announcement that names this node. */
  private becomePrimary(epoch: number, nowUs: number, why: string): void {
    const { state } = this;
    state.role = 'primary';
    state.epoch = epoch;
    state.primary = this.nodeId;
    state.primaryEpoch = epoch;
    state.votes = [];
    state.authorityUntilUs = this.majorityHeardUntilUs();
    state.authorityHeld = nowUs < state.authorityUntilUs;
    this.observation = null;
    const heard = `hears ${this.aliveCount(nowUs)} of ${this.boot.peerIds.length}`;
    const authority = state.authorityHeld ? heard : `no authority yet, ${heard}`;
    this.tell('primary', null, `became primary of epoch ${epoch}: ${why}; ${authority}`);
  }

  private becomeReplica(peer: NodeId | null, why: string): void {
    const { state } = this;
    assert(state.role !== 'replica', 'a replica cannot become one');
    const left = state.role === 'primary' ? 'stepped down, ' : '';
    state.role = 'replica';
    state.votes = [];
    state.authorityUntilUs = 0;
    state.authorityHeld = false;
    this.observation = null;
    this.tell('replica', peer, `${left}${why}`);
  }

  /** Takes `primary` for the primary of `epoch`, whatever this node was. */
  private follow(primary: NodeId, epoch: number, how: string): void {
    const { state } = this;
    assert(epoch >= state.epoch, `epoch went back from ${state.epoch} to ${epoch}`);
    state.epoch = epoch;
    state.primary = primary;
    state.primaryEpoch = epoch;
    this.observation = null;
    const text = `follows ${primary}, primary of epoch ${epoch}: ${how}`;
    if (state.role === 'replica') this.tell('epoch', primary, text);
    else this.becomeReplica(primary, text);
  }

  // --- authority: a majority heard recently, while primary

  private renewAuthority(nowUs: number): void {
    const { state } = this;
    const untilUs = this.majorityHeardUntilUs();
    if (untilUs !== state.authorityUntilUs) {
      state.authorityUntilUs = untilUs;
      this.observation = null;
    }
    if (state.authorityHeld || nowUs >= untilUs) return;
    state.authorityHeld = true;
    this.tell(
      'authority',
      null,
      `has authority: hears ${this.aliveCount(nowUs)} of ${this.boot.peerIds.length}`,
    );
  }

  private maybeLoseAuthority(nowUs: number): void {
    const { state } = this;
    if (!state.authorityHeld || nowUs < state.authorityUntilUs) return;
    state.authorityHeld = false;
    const heard = `hears only ${this.aliveCount(nowUs)} of ${this.boot.peerIds.length}`;
    this.tell('authority', null, `lost its authority but stays primary: ${heard}`);
  }

  /** The moment at which the peers heard within `downAfterMs`, plus this node, stop being a strict majority. */
  private majorityHeardUntilUs(): number {
    return majorityHeardUntilUs(this.state.peers, this.downAfterUs);
  }

  // --- who is down, who is best

  private isDown(peer: KevyPeer, nowUs: number): boolean {
    return nowUs - peer.heardAtUs >= this.downAfterUs;
  }

  private aliveCount(nowUs: number): number {
    let count = 1;
    for (const peer of this.state.peers) if (!this.isDown(peer, nowUs)) count++;
    return count;
  }

  /** From when on this node counts its primary, or the lack of one, as a reason for an election. */
  private patienceUntilUs(): number {
    return this.patienceFromUs() + this.downAfterUs;
  }

  private patienceFromUs(): number {
    const { primary, firstTickUs } = this.state;
    if (primary === null) return firstTickUs;
    return this.peerById.get(primary)?.heardAtUs ?? NEVER_US;
  }

  /** Only asked when the known primary is down, so that one is out of the comparison by itself. */
  private isBestCandidate(nowUs: number): boolean {
    const { replOffset, peers } = this.state;
    for (const peer of peers) {
      if (this.isDown(peer, nowUs)) continue;
      if (peer.replOffset > replOffset) return false;
      if (peer.replOffset === replOffset && isLower(peer.id, this.nodeId)) return false;
    }
    return true;
  }

  private whyPrimaryIsMissing(nowUs: number): string {
    const { primary } = this.state;
    const missingUs = nowUs - this.patienceFromUs();
    if (primary === null) return `no primary known for ${duration(missingUs)}`;
    return missingUs === Infinity
      ? `primary ${primary} never heard`
      : `silent primary ${primary} for ${duration(missingUs)}`;
  }

  // --- what comes out

  private persist(epoch: number, votedFor: NodeId | null): void {
    if (votedFor !== null) {
      this.state.votedEpoch = epoch;
      this.state.votedFor = votedFor;
    }
    this.emit({ kind: 'persist', record: { epoch, votedFor } });
  }

  private send(to: NodeId | '*', message: KevyMessage): void {
    this.emit({ kind: 'send', to, message });
  }

  private tell(tag: ProgramEvent['tag'], peer: NodeId | null, text: string): void {
    this.emit({ kind: 'event', event: { tag, epoch: this.state.epoch, peer, text } });
  }

  private emit(effect: Effect<KevyMessage>): void {
    (this.out ??= []).push(effect);
  }

  private takeEffects(): Effects {
    const taken = this.out;
    this.out = null;
    return taken ?? NO_EFFECTS;
  }

  private makeObservation(): Observation {
    const { state } = this;
    const isPrimary = state.role === 'primary';
    const patienceFromUs = state.role === 'replica' ? this.patienceFromUs() : Infinity;
    const isWaiting = patienceFromUs !== Infinity;
    const leadership = this.makeLeadership();
    if (!sameLeaderState(leadership, this.leadership)) this.leadership = leadership;
    return {
      role: state.role,
      epoch: state.epoch,
      primary: isPrimary ? this.nodeId : state.primary,
      authorityUntilUs: isPrimary ? state.authorityUntilUs : 0,
      authoritySpanUs: this.downAfterUs,
      // A primary that was announced but never heard counts as down at once, as published: that patience is long over.
      patienceFromUs: isWaiting ? Math.max(patienceFromUs, -this.downAfterUs) : 0,
      patienceUntilUs: isWaiting ? Math.max(patienceFromUs, -this.downAfterUs) + this.downAfterUs : Infinity,
      replOffset: state.replOffset,
      dataEpoch: 0,
      votedEpoch: state.votedEpoch,
      votedFor: state.votedFor,
      leadership: this.leadership,
    };
  }

  /** As published, the role alone makes a leader. A candidate believes in nobody. */
  private makeLeadership(): LeaderState {
    const { role, epoch, primary, primaryEpoch } = this.state;
    if (role === 'primary') return { kind: 'leader', epoch };
    if (role === 'candidate' || primary === null) return UNKNOWN;
    return { kind: 'follower', leaderEndpoint: this.boot.addresses[primary]!, leaderEpoch: primaryEpoch };
  }
}

/** Byte order; node ids are ASCII, where JavaScript's order of strings is the same. */
function isLower(a: NodeId, b: NodeId): boolean {
  return a < b;
}
