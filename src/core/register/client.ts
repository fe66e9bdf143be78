/**
 * A client: writes 1, 2, 3, … to the register, and reads it, one thing at a time, each at the node that it believes to lead.
 *
 * It learns who leads by asking: whoever cannot serve it redirects it, and `LeaderCache` decides whether to believe
 * that. What is without an answer is asked for again, of the next node; the nodes know a retry of a write by its number.
 * One that nobody acknowledges is given up in the end, its outcome unknown, and its number is never used again: it is on
 * the disk before anything of it leaves, so that not even a restart uses one twice. So are the numbers of reads, or a late
 * answer to an earlier process would be taken for news.
 *
 * Times are microseconds on the client's own monotonic clock; the cache counts the same in whole milliseconds.
 */
import {
  LeaderCache,
  type CachedLeader,
  type CacheEntry,
  type HintOutcome,
} from '../leadership/leader-cache';
import { UNKNOWN } from '../leadership/leader-state';
import type {
  Clock,
  Command,
  DiskRecord,
  Effect,
  Fact,
  NodeId,
  Observation,
  Program,
  ProgramView,
} from '../program';
import type { Boot, Words } from '../protocol';
import { duration } from '../words';
import type { AnsweredRead, ClientObservation, ReadsObservation } from '../service';
import { registerConfig } from './config';
import { isHistory } from './history';
import type { Redirect, Refuse, RegisterMessage, Value, Wrote } from './message';

/** Until it asks again after an answer that led nowhere. */
const RETRY_PAUSE_US = 100_000;

type Effects = readonly Effect<RegisterMessage>[];
const NOTHING: Effects = Object.freeze([]);

type Outcome = 'acknowledged' | 'refused' | 'misdirected' | 'unanswered' | 'abandoned';
type Counts = Record<Outcome | HintOutcome, number>;

export interface ClientState {
  /** `idle` until the next write or read begins, `asking` until an answer comes, `pausing` until it asks again. */
  phase: 'idle' | 'asking' | 'pausing';
  /** What it is at, or was at last. */
  doing: 'write' | 'read';
  /** The latest write; 0 before the first. Durable. */
  number: number;
  /** The latest read, likewise. */
  readNumber: number;
  begunUs: number;
  /** When the phase ends by itself. */
  untilUs: number;
  /** Whom it asked last about that. */
  asked: NodeId | null;
  /** Hints followed without a pause in between. */
  hops: number;
  /** The place of the node that is next when it goes round, because the cache knows nobody or who it knows has failed. */
  nextPlace: number;
  goesRound: boolean;
  cache: CacheEntry | null;
  /** What the cache said as the last step ended. */
  leader: NodeId | null;
  leaderEpoch: number | null;
  counts: Counts;
  /** Of reads; what it counts otherwise is of writes, or of both where they do not differ. */
  reads: { answered: number; abandoned: number; last: AnsweredRead | null };
  lastAckUs: number;
  longestGapUs: number;
  /** Who acknowledged or answered last. */
  servedBy: NodeId | null;
  note: string;
}

export class RegisterClient implements Program<RegisterMessage, ClientState> {
  private readonly state: ClientState;
  private readonly cache: LeaderCache;
  private readonly writeIntervalUs: number;
  private readonly writeTimeoutUs: number;
  private readonly giveUpUs: number;
  private readonly readShare: number;

  /** Of the step under way. */
  private effects: Effect<RegisterMessage>[] = [];
  private changed = false;

  private observation: Observation;

  /** `boot.peerIds` are the nodes. A fresh process if `state` is absent, else one that goes on from there. */
  constructor(
    private readonly boot: Boot,
    private readonly words: Words,
    state?: ClientState,
  ) {
    const config = registerConfig(boot.config);
    this.writeIntervalUs = config.writeIntervalMs * 1000;
    this.writeTimeoutUs = config.writeTimeoutMs * 1000;
    this.giveUpUs = config.giveUpMs * 1000;
    this.readShare = config.readShare;
    this.state = state === undefined ? initialClient(boot, this.writeIntervalUs) : copyState(state);
    const configured = boot.peerIds.map((id) => this.endpointOf(id));
    const { leaderTtlMs, tlsRequired } = config;
    this.cache = new LeaderCache({ configured, leaderTtlMs, tlsRequired }, this.state.cache);
    this.observation = this.observationNow();
  }

