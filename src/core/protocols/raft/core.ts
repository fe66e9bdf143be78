/**
 * Raft as etcd's library runs it (go.etcd.io/raft), message for message: roles, votes, replication, reads.
 *
 * A pure state machine: ticks, messages and requests go in; what has to be persisted, sent and applied comes out of
 * `cycle`, in that order. Time is ticks, and luck is a parameter. What a step says to itself takes effect only after what
 * came before it was persisted and sent, so a request is followed by cycles until there is none.
 *
 * Simplified: the voters are fixed, 1 … n; there are no learners, no snapshots, no limit on what is not committed yet.
 * The role changes in the functions that begin with `become` and nowhere else.
 */
import { assert } from '../../assert';
import { quorumSize } from '../../election/majority';
import type { LogEntry } from '../../log';
import { RaftLog, UNKNOWN_TERM } from './log';
import { message, type RaftMessage } from './message';
import { Progress, type ProgressState } from './progress';
import { nthLargest, Reads, type ReadsState } from './reads';
import { Votes } from './votes';

export type RaftRole = 'follower' | 'preCandidate' | 'candidate' | 'leader';

/** The rules that a person may switch off to see what they are for. */
export interface RaftRules {
  /** A voter compares logs before it votes (Raft paper, 5.4.1). */
  readonly upToDateVoters: boolean;
  /** Only an entry of the leader's own term is committed by counting (Raft paper, figure 8). */
  readonly commitOwnTermOnly: boolean;
  /** More than half must agree; off: half is enough. */
  readonly majorityQuorum: boolean;
  /** A follower checks the entry before, and cuts off what differs. */
  readonly logMatching: boolean;
}

export const ALL_RULES: RaftRules = {
  upToDateVoters: true,
  commitOwnTermOnly: true,
  majorityQuorum: true,
  logMatching: true,
};

export interface RaftConfig {
  /** Ticks without a leader before a follower stands; each waits between one and two times that, by luck. */
  readonly electionTick: number;
  readonly heartbeatTick: number;
  readonly preVote: boolean;
  readonly checkQuorum: boolean;
  /** Reads are answered at once while the quorum was heard lately, instead of asking it for each. */
  readonly leaseReads: boolean;
  /** Messages with entries on their way to one follower. */
  readonly maxInflight: number;
  /** Bytes of entries in one message; Infinity for no limit. */
  readonly maxSizePerMsg: number;
  readonly forwardProposals: boolean;
  readonly rules: RaftRules;
}

/** What outlives a process. */
export interface HardState {
  readonly term: number;
  readonly vote: number;
  readonly commit: number;
}

export interface ReadAnswer {
  readonly index: number;
  readonly context: string;
}

/** All that a node has in its memory between two steps. */
export interface CoreState extends HardState {
  readonly role: RaftRole;
  readonly lead: number;
  readonly applied: number;
  readonly electionElapsed: number;
  readonly heartbeatElapsed: number;
  readonly timeout: number;
  readonly leadTransferee: number;
  readonly entries: readonly LogEntry[];
  readonly votes: readonly (readonly [voter: number, granted: boolean])[];
  readonly reads: ReadsState;
  /** By voter, from the first. */
  readonly progress: readonly ProgressState[];
}

/** What one cycle wants done, in this order. */
export interface Cycle {
  /** To be on the disk before the messages leave; null if it is there already. */
  readonly hardState: HardState | null;
  /** The log from this position on is to be on the disk as well; 0 if nothing changed. */
  readonly persistFrom: number;
  readonly messages: readonly RaftMessage[];
  /** To be applied. */
  readonly committed: readonly LogEntry[];
  readonly reads: readonly ReadAnswer[];
}

/** Luck: how many ticks beyond `electionTick` the next election timeout is, 0 … electionTick − 1. */
export type DrawTicks = (electionTick: number) => number;

type Campaign = 'pre' | 'normal' | 'transfer';

