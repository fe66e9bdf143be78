/**
 * One copy of the register, and while its node is primary, the writing of it.
 *
 * The primary gives each write the next offset, dates it by its token (its epoch, or the first ballot of its reign) and
 * sends the whole copy to everybody. A write is acknowledged once a majority holds it.
 *
 * Why no such write is lost, whoever leads next. Two majorities share a member, so it is enough that the next primary
 * begins with the most complete copy of a majority, and that this majority has acknowledged nothing older since:
 * - With an elector that elects by offset, the voters are that majority. A vote therefore bars all lower tokens, as it
 *   raises the term in Raft: who has promised a newer epoch takes no more copies of an older one, for as long as that
 *   epoch can still be won, and for good once it was. With any other elector the primary asks a majority first, and the asking bars them.
 * - Date and offset name one copy only, since a token has one primary and an offset is assigned once under a token.
 * - What is more complete has all that the less complete has, since each primary first asserts its copy under its own
 *   token, a write without a value (the no-op of Raft, section 8): before that is confirmed, an old copy that happens to
 *   be on a majority may still give way to one of later date.
 * A majority is proof enough of a write; its authority the primary needs to answer, so that a client never takes one for
 * the leader who no longer is. It looks at its clock in the very step in which it answers.
 *
 * A read is told what is confirmed, never what only is in the copy: that may still be lost. Who has authority answers it
 * at once where the protocol trusts that to be exclusive. Otherwise it asks a majority first whether anybody has seen a
 * higher token: whoever has acknowledged anything under one shares a member with that majority, which said yes before it
 * took that token's copy, and so before that write was acknowledged, and after the read had begun.
 *
 * With `fencing` off nobody looks at tokens: a copy is taken from whoever sends one, except by a primary that may act.
 *
 * Simplified: a copy is sent whole, it is small; a wiped disk, or an offset set by hand, breaks the promise unnoticed.
 */
import type { Clock, Command, DiskRecord, Effect, Fact, NodeId, Observation } from '../program';
import type { AnyProtocol, Boot } from '../protocol';
import { quorumSize } from '../election/majority';
import type { RegisterObservation } from '../service';
import { registerConfig, registerSafeguards } from './config';
import { hasWrite, highestWrite, missingWrites, isHistory, unionOf, withWrite, writeName } from './history';
import type {
  Ask,
  Check,
  Checked,
  Fenced,
  Read,
  RegisterMessage,
  Replicate,
  Replicated,
  Told,
  Write,
} from './message';
import {
  compareCopies,
  copyRegister,
  initialRegister,
  registerRecord,
  type Copy,
  type PeerState,
  type RegisterState,
  type Reign,
  type Unconfirmed,
} from './replica-state';
import { OF_A_READ, turnedAway } from './turned-away';

export type { RegisterState } from './replica-state';

type Effects = readonly Effect<RegisterMessage>[];

const NOTHING: Effects = Object.freeze([]);

/** Beyond this many writes without a majority a primary takes no more. */
const UNCONFIRMED_MAX = 64;

/** How many lost writes an event names. */
const NAMED_MAX = 3;

export class Replica {
  private readonly state: RegisterState;
  private readonly peerById: ReadonlyMap<NodeId, PeerState>;
  private readonly fencing: boolean;
  private readonly majorityAck: boolean;
  private readonly quorum: number;
  private readonly replIntervalUs: number;
  private readonly hintScheme: string;
  private readonly readsAlone: boolean;

  /** Of the step under way. */
  private effects: Effect<RegisterMessage>[] | null = null;
  private recordStale = false;

  private observation: RegisterObservation | null = null;
  private observationStale = true;