  onMessage(from: NodeId, message: RegisterMessage, clock: Clock): Effects {
    const { state } = this;
    const { nowUs } = clock;
    this.catchUp(nowUs);
    switch (message.verb) {
      case 'WROTE':
        // From whomever it was asked: that it is held is true for good.
        if (this.isAt('write') && message.number === state.number) this.onWrote(from, message, nowUs);
        break;
      case 'VALUE':
        // From whomever it was asked: it was answered after it was asked.
        if (this.isAt('read') && message.number === state.readNumber) this.onValue(from, message, nowUs);
        break;
      case 'REDIRECT':
        if (this.awaits(from, message.number)) this.onRedirect(from, message, nowUs);
        break;
      case 'REFUSE':
        if (this.awaits(from, message.number)) this.onRefuse(from, message, nowUs);
        break;
      case 'WRITE':
      case 'READ':
      case 'REPL':
      case 'REPLACK':
      case 'REPLNAK':
      case 'SYNC':
      case 'SYNCED':
      case 'CHECK':
      case 'CHECKED':
        break; // not for a client
      default: {
        const unknown: never = message;
        throw new Error(`no message like ${JSON.stringify(unknown)}`);
      }
    }
    return this.endStep(nowUs);
  }

  onWake(clock: Clock): Effects {
    this.catchUp(clock.nowUs);
    return this.endStep(clock.nowUs);
  }

  onCommand(_command: Command, _clock: Clock): Effects {
    return NOTHING;
  }

  nextWakeUs(): number {
    const { phase, untilUs } = this.state;
    return phase === 'idle' ? untilUs : Math.min(untilUs, this.giveUpAtUs());
  }

  observe(): Observation {
    return this.observation;
  }

  view(clock: Clock): ProgramView {
    return { observation: this.observation, votes: [], peers: [], facts: this.facts(clock.nowUs) };
  }

  save(): ClientState {
    return copyState(this.state);
  }

  // --- what time brings

  private catchUp(nowUs: number): void {
    const { state } = this;
    if (state.phase === 'asking' && nowUs >= state.untilUs) this.onSilence(nowUs);
    if (state.phase !== 'idle' && nowUs >= this.giveUpAtUs()) this.giveUp(nowUs);
    if (state.phase === 'pausing' && nowUs >= state.untilUs) this.ask(nowUs);
    if (state.phase === 'idle' && nowUs >= state.untilUs) this.begin(nowUs);
  }

  private begin(nowUs: number): void {
    const { state } = this;
    // Who never reads draws nothing: such a run is what it was before there were reads.
    state.doing = this.readShare > 0 && this.boot.random.below(100) < this.readShare ? 'read' : 'write';
    if (state.doing === 'read') state.readNumber++;
    else state.number++;
    state.begunUs = nowUs;
    this.effects.push({ kind: 'persist', record: recordOf(state) });
    this.ask(nowUs);
  }

  private onSilence(nowUs: number): void {
    const { state } = this;
    this.count('unanswered', nowUs);
    state.note = `${state.asked ?? 'nobody'} did not answer`;
    this.goOn();
    if (nowUs < this.giveUpAtUs()) this.ask(nowUs);
  }

  private giveUp(nowUs: number): void {
    const { state } = this;
    const afterwards = `after ${duration(nowUs - state.begunUs)}`;
    if (state.doing === 'read') {
      state.reads.abandoned++;
      this.noteGap(nowUs);
      this.tell(state.asked, `gave its read ${state.readNumber} up ${afterwards}: nobody answered it`);
    } else {
      this.count('abandoned', nowUs);
      this.tell(state.asked, `gave its write ${state.number} up ${afterwards}: nobody acknowledged it`);
    }
    this.end(nowUs);
  }