const NOTHING: readonly never[] = Object.freeze([]);

export class RaftCore {
  role: RaftRole = 'follower';
  term: number;
  vote: number;
  lead = 0;
  commit: number;
  applied = 0;
  electionElapsed = 0;
  heartbeatElapsed = 0;
  /** Ticks without a leader after which this node stands. */
  timeout = 0;
  leadTransferee = 0;
  readonly log: RaftLog;
  readonly votes = new Votes();
  readonly reads: Reads;
  /** By voter, from 1; the place 0 is not used. */
  readonly progress: readonly Progress[];
  readonly quorum: number;

  /** Leaves once the cycle has persisted. */
  private queueA: RaftMessage[] = [];
  /** Answers, and what this node says to itself: after everything in `queueA`. */
  private queueB: RaftMessage[] = [];
  private answered: ReadAnswer[] = [];
  private savedTerm: number;
  private savedVote: number;
  private savedCommit: number;
  /** The first position that is not on the disk as it is in memory; 0 for none. */
  private dirtyFrom = 0;
  private readonly matches: number[];

  constructor(
    readonly id: number,
    readonly size: number,
    readonly config: RaftConfig,
    private drawTicks: DrawTicks,
    hard: HardState = { term: 0, vote: 0, commit: 0 },
    entries: readonly LogEntry[] = NOTHING,
  ) {
    this.term = this.savedTerm = hard.term;
    this.vote = this.savedVote = hard.vote;
    this.commit = this.savedCommit = hard.commit;
    this.log = new RaftLog(entries);
    this.quorum = quorumSize(size, config.rules.majorityQuorum);
    this.reads = new Reads(size);
    this.progress = Array.from({ length: size + 1 }, () => new Progress(config.maxInflight));
    this.matches = Array.from({ length: size }, () => 0);
    this.becomeFollower(this.term, 0);
  }

  /** One that goes on from where another was saved, maybe with other settings. Nothing is drawn that was not. */
  static resume(
    id: number,
    size: number,
    config: RaftConfig,
    drawTicks: DrawTicks,
    state: CoreState,
  ): RaftCore {
    const core = new RaftCore(id, size, config, () => 0, state, state.entries);
    core.drawTicks = drawTicks;
    const { role, lead, applied, electionElapsed, heartbeatElapsed, timeout, leadTransferee } = state;
    Object.assign(core, {
      ...{ role, lead, applied, electionElapsed, heartbeatElapsed, timeout, leadTransferee },
    });
    core.votes.restore(state.votes);
    core.reads.restore(state.reads);
    state.progress.forEach((one, at) => core.progress[at + 1]!.restore(one));
    return core;
  }

  /** Between two steps, when no cycle is left. */
  save(): CoreState {
    const { role, term, vote, lead, commit, applied, electionElapsed, heartbeatElapsed } = this;
    const { timeout, leadTransferee } = this;
    return {
      ...{ role, term, vote, lead, commit, applied, electionElapsed, heartbeatElapsed },
      ...{ timeout, leadTransferee },
      entries: this.log.copy(),
      votes: this.votes.save(),
      reads: this.reads.save(),
      progress: this.progress.slice(1).map((one) => one.save()),
    };
  }

  // --- What is asked of it -------------------------------------------------------------------------------------------

  tick(): void {
    const { config } = this;
    if (this.role !== 'leader') {
      this.electionElapsed += 1;
      if (this.electionElapsed < this.timeout) return;
      this.electionElapsed = 0;
      this.campaign();
      return;
    }
    this.heartbeatElapsed += 1;
    this.electionElapsed += 1;
    if (this.electionElapsed >= config.electionTick) {
      this.electionElapsed = 0;
      if (config.checkQuorum) this.checkQuorum();
      if (this.isLeader()) this.leadTransferee = 0;
    }
    if (!this.isLeader() || this.heartbeatElapsed < config.heartbeatTick) return;
    this.heartbeatElapsed = 0;
    this.broadcastHeartbeats();
  }