  /**
   * `elector`: whether it gives leadership only to who is as complete as a majority, whether who leads may answer reads
   * alone, and its words. `record`: what
   * `record()` gave before a restart. A fresh process if `state` is absent, else one that goes on from there.
   */
  constructor(
    private readonly boot: Boot,
    private readonly elector: Pick<AnyProtocol, 'electsByOffset' | 'readsByAuthority' | 'words'>,
    record: DiskRecord | null,
    state?: RegisterState,
  ) {
    const config = registerConfig(boot.config);
    ({ fencing: this.fencing, majorityAck: this.majorityAck } = registerSafeguards(boot.safeguards));
    const peerIds = boot.peerIds.filter((id) => id !== boot.nodeId);
    this.quorum = quorumSize(boot.peerIds.length, true);
    this.replIntervalUs = config.replIntervalMs * 1000;
    this.hintScheme = config.httpHints ? 'http://' : '';
    this.readsAlone = this.quorum === 1 || (elector.readsByAuthority === true && !config.confirmReads);
    this.state = state === undefined ? initialRegister(boot, peerIds, record) : copyRegister(state);
    this.peerById = new Map(this.state.peers.map((peer) => [peer.id, peer]));
  }

  /** What a token is called: it is an epoch. */
  private get word(): string {
    return this.elector.words.epoch;
  }

  get offset(): number {
    return this.state.copy.offset;
  }

  get dataEpoch(): number {
    return this.state.copy.dataEpoch;
  }

  /** `elector`: what the node's elector shows now. */
  onMessage(from: NodeId, message: RegisterMessage, elector: Observation, clock: Clock): Effects {
    this.heed(elector, clock.nowUs);
    if (message.verb === 'WRITE') this.onWrite(from, message, elector, clock.nowUs);
    else if (message.verb === 'READ') this.onRead(from, message, elector, clock.nowUs);
    else {
      const peer = this.peerById.get(from);
      if (peer !== undefined) this.onPeer(peer, message, elector, clock.nowUs);
    }
    return this.endStep();
  }

  /** The elector has taken a step: begins or ends what a primary does. */
  follow(elector: Observation, clock: Clock): Effects {
    this.heed(elector, clock.nowUs);
    return this.endStep();
  }

  onWake(elector: Observation, clock: Clock): Effects {
    this.heed(elector, clock.nowUs);
    if (clock.nowUs >= this.state.resendAtUs) this.resend(clock.nowUs);
    return this.endStep();
  }

  /** An operator says where the data stands. A primary begins its reign anew from there, above all it has assigned. */
  onCommand(command: Command, elector: Observation): Effects {
    if (command.kind === 'replOffset') {
      const { copy } = this.state;
      this.endReign('its offset was set by hand', elector);
      this.setCopy({ ...copy, offset: command.value, dataEpoch: command.dataEpoch ?? tokenOf(elector) });
    }
    return this.endStep();
  }

  nextWakeUs(): number {
    const { reign, resendAtUs, authorityUntilUs } = this.state;
    return reign === null || reign.paused ? Infinity : Math.min(resendAtUs, authorityUntilUs);
  }

  observe(): RegisterObservation {
    if (this.observationStale || this.observation === null) {
      const { copy, fence, token, reign, confirmed, fenced } = this.state;
      const serving = reign !== null && !reign.paused && reign.phase === 'serving';
      const { value, history } = copy;
      const next = { value, history, fence, token, serving, confirmed, fenced };
      if (this.observation === null || !sameObservation(this.observation, next)) this.observation = next;
      this.observationStale = false;
    }
    return this.observation;
  }

  /** What has to be on the disk before anything of the step leaves; null if nothing ever has to. */
  record(): DiskRecord | null {
    if (this.recordStale) {
      this.state.record = registerRecord(this.state);
      this.recordStale = false;
    }
    return this.state.record;
  }