  /** What is late is not made up for: the next one begins at once, and the pace goes on from there. */
  private end(nowUs: number): void {
    const { state } = this;
    state.phase = 'idle';
    state.asked = null;
    state.hops = 0;
    state.untilUs = Math.max(nowUs, state.begunUs + this.writeIntervalUs);
  }

  private giveUpAtUs(): number {
    return this.state.begunUs + this.giveUpUs;
  }

  // --- asking

  private ask(nowUs: number): void {
    const { state, boot } = this;
    const cached = state.goesRound ? null : this.nodeAt(this.cache.cachedLeader(msOf(nowUs))?.endpoint);
    state.asked = cached ?? boot.peerIds[state.nextPlace] ?? null;
    state.phase = 'asking';
    state.untilUs = nowUs + this.writeTimeoutUs;
    this.changed = true;
    if (state.asked === null) return; // no nodes: it waits in vain
    const message: RegisterMessage =
      state.doing === 'read'
        ? { verb: 'READ', number: state.readNumber }
        : { verb: 'WRITE', number: state.number };
    this.effects.push({ kind: 'send', to: state.asked, message });
  }

  private pause(nowUs: number): void {
    const { state } = this;
    state.phase = 'pausing';
    state.hops = 0;
    state.untilUs = nowUs + RETRY_PAUSE_US;
  }

  /** The one it asked was of no use: next time the one after it. */
  private goOn(): void {
    const { state, boot } = this;
    state.goesRound = true;
    state.hops = 0;
    const place = state.asked === null ? -1 : boot.peerIds.indexOf(state.asked);
    state.nextPlace = (place + 1) % Math.max(1, boot.peerIds.length);
  }

  // --- answers

  private isAt(what: ClientState['doing']): boolean {
    return this.state.phase !== 'idle' && this.state.doing === what;
  }

  /**
   * Whether this turns the present question away: later answers than that are about how things were. A late word about
   * an earlier read, from the very node that is asked now, is as good as one about this.
   */
  private awaits(from: NodeId, number: number): boolean {
    const { phase, doing, asked, number: own } = this.state;
    return phase === 'asking' && number === (doing === 'read' ? 0 : own) && from === asked;
  }

  private onWrote(from: NodeId, { number, epoch }: Wrote, nowUs: number): void {
    this.count('acknowledged', nowUs);
    this.served(from, `write ${number}`, epoch, nowUs);
  }

  private onValue(from: NodeId, { number, epoch, value, history }: Value, nowUs: number): void {
    const { reads, begunUs } = this.state;
    if (!isHistory(history)) return;
    reads.answered++;
    reads.last = { number, begunUs, endedUs: nowUs, by: from, epoch, value, history };
    this.noteGap(nowUs);
    this.served(from, `read ${number}`, epoch, nowUs);
  }

  private served(from: NodeId, what: string, epoch: number, nowUs: number): void {
    const { state } = this;
    state.lastAckUs = nowUs;
    state.note = '';
    state.goesRound = false;
    this.cache.recordSuccess(this.endpointOf(from), epoch, msOf(nowUs));
    this.end(nowUs);
    if (state.servedBy !== from)
      this.tell(from, `is served by ${from} now: ${what}, ${this.words.epoch} ${epoch}`, epoch);
    state.servedBy = from;
  }