  /** Stands now, whatever the timeout says. */
  campaign(): void {
    if (!this.isLeader()) this.stand(this.config.preVote ? 'pre' : 'normal');
  }

  /** False if nobody can take it: it is dropped. */
  propose(data: string): boolean {
    const proposal = message('MsgProp', 0);
    proposal.from = this.id;
    proposal.entries = [{ term: 0, index: 0, data }];
    return this.step(proposal);
  }

  readIndex(context: string): void {
    const request = message('MsgReadIndex', 0);
    request.entries = [{ term: 0, index: 0, data: context }];
    this.step(request);
  }

  transferTo(target: number): void {
    const request = message('MsgTransferLeader', 0);
    request.from = target;
    this.step(request);
  }

  forgetLeader(): void {
    this.step(message('MsgForgetLeader', 0));
  }

  reportUnreachable(peer: number): void {
    const report = message('MsgUnreachable', 0);
    report.from = peer;
    this.step(report);
  }

  // --- What it wants done --------------------------------------------------------------------------------------------

  /** Null when there is nothing left to do. What the node says to itself is taken in before this returns. */
  cycle(): Cycle | null {
    const { queueA, queueB, answered, log } = this;
    const hardChanged =
      this.term !== this.savedTerm || this.vote !== this.savedVote || this.commit !== this.savedCommit;
    const persistFrom = this.dirtyFrom;
    const hasNews = this.commit > this.applied;
    if (queueA.length + queueB.length + answered.length + persistFrom === 0 && !hardChanged && !hasNews)
      return null;
    let hardState: HardState | null = null;
    if (hardChanged) {
      hardState = { term: this.term, vote: this.vote, commit: this.commit };
      this.savedTerm = this.term;
      this.savedVote = this.vote;
      this.savedCommit = this.commit;
    }
    this.dirtyFrom = 0;
    let own: RaftMessage[] | null = null;
    if (queueB.length > 0) {
      for (const one of queueB) {
        if (one.to === this.id) (own ??= []).push(one);
        else queueA.push(one);
      }
      this.queueB = [];
    }
    if (queueA.length > 0) this.queueA = [];
    if (answered.length > 0) this.answered = [];
    const committed = hasNews ? log.between(this.applied + 1, this.commit) : NOTHING;
    this.applied = this.commit;
    if (own !== null) for (const one of own) this.step(one);
    return { hardState, persistFrom, messages: queueA, committed, reads: answered };
  }

  // --- Roles ---------------------------------------------------------------------------------------------------------

  private isLeader(): boolean {
    return this.role === 'leader';
  }

  private reset(term: number): void {
    if (term !== this.term) {
      this.term = term;
      this.vote = 0;
    }
    this.lead = 0;
    this.electionElapsed = 0;
    this.heartbeatElapsed = 0;
    const { electionTick } = this.config;
    this.timeout = electionTick + this.drawTicks(electionTick);
    this.leadTransferee = 0;
    this.votes.clear();
    this.reads.reset();
    const last = this.log.lastIndex;
    for (let voter = 1; voter <= this.size; voter += 1) {
      this.progress[voter]!.reset(last, voter === this.id ? last : 0);
    }
  }

  private becomeFollower(term: number, lead: number): void {
    this.reset(term);
    this.lead = lead;
    this.role = 'follower';
  }

  /** Only asks: term and vote stay as they are. */
  private becomePreCandidate(): void {
    this.votes.clear();
    this.lead = 0;
    this.role = 'preCandidate';
  }

  private becomeCandidate(): void {
    assert(!this.isLeader(), 'a leader cannot become a candidate');
    this.reset(this.term + 1);
    this.vote = this.id;
    this.role = 'candidate';
  }