  facts(): readonly Fact[] {
    const { copy, fence, token, reign, waiting, reading } = this.state;
    const facts: Fact[] = [
      { label: 'register', value: copy.value === '' ? 'no write yet' : copy.value },
      { label: 'writes held', value: copy.history === '' ? 'none' : copy.history },
      { label: 'copy taken under', value: token === 0 ? 'none yet' : `${this.word} ${token}` },
      { label: `highest ${this.word} seen`, value: fence === 0 ? 'none' : String(fence) },
    ];
    if (reign !== null) {
      facts.push({
        label: 'as primary',
        value: `${this.word} ${reign.token}: ${reign.paused ? 'no authority' : reign.phase}`,
      });
      if (reign.phase !== 'deposed') {
        const count = reign.unconfirmed.length;
        facts.push({ label: 'not yet on a majority', value: count === 1 ? '1 write' : `${count} writes` });
      }
    }
    if (waiting.length > 0) {
      const names = waiting.map(({ client, number }) => writeName(client, number));
      facts.push({ label: 'waiting for acknowledgement', value: names.join(', ') });
    }
    if (reading.length > 0) {
      const names = reading.map(({ client, number }) => `read ${number} of ${client}`);
      facts.push({ label: 'asks a majority for', value: names.join(', ') });
    }
    return facts;
  }

  save(): RegisterState {
    this.record();
    return copyRegister(this.state);
  }

  // --- following the elector

  private heed(elector: Observation, nowUs: number): void {
    const { state } = this;
    const leads = elector.role === 'primary';
    const acts = leads && nowUs < elector.authorityUntilUs;
    const token = tokenOf(elector);
    state.authorityUntilUs = leads ? elector.authorityUntilUs : 0;
    if (state.reign !== null && (!leads || state.reign.token !== token)) {
      this.endReign(`its ${this.word} is ${token} now`, elector);
    }
    const { reign } = state;
    if (reign === null) {
      if (acts) this.beginReign(token, nowUs);
    } else if (!acts && !reign.paused) {
      reign.paused = true;
      this.observationStale = true;
      this.turnAllAway(elector, 'it has no authority any more');
    } else if (acts && reign.paused) {
      reign.paused = false;
      this.observationStale = true;
      this.resend(nowUs);
      this.confirm();
    }
  }

  private beginReign(token: number, nowUs: number): void {
    const { state } = this;
    state.reign = {
      token,
      phase: 'asking',
      paused: false,
      assertedOffset: -1,
      confirmedOffset: -1,
      confirmedCopy: { value: '', history: '' },
      unconfirmed: [],
    };
    for (const peer of state.peers) {
      peer.heldOffset = -1;
      peer.told = null;
      peer.checkedRound = 0;
    }
    if (token > state.fence) {
      state.fence = token;
      this.recordStale = this.observationStale = true;
    }
    if (this.fencing && state.fence > token) {
      state.reign.phase = 'deposed';
      this.tell(
        'serving',
        token,
        null,
        `cannot serve clients with ${this.word} ${token}: it has seen ${this.word} ${state.fence}`,
      );
    } else if (this.elector.electsByOffset || this.quorum === 1) this.assertCopy(nowUs);
    else this.resend(nowUs);
  }

  private endReign(why: string, elector: Observation): void {
    const { state } = this;
    if (state.reign === null) return;
    state.reign = null;
    state.resendAtUs = Infinity;
    this.observationStale = true;
    this.turnAllAway(elector, why);
  }

  /** Somebody has a higher token, so this one is worth nothing any more, whatever the elector still believes. */
  private becomeDeposed(by: NodeId, elector: Observation): void {
    const { reign, fence } = this.state;
    if (reign === null || reign.phase === 'deposed') return;
    reign.phase = 'deposed';
    reign.unconfirmed = [];
    this.state.resendAtUs = Infinity;
    this.observationStale = true;
    this.tell(
      'serving',
      reign.token,
      by,
      `stopped serving clients with ${this.word} ${reign.token}: ${by} knows ${this.word} ${fence}`,
    );
    this.turnAllAway(elector, whyDeposed(reign.token, fence, this.word));
  }

  /** The copy becomes this primary's own: a write that changes nothing but offset and date. */
  private assertCopy(nowUs: number): void {
    const { reign, copy } = this.state;
    if (reign === null) return;
    reign.phase = 'asserting';
    this.makeWrite(copy.value, copy.history, nowUs);
    reign.assertedOffset = this.state.copy.offset;
    this.confirm();
  }

  // --- clients