  private onRedirect(from: NodeId, { endpoint, leaderEpoch }: Redirect, nowUs: number): void {
    const { state, cache } = this;
    this.count('misdirected', nowUs);
    const known = cache.cachedLeader(msOf(nowUs));
    const epoch = leaderEpoch < 0 ? null : leaderEpoch;
    const outcome = cache.hint(endpoint === '' ? null : endpoint, epoch, msOf(nowUs));
    state.counts[outcome]++;
    const target = outcome === 'followed' ? this.nodeAt(endpoint) : null;
    if (target === null) {
      const note = whyNotFollowed(from, endpoint, epoch, outcome, known, this.words.epoch);
      if (outcome === 'rejected' && note !== state.note) this.tell(from, `rejected a hint: ${note}`);
      state.note = note;
      this.goOn();
      this.pause(nowUs);
      return;
    }
    state.note = '';
    state.goesRound = false;
    // Followers that point at each other would keep it running in circles.
    if (++state.hops > this.boot.peerIds.length) this.pause(nowUs);
    else this.ask(nowUs);
  }

  private onRefuse(from: NodeId, { why }: Refuse, nowUs: number): void {
    const { state } = this;
    this.count('refused', nowUs);
    state.note = `${from} could not: ${why}`;
    // Whom the cache names may well be able to soon.
    const cached = this.nodeAt(this.cache.cachedLeader(msOf(nowUs))?.endpoint);
    if (state.goesRound || cached !== from) this.goOn();
    this.pause(nowUs);
  }

  // --- accounts

  private count(outcome: Outcome, nowUs: number): void {
    this.state.counts[outcome]++;
    this.noteGap(nowUs);
  }

  private noteGap(nowUs: number): void {
    const { state } = this;
    state.longestGapUs = Math.max(state.longestGapUs, nowUs - state.lastAckUs);
    this.changed = true;
  }

  private tell(peer: NodeId | null, text: string, epoch = this.state.leaderEpoch ?? 0): void {
    this.effects.push({ kind: 'event', event: { tag: 'note', epoch, peer, text } });
  }

  private endpointOf(id: NodeId): string {
    return this.boot.addresses[id] ?? id;
  }