  private becomeLeader(): void {
    assert(this.role === 'candidate', `a ${this.role} cannot become leader`);
    this.reset(this.term);
    this.lead = this.id;
    this.role = 'leader';
    const own = this.progress[this.id]!;
    own.becomeReplicate();
    own.recentActive = true;
    // An entry of its own term: nothing of earlier terms is committed before it.
    this.append([{ term: 0, index: 0, data: '' }]);
  }

  private stand(kind: Campaign): void {
    const isPre = kind === 'pre';
    if (isPre) this.becomePreCandidate();
    else this.becomeCandidate();
    const term = isPre ? this.term + 1 : this.term;
    for (let voter = 1; voter <= this.size; voter += 1) {
      if (voter === this.id) {
        const own = message(isPre ? 'MsgPreVoteResp' : 'MsgVoteResp', voter);
        own.term = term;
        this.send(own);
        continue;
      }
      const request = message(isPre ? 'MsgPreVote' : 'MsgVote', voter);
      request.term = term;
      request.index = this.log.lastIndex;
      request.logTerm = this.log.lastTerm;
      request.forced = kind === 'transfer' ? 1 : 0;
      this.send(request);
    }
  }

  /** A leader that has not heard a quorum since the last time gives up. */
  private checkQuorum(): void {
    let active = 0;
    for (let voter = 1; voter <= this.size; voter += 1) {
      if (voter === this.id || this.progress[voter]!.recentActive) active += 1;
    }
    if (active < this.quorum) this.becomeFollower(this.term, 0);
    for (let voter = 1; voter <= this.size; voter += 1) {
      if (voter !== this.id) this.progress[voter]!.recentActive = false;
    }
  }

  // --- Receiving -----------------------------------------------------------------------------------------------------

  /** False for a proposal that is dropped. */
  step(m: RaftMessage): boolean {
    if (m.term !== 0 && !this.heedTerm(m)) return true;
    switch (m.verb) {
      case 'MsgVote':
      case 'MsgPreVote':
        this.onVoteRequest(m);
        return true;
      default:
        switch (this.role) {
          case 'follower':
            return this.stepFollower(m);
          case 'leader':
            return this.stepLeader(m);
          default:
            return this.stepCandidate(m);
        }
    }
  }

  /** What a term does before the message is looked at; false if that is all. */
  private heedTerm(m: RaftMessage): boolean {
    const { config, term } = this;
    if (m.term === term) return true;
    const asksForVote = m.verb === 'MsgVote' || m.verb === 'MsgPreVote';
    const fromLeader = m.verb === 'MsgApp' || m.verb === 'MsgHeartbeat';
    if (m.term > term) {
      // The lease: who hears a leader lets nobody disturb it (Ongaro's thesis, section 4.2.3).
      const inLease = config.checkQuorum && this.lead !== 0 && this.electionElapsed < config.electionTick;
      if (asksForVote && m.forced === 0 && inLease) return false;
      // A question about the future, and a yes to it, are no term yet.
      if (m.verb === 'MsgPreVote' || (m.verb === 'MsgPreVoteResp' && m.reject === 0)) return true;
      this.becomeFollower(m.term, fromLeader ? m.from : 0);
      return true;
    }
    if (fromLeader && (config.checkQuorum || config.preVote)) {
      // A leader that nobody follows must hear of the higher term, or it would be disturbed by nobody for ever.
      this.send(message('MsgAppResp', m.from));
    } else if (m.verb === 'MsgPreVote') {
      const no = message('MsgPreVoteResp', m.from);
      no.term = term;
      no.reject = 1;
      this.send(no);
    }
    return false;
  }