  private onWrite(client: NodeId, { number }: Write, elector: Observation, nowUs: number): void {
    const { state } = this;
    const { copy } = state;
    if (!this.takesUp(client, number)) return;
    const reign = this.servingReign(elector);
    if (reign === null) {
      this.turnAway(client, number, elector, this.whyNot());
      return;
    }
    if (!hasWrite(copy.history, client, number)) {
      const highest = highestWrite(copy.history, client);
      if (number < highest) {
        this.turnAway(client, number, elector, `an older write: it has number ${highest} already`);
        return;
      }
      if (reign.unconfirmed.length >= UNCONFIRMED_MAX) {
        this.turnAway(client, number, elector, `${UNCONFIRMED_MAX} writes wait for a majority already`);
        return;
      }
      this.makeWrite(writeName(client, number), withWrite(copy.history, client, number), nowUs);
    }
    // A retry waits for the copy as it is now: its own offset is not known any more.
    state.waiting.push({ client, number, offset: state.copy.offset });
    this.confirm();
  }

  private onRead(client: NodeId, { number }: Read, elector: Observation, nowUs: number): void {
    const { state } = this;
    if (!this.takesUp(client, number)) return;
    const reign = this.servingReign(elector);
    if (reign === null) {
      this.turnAway(client, OF_A_READ, elector, this.whyNot());
      return;
    }
    if (this.readsAlone) {
      this.answerRead(client, number, reign);
      return;
    }
    const round = ++state.round;
    state.reading.push({ client, number, round });
    this.send('*', { verb: 'CHECK', token: reign.token, round });
    state.resendAtUs = Math.min(state.resendAtUs, nowUs + this.replIntervalUs);
  }

  /** Whether that is a client's request; whatever this client waited for, it does not any more. */
  private takesUp(client: NodeId, number: number): boolean {
    const { state } = this;
    if (number < 1 || client === this.boot.nodeId || this.peerById.has(client)) return false;
    state.waiting = state.waiting.filter((waiting) => waiting.client !== client);
    if (state.reading.length > 0) {
      state.reading = state.reading.filter((reading) => reading.client !== client);
    }
    return true;
  }

  /** Null while it may not serve clients. */
  private servingReign(elector: Observation): Reign | null {
    const { reign } = this.state;
    return elector.role === 'primary' && reign?.phase === 'serving' && !reign.paused ? reign : null;
  }

  private answerRead(client: NodeId, number: number, { token, confirmedCopy }: Reign): void {
    const { value, history } = confirmedCopy;
    this.send(client, { verb: 'VALUE', number, epoch: token, value, history });
  }

  private whyNot(): string {
    const { reign, fence } = this.state;
    if (reign === null || reign.paused) return 'it has no authority';
    switch (reign.phase) {
      case 'asking':
        return 'it asks the others what they hold';
      case 'asserting':
        return 'a majority has to take its copy first';
      case 'deposed':
        return whyDeposed(reign.token, fence, this.word);
      case 'serving':
        return '';
      default: {
        const unknown: never = reign.phase;
        return String(unknown);
      }
    }
  }

  private turnAway(client: NodeId, number: number, elector: Observation, why: string): void {
    this.send(client, turnedAway(number, elector, why, this.hintScheme));
  }

  private turnAllAway(elector: Observation, why: string): void {
    const { waiting, reading } = this.state;
    if (waiting.length + reading.length === 0) return;
    this.state.waiting = [];
    this.state.reading = [];
    for (const { client, number } of waiting) this.turnAway(client, number, elector, why);
    for (const { client } of reading) this.turnAway(client, OF_A_READ, elector, why);
  }

  // --- writing

  /** Assigns the next offset under the present token, and tells everybody. */
  private makeWrite(value: string, history: string, nowUs: number): void {
    const { state } = this;
    const { reign, copy } = state;
    if (reign === null) return;
    const assigned = state.assignedToken === reign.token ? state.assignedOffset : 0;
    const offset = Math.max(copy.offset, assigned) + 1;
    state.token = state.assignedToken = reign.token;
    state.assignedOffset = offset;
    this.setCopy({ value, history, offset, dataEpoch: reign.token });
    reign.unconfirmed.push({ offset, value, history });
    if (state.peers.length === 0) return;
    this.send('*', this.copyMessage(reign.token));
    state.resendAtUs = nowUs + this.replIntervalUs;
  }