  /** Who serves there, whatever the scheme; null for nobody it knows. */
  private nodeAt(endpoint: string | undefined): NodeId | null {
    if (endpoint === undefined) return null;
    const plain = endpoint.replace(/^https?:\/\//, '');
    return this.boot.peerIds.find((id) => this.endpointOf(id) === plain) ?? null;
  }

  private facts(nowUs: number): readonly Fact[] {
    const { state } = this;
    const facts: Fact[] = [];
    const cached = this.cache.cachedLeader(msOf(nowUs));
    const entry = this.cache.save();
    const { epoch: word } = this.words;
    const epoch =
      cached === null || cached.epoch === null ? `of unknown ${word}` : `of ${word} ${cached.epoch}`;
    facts.push({ label: 'cached leader', value: cached === null ? 'none' : `${cached.endpoint} ${epoch}` });
    if (entry !== null) facts.push({ label: 'last confirmed at', atUs: entry.confirmedAtMs * 1000 });
    const isRead = state.doing === 'read';
    const label = isRead ? `read ${state.readNumber}` : `write ${state.number}`;
    const next = this.readShare > 0 ? 'next write or read at' : 'next write at';
    switch (state.phase) {
      case 'idle':
        facts.push({ label: next, atUs: state.untilUs });
        break;
      case 'asking':
        facts.push({ label, value: `asked ${state.asked ?? 'nobody'}` });
        facts.push({ label: 'waits for an answer until', atUs: state.untilUs });
        facts.push({ label: 'gives up at', atUs: this.giveUpAtUs() });
        break;
      case 'pausing':
        facts.push({ label, value: isRead ? 'not answered yet' : 'not acknowledged yet' });
        facts.push({ label: 'asks again at', atUs: state.untilUs });
        facts.push({ label: 'gives up at', atUs: this.giveUpAtUs() });
        break;
      default: {
        const unknown: never = state.phase;
        throw new Error(`no phase ${String(unknown)}`);
      }
    }
    if (state.note !== '') facts.push({ label: 'last trouble', value: state.note });
    return facts;
  }

  private observationNow(): Observation {
    const { number, phase, asked, counts, leader, leaderEpoch, lastAckUs, longestGapUs, note } = this.state;
    const service: ClientObservation = {
      kind: 'client',
      leader,
      leaderEpoch,
      writing: number,
      asked: phase === 'asking' ? asked : null,
      ...counts,
      longestGapUs,
      lastAckUs,
      note,
      ...this.readsNow(),
    };
    return {
      role: 'replica',
      epoch: 0,
      primary: null,
      authorityUntilUs: 0,
      authoritySpanUs: 0,
      patienceFromUs: 0,
      patienceUntilUs: Infinity,
      replOffset: 0,
      dataEpoch: 0,
      votedEpoch: 0,
      votedFor: null,
      leadership: UNKNOWN,
      service,
    };
  }

  private readsNow(): { readonly reads?: ReadsObservation } {
    const { readNumber: reading, phase, doing, reads } = this.state;
    if (this.readShare === 0 && reading === 0) return {};
    return { reads: { reading, open: doing === 'read' && phase !== 'idle', ...reads } };
  }

  /** A step in which nothing happened leaves everything as it was, even a leader whose time is over by now. */
  private endStep(nowUs: number): Effects {
    const { state, effects } = this;
    if (!this.changed) return NOTHING;
    this.changed = false;
    this.effects = [];
    state.cache = this.cache.save();
    const cached = this.cache.cachedLeader(msOf(nowUs));
    state.leader = this.nodeAt(cached?.endpoint);
    state.leaderEpoch = cached?.epoch ?? null;
    this.observation = this.observationNow();
    return effects;
  }
}

/** A number that was on the disk may have been sent: it is not used again. The start is drawn, so that clients differ. */
function initialClient(boot: Boot, writeIntervalUs: number): ClientState {
  const { nowUs } = boot.clock;
  const numberOf = (name: string): number => {
    const kept = boot.disk?.[name];
    return typeof kept === 'number' ? kept : 0;
  };
  return {
    phase: 'idle',
    doing: 'write',
    number: numberOf('number'),
    readNumber: numberOf('reads'),
    begunUs: nowUs,
    untilUs: nowUs + boot.random.below(writeIntervalUs),
    asked: null,
    hops: 0,
    nextPlace: 0,
    goesRound: false,
    cache: null,
    leader: null,
    leaderEpoch: null,
    counts: {
      acknowledged: 0,
      refused: 0,
      misdirected: 0,
      unanswered: 0,
      abandoned: 0,
      followed: 0,
      stale: 0,
      rejected: 0,
      noLeaderYet: 0,
    },
    reads: { answered: 0, abandoned: 0, last: null },
    lastAckUs: nowUs,
    longestGapUs: 0,
    servedBy: null,
    note: '',
  };
}

function copyState(state: ClientState): ClientState {
  return { ...state, counts: { ...state.counts }, reads: { ...state.reads } };
}

/** What must outlive the process: the numbers that it has used. */
function recordOf({ number, readNumber }: ClientState): DiskRecord {
  return readNumber === 0 ? { number } : { number, reads: readNumber };
}

/** The unit of the cache. */
function msOf(nowUs: number): number {
  return Math.floor(nowUs / 1000);
}

function whyNotFollowed(
  from: NodeId,
  endpoint: string,
  epoch: number | null,
  outcome: HintOutcome,
  known: CachedLeader | null,
  word: string,
): string {
  switch (outcome) {
    case 'noLeaderYet':
      return `${from} knows no leader`;
    case 'rejected':
      return `${from} points to ${endpoint}, which is not TLS`;
    case 'stale':
      return `${from} points to ${endpoint}${ofEpoch(epoch, word)}, but ${known?.endpoint ?? 'nobody'}${ofEpoch(known?.epoch ?? null, word)} was confirmed since`;
    case 'followed':
      return `${from} points to ${endpoint}, where no node is`;
    default: {
      const unknown: never = outcome;
      return String(unknown);
    }
  }
}

function ofEpoch(epoch: number | null, word: string): string {
  return epoch === null ? '' : ` of ${word} ${epoch}`;
}