  private onVoteRequest(m: RaftMessage): void {
    const isPre = m.verb === 'MsgPreVote';
    const may = this.vote === m.from || (this.vote === 0 && this.lead === 0) || (isPre && m.term > this.term);
    const { lastIndex, lastTerm } = this.log;
    const fresh =
      !this.config.rules.upToDateVoters ||
      m.logTerm > lastTerm ||
      (m.logTerm === lastTerm && m.index >= lastIndex);
    const answer = message(isPre ? 'MsgPreVoteResp' : 'MsgVoteResp', m.from);
    if (may && fresh) {
      answer.term = m.term;
      if (!isPre) {
        this.electionElapsed = 0;
        this.vote = m.from;
      }
    } else {
      answer.term = this.term;
      answer.reject = 1;
    }
    this.send(answer);
  }

  private stepFollower(m: RaftMessage): boolean {
    switch (m.verb) {
      case 'MsgProp':
        if (this.lead === 0 || !this.config.forwardProposals) return false;
        this.forward(m, m.from);
        return true;
      case 'MsgApp':
        this.electionElapsed = 0;
        this.lead = m.from;
        this.onAppend(m);
        return true;
      case 'MsgHeartbeat':
        this.electionElapsed = 0;
        this.lead = m.from;
        this.onHeartbeat(m);
        return true;
      case 'MsgTransferLeader':
        if (this.lead !== 0) this.forward(m, m.from);
        return true;
      case 'MsgReadIndex':
        if (this.lead !== 0) this.forward(m, m.from === 0 ? this.id : m.from);
        return true;
      case 'MsgForgetLeader':
        if (!this.config.leaseReads) this.lead = 0;
        return true;
      case 'MsgTimeoutNow':
        this.stand('transfer');
        return true;
      case 'MsgReadIndexResp':
        if (m.entries.length === 1) this.answered.push({ index: m.index, context: m.entries[0]!.data });
        return true;
      default:
        return true;
    }
  }

  private stepCandidate(m: RaftMessage): boolean {
    const isPre = this.role === 'preCandidate';
    switch (m.verb) {
      case 'MsgProp':
        return false;
      case 'MsgApp':
        this.becomeFollower(m.term, m.from);
        this.onAppend(m);
        return true;
      case 'MsgHeartbeat':
        this.becomeFollower(m.term, m.from);
        this.onHeartbeat(m);
        return true;
      case 'MsgVoteResp':
      case 'MsgPreVoteResp':
        if ((m.verb === 'MsgPreVoteResp') === isPre) this.onVoteAnswer(m, isPre);
        return true;
      default:
        return true;
    }
  }

  private onVoteAnswer(m: RaftMessage, isPre: boolean): void {
    this.votes.record(m.from, m.reject === 0);
    switch (this.votes.verdict(this.size, this.quorum)) {
      case 'won':
        if (isPre) {
          this.stand('normal');
        } else {
          this.becomeLeader();
          this.broadcastAppends();
        }
        return;
      case 'lost':
        this.becomeFollower(this.term, 0);
        return;
      case 'open':
        return;
    }
  }

  private stepLeader(m: RaftMessage): boolean {
    switch (m.verb) {
      case 'MsgProp':
        if (this.leadTransferee !== 0) return false;
        this.append(m.entries);
        this.broadcastAppends();
        return true;
      case 'MsgReadIndex':
        this.onReadIndex(m);
        return true;
      case 'MsgAppResp':
        this.onAppendAnswer(m, this.progress[m.from]!);
        return true;
      case 'MsgHeartbeatResp':
        this.onHeartbeatAnswer(m, this.progress[m.from]!);
        return true;
      case 'MsgUnreachable':
        this.progress[m.from]!.unreachable();
        return true;
      case 'MsgTransferLeader':
        this.onTransfer(m.from);
        return true;
      default:
        return true;
    }
  }

  // --- Replication ---------------------------------------------------------------------------------------------------

  private append(entries: readonly LogEntry[]): void {
    const { log } = this;
    this.soil(log.lastIndex + 1);
    for (const { data } of entries) log.append(this.term, data);
    // Its own acknowledgement counts like any other, once the entries are on the disk.
    const own = message('MsgAppResp', this.id);
    own.index = log.lastIndex;
    this.send(own);
  }