  private copyMessage(token: number): Replicate {
    const { value, history, offset, dataEpoch } = this.state.copy;
    return { verb: 'REPL', token, dataEpoch, offset, value, history };
  }

  /** To whom has not answered; whoever has answered a question or holds the copy hears nothing more. */
  private resend(nowUs: number): void {
    const { state } = this;
    const { reign } = state;
    state.resendAtUs = Infinity;
    if (reign === null || reign.paused || reign.phase === 'deposed') return;
    const isAsking = reign.phase === 'asking';
    const message = isAsking
      ? ({ verb: 'SYNC', token: reign.token } as const)
      : this.copyMessage(reign.token);
    const asksForReads = state.reading.length > 0;
    for (const peer of state.peers) {
      const knowsIt = isAsking ? peer.told !== null : peer.heldOffset >= state.copy.offset;
      const isChecked = !asksForReads || peer.checkedRound === state.round;
      if (!knowsIt) this.send(peer.id, message);
      if (!isChecked) this.send(peer.id, { verb: 'CHECK', token: reign.token, round: state.round });
      if (!knowsIt || !isChecked) state.resendAtUs = nowUs + this.replIntervalUs;
    }
  }

  /** Looks at what is confirmed by now, and answers those who waited for it. */
  private confirm(): void {
    const { state } = this;
    const { reign } = state;
    if (reign === null || reign.paused || reign.phase === 'asking' || reign.phase === 'deposed') return;
    const offset = this.majorityAck ? this.offsetOfMajority() : state.copy.offset;
    if (offset > reign.confirmedOffset) this.becomeConfirmed(offset);
    const { confirmedOffset } = reign;
    if (reign.phase === 'asserting' && confirmedOffset >= reign.assertedOffset) {
      reign.phase = 'serving';
      this.observationStale = true;
      const held = this.majorityAck ? `${this.quorum} of ${this.boot.peerIds.length} hold` : 'it alone holds';
      this.tell(
        'serving',
        reign.token,
        null,
        `serves clients with ${this.word} ${reign.token}: ${held} offset ${confirmedOffset}`,
      );
    }
    if (state.waiting.length === 0 || state.waiting.every((waiting) => waiting.offset > confirmedOffset))
      return;
    for (const { client, number, offset: needed } of state.waiting) {
      if (needed <= confirmedOffset) this.send(client, { verb: 'WROTE', number, epoch: reign.token });
    }
    state.waiting = state.waiting.filter((waiting) => waiting.offset > confirmedOffset);
  }

  private becomeConfirmed(offset: number): void {
    const { state } = this;
    const { reign } = state;
    if (reign === null) return;
    reign.confirmedOffset = offset;
    let last: Unconfirmed | null = null;
    while (reign.unconfirmed.length > 0 && reign.unconfirmed[0]!.offset <= offset) {
      last = reign.unconfirmed.shift()!;
    }
    if (last === null) return;
    reign.confirmedCopy = last;
    // Once confirmed is always confirmed, even if it is not there any more.
    state.confirmed = unionOf(last.history, state.confirmed);
    this.observationStale = true;
  }

  /** The highest offset under the present token that a majority holds, this node included. */
  private offsetOfMajority(): number {
    const { copy, peers } = this.state;
    if (this.quorum === 1) return copy.offset;
    const held = peers.map(({ heldOffset }) => heldOffset).sort((a, b) => b - a);
    return Math.min(copy.offset, held[this.quorum - 2]!);
  }

  // --- other nodes

  private onPeer(peer: PeerState, message: RegisterMessage, elector: Observation, nowUs: number): void {
    switch (message.verb) {
      case 'REPL':
        this.onReplicate(peer, message, elector);
        break;
      case 'REPLACK':
        this.onReplicated(peer, message);
        break;
      case 'REPLNAK':
        this.onFenced(peer, message, elector);
        break;
      case 'SYNC':
        this.onAsk(peer, message, elector);
        break;
      case 'SYNCED':
        this.onTold(peer, message, nowUs);
        break;
      case 'CHECK':
        this.onCheck(peer, message, elector);
        break;
      case 'CHECKED':
        this.onChecked(peer, message);
        break;
      case 'WRITE':
      case 'WROTE':
      case 'READ':
      case 'VALUE':
      case 'REDIRECT':
      case 'REFUSE':
        break; // not for a node
      default: {
        const unknown: never = message;
        throw new Error(`no message like ${JSON.stringify(unknown)}`);
      }
    }
  }

  private onReplicate(peer: PeerState, message: Replicate, elector: Observation): void {
    const { state } = this;
    if (!isHistory(message.history)) return;
    if (this.refuses(message.token, elector)) {
      state.fenced++;
      this.observationStale = true;
      this.send(peer.id, { verb: 'REPLNAK', token: message.token, fence: state.fence });
      return;
    }
    this.raiseFence(message.token, peer.id, elector);
    if (this.takes(message)) this.takeCopy(message, message.token, peer.id, elector);
    const { dataEpoch, offset } = state.copy;
    this.send(peer.id, { verb: 'REPLACK', token: message.token, dataEpoch, offset });
  }

  /**
   * A vote bars what is older for as long as it may elect somebody, but only a token that was used is worth telling: the
   * voted one may come to nothing.
   */
  private refuses(token: number, elector: Observation): boolean {
    const { fence } = this.state;
    if (!this.fencing) return false;
    return (
      token <
      (this.elector.electsByOffset ? Math.max(fence, elector.boundEpoch ?? elector.votedEpoch) : fence)
    );
  }

  private takes(message: Replicate): boolean {
    const { state } = this;
    const { reign } = state;
    // A primary makes copies, it takes none.
    if (reign !== null && !reign.paused && reign.phase !== 'deposed') return false;
    // Within one token only a late message is older; across tokens the newer primary knows best, even with less.
    return message.token !== state.token || compareCopies(message, state.copy) > 0;
  }

  private takeCopy(copy: Copy, token: number, from: NodeId, elector: Observation): void {
    const { state } = this;
    this.noteDropped(copy, token, `of ${from} under ${this.word} ${token}`, from);
    // Who was primary until now, and is again, has to assert this copy in its turn.
    if (state.reign !== null && state.reign.phase !== 'deposed')
      this.endReign('its copy was replaced', elector);
    const { value, history, offset, dataEpoch } = copy;
    state.token = token;
    this.setCopy({ value, history, offset, dataEpoch });
  }

  private onReplicated(peer: PeerState, { token, dataEpoch, offset }: Replicated): void {
    const { state } = this;
    const { reign } = state;
    if (reign === null || reign.token !== token || dataEpoch !== token) return;
    if (offset <= peer.heldOffset || offset > state.copy.offset) return;
    peer.heldOffset = offset;
    if (
      state.reading.length === 0 &&
      state.peers.every(({ heldOffset }) => heldOffset >= state.copy.offset)
    ) {
      state.resendAtUs = Infinity;
    }
    this.confirm();
  }

  private onFenced(peer: PeerState, { token, fence }: Fenced, elector: Observation): void {
    if (this.state.reign?.token === token) this.raiseFence(fence, peer.id, elector);
  }

  private onAsk(peer: PeerState, { token }: Ask, elector: Observation): void {
    const { state } = this;
    if (this.refuses(token, elector)) {
      this.send(peer.id, { verb: 'REPLNAK', token, fence: state.fence });
      return;
    }
    this.raiseFence(token, peer.id, elector);
    const { value, history, offset, dataEpoch } = state.copy;
    this.send(peer.id, { verb: 'SYNCED', token, dataEpoch, offset, value, history });
  }