  private broadcastAppends(): void {
    for (let voter = 1; voter <= this.size; voter += 1) if (voter !== this.id) this.sendAppend(voter, true);
  }

  /** Whether something was sent. `evenEmpty`: also when there is nothing but the commit to tell. */
  private sendAppend(voter: number, evenEmpty: boolean): boolean {
    const progress = this.progress[voter]!;
    if (progress.paused) return false;
    const { log, config } = this;
    const anchor = progress.next - 1;
    const holdsBack = progress.mode === 'replicate' && progress.full;
    const entries =
      holdsBack || anchor >= log.lastIndex ? NOTHING : log.batch(progress.next, config.maxSizePerMsg);
    if (entries.length === 0 && !evenEmpty) return false;
    const append = message('MsgApp', voter);
    append.index = anchor;
    append.logTerm = log.termAt(anchor);
    append.entries = entries;
    append.commit = this.commit;
    this.send(append);
    progress.sent(entries.length);
    progress.sentCommit = this.commit;
    return true;
  }

  private broadcastHeartbeats(): void {
    const context = this.reads.position;
    for (let voter = 1; voter <= this.size; voter += 1) {
      if (voter === this.id) continue;
      const progress = this.progress[voter]!;
      const heartbeat = message('MsgHeartbeat', voter);
      heartbeat.commit = Math.min(progress.match, this.commit);
      heartbeat.context = context;
      this.send(heartbeat);
      progress.sentCommit = heartbeat.commit;
    }
  }

  private onAppend(m: RaftMessage): void {
    const { log } = this;
    const answer = message('MsgAppResp', m.from);
    if (m.index < this.commit) {
      answer.index = this.commit;
      this.send(answer);
      return;
    }
    const matches =
      !this.config.rules.logMatching || (m.index <= log.lastIndex && log.termAt(m.index) === m.logTerm);
    if (matches) {
      const last = m.index + m.entries.length;
      const from = log.takeOver(Math.min(m.index, log.lastIndex), m.entries, this.config.rules.logMatching);
      if (from > 0) this.soil(from);
      this.commit = Math.max(this.commit, Math.min(m.commit, last, log.lastIndex));
      answer.index = last;
    } else {
      const hint = log.guess(Math.min(m.index, log.lastIndex), m.logTerm);
      answer.index = m.index;
      answer.reject = 1;
      answer.rejectHint = hint;
      answer.logTerm = Math.max(0, log.termAt(hint));
    }
    this.send(answer);
  }

  /**
   * What a leader says is decided it has heard acknowledged from here. A log that ends before that was lost, and nobody can
   * mend it while that leader leads: as in etcd's library the process ends, instead of being asked without end for more.
   */
  private onHeartbeat(m: RaftMessage): void {
    const { lastIndex } = this.log;
    if (m.commit > lastIndex && this.config.rules.logMatching) {
      throw new Error(
        `the leader knows entry ${m.commit} to be here, and the log ends at ${lastIndex}: entries that were acknowledged are lost`,
      );
    }
    this.commit = Math.max(this.commit, Math.min(m.commit, lastIndex));
    const answer = message('MsgHeartbeatResp', m.from);
    answer.context = m.context;
    this.send(answer);
  }

  private onAppendAnswer(m: RaftMessage, progress: Progress): void {
    progress.recentActive = true;
    if (m.reject === 1) {
      const hint = m.logTerm > 0 ? this.log.guess(m.rejectHint, m.logTerm) : m.rejectHint;
      if (progress.refused(m.index, hint)) this.sendAppend(m.from, true);
      return;
    }
    const moved = progress.acknowledged(m.index);
    if (!moved && !(m.index === progress.match && progress.mode === 'probe')) return;
    if (progress.mode === 'probe') progress.becomeReplicate();
    else progress.landed(m.index);
    const isPeer = m.from !== this.id;
    if (this.maybeCommit()) {
      for (const request of this.reads.takePostponed()) this.serve(request);
      this.broadcastAppends();
    } else if (isPeer && this.commit > progress.sentCommit && progress.sentCommit < progress.next - 1) {
      this.sendAppend(m.from, true);
    }
    if (!isPeer) return;
    while (this.sendAppend(m.from, false));
    if (m.from === this.leadTransferee && progress.match === this.log.lastIndex) this.tellToStand(m.from);
  }