  private onTold(peer: PeerState, { token, ...told }: Told, nowUs: number): void {
    const { state } = this;
    const { reign } = state;
    if (reign === null || reign.paused || reign.token !== token || reign.phase !== 'asking') return;
    if (!isHistory(told.history)) return;
    const { value, history, offset, dataEpoch } = told;
    peer.told = { value, history, offset, dataEpoch };
    const copies = state.peers.flatMap((each) => (each.told === null ? [] : [each.told]));
    if (copies.length + 1 < this.quorum) return;
    let best = state.copy;
    for (const copy of copies) if (compareCopies(copy, best) > 0) best = copy;
    this.noteDropped(best, token, `that a majority knows of`, null);
    for (const each of state.peers) each.told = null;
    this.setCopy(best);
    this.assertCopy(nowUs);
  }

  private onCheck(peer: PeerState, { token, round }: Check, elector: Observation): void {
    const { fence } = this.state;
    if (this.refuses(token, elector)) {
      this.send(peer.id, { verb: 'REPLNAK', token, fence });
      return;
    }
    this.raiseFence(token, peer.id, elector);
    this.send(peer.id, { verb: 'CHECKED', token, round });
  }

  private onChecked(peer: PeerState, { token, round }: Checked): void {
    const { state } = this;
    const { reign } = state;
    if (reign === null || reign.paused || reign.token !== token || round <= peer.checkedRound) return;
    peer.checkedRound = round;
    const checked = state.peers.map(({ checkedRound }) => checkedRound).sort((a, b) => b - a);
    const roundOfMajority = checked[this.quorum - 2]!;
    if (!state.reading.some((reading) => reading.round <= roundOfMajority)) return;
    for (const reading of state.reading) {
      if (reading.round <= roundOfMajority) this.answerRead(reading.client, reading.number, reign);
    }
    state.reading = state.reading.filter((reading) => reading.round > roundOfMajority);
  }

  private raiseFence(token: number, by: NodeId, elector: Observation): void {
    const { state } = this;
    if (token <= state.fence) return;
    state.fence = token;
    this.recordStale = this.observationStale = true;
    if (this.fencing && state.reign !== null && token > state.reign.token) this.becomeDeposed(by, elector);
  }

  // --- the end of a step

  private setCopy(copy: Copy): void {
    this.state.copy = copy;
    this.recordStale = this.observationStale = true;
  }

  private noteDropped(copy: Copy, token: number, whose: string, peer: NodeId | null): void {
    const lost = missingWrites(copy.history, this.state.copy.history, NAMED_MAX + 1);
    if (lost.length === 0) return;
    const names = lost.slice(0, NAMED_MAX).join(', ') + (lost.length > NAMED_MAX ? ' and more' : '');
    this.tell('note', token, peer, `dropped ${names}: the copy ${whose} is without`);
  }

  private tell(tag: 'serving' | 'note', epoch: number, peer: NodeId | null, text: string): void {
    this.push({ kind: 'event', event: { tag, epoch, peer, text } });
  }

  private send(to: NodeId | '*', message: RegisterMessage): void {
    this.push({ kind: 'send', to, message });
  }

  private push(effect: Effect<RegisterMessage>): void {
    if (this.effects === null) this.effects = [effect];
    else this.effects.push(effect);
  }

  private endStep(): Effects {
    const { effects } = this;
    this.effects = null;
    return effects ?? NOTHING;
  }
}

/** What a primary marks its writes with. */
function tokenOf(elector: Observation): number {
  return elector.reign ?? elector.epoch;
}

function whyDeposed(token: number, fence: number, word: string): string {
  return `its ${word} ${token} is outdated by ${word} ${fence}`;
}

function sameObservation(a: RegisterObservation, b: RegisterObservation): boolean {
  return (
    a.value === b.value &&
    a.history === b.history &&
    a.fence === b.fence &&
    a.token === b.token &&
    a.serving === b.serving &&
    a.confirmed === b.confirmed &&
    a.fenced === b.fenced
  );
}