  /** What a quorum holds is committed if it is of this term; whether that moved. */
  private maybeCommit(): boolean {
    const { matches, progress } = this;
    for (let voter = 1; voter <= this.size; voter += 1) matches[voter - 1] = progress[voter]!.match;
    const index = nthLargest(matches, this.quorum);
    if (index <= this.commit) return false;
    const term = this.log.termAt(index);
    if (this.config.rules.commitOwnTermOnly ? term !== this.term : term === UNKNOWN_TERM) return false;
    this.commit = index;
    return true;
  }

  private onHeartbeatAnswer(m: RaftMessage, progress: Progress): void {
    progress.recentActive = true;
    progress.paused = false;
    if (progress.match < this.log.lastIndex || progress.mode === 'probe') this.sendAppend(m.from, true);
    if (this.config.leaseReads || m.context === 0) return;
    this.reads.confirm(m.from, m.context);
    for (const { request, index } of this.reads.takeConfirmed(this.quorum)) this.answer(request, index);
  }

  private onTransfer(target: number): void {
    if (this.leadTransferee === target) return;
    this.leadTransferee = 0;
    if (target === this.id) return;
    // It also puts off the next check of the quorum.
    this.electionElapsed = 0;
    this.leadTransferee = target;
    if (this.progress[target]!.match === this.log.lastIndex) this.tellToStand(target);
    else this.sendAppend(target, true);
  }

  private tellToStand(target: number): void {
    this.send(message('MsgTimeoutNow', target));
  }

  // --- Reads ---------------------------------------------------------------------------------------------------------

  private onReadIndex(m: RaftMessage): void {
    if (this.size === 1) this.answer(m, this.commit);
    // Until something of its own term is committed a leader does not know what is.
    else if (this.log.termAt(this.commit) !== this.term) this.reads.postpone(m);
    else this.serve(m);
  }

  private serve(m: RaftMessage): void {
    if (this.config.leaseReads) {
      this.answer(m, this.commit);
      return;
    }
    this.reads.begin(m, this.commit, this.id);
    this.broadcastHeartbeats();
  }

  private answer(m: RaftMessage, index: number): void {
    if (m.from === 0 || m.from === this.id) {
      this.answered.push({ index, context: m.entries[0]!.data });
      return;
    }
    const answer = message('MsgReadIndexResp', m.from);
    answer.index = index;
    answer.entries = m.entries;
    this.send(answer);
  }

  // --- Sending -------------------------------------------------------------------------------------------------------

  /** On to the leader as somebody else's. */
  private forward(m: RaftMessage, from: number): void {
    this.send({ ...m, to: this.lead, from });
  }

  /** Answers that a quorum counts wait for the disk; requests for votes and their answers carry a term of their own. */
  private send(m: RaftMessage): void {
    if (m.from === 0) m.from = this.id;
    switch (m.verb) {
      case 'MsgAppResp':
        m.term = this.term;
        this.queueB.push(m);
        return;
      case 'MsgVoteResp':
      case 'MsgPreVoteResp':
        this.queueB.push(m);
        return;
      case 'MsgVote':
      case 'MsgPreVote':
        break;
      case 'MsgProp':
      case 'MsgReadIndex':
        m.term = 0;
        break;
      default:
        m.term = this.term;
    }
    this.queueA.push(m);
  }

  private soil(from: number): void {
    if (this.dirtyFrom === 0 || from < this.dirtyFrom) this.dirtyFrom = from;
  }
}
