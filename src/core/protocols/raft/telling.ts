/** What happened to a node in a step, with its reason, for the people who watch. */
import type { ProgramEvent } from '../../program';
import { duration } from '../../words';
import type { RaftCore, RaftRole } from './core';
import type { RaftMessage } from './message';
import type { Settings } from './settings';

/** What brought a step about. */
export type Cause =
  | { readonly kind: 'tick' }
  | { readonly kind: 'order' }
  | { readonly kind: 'start' }
  | { readonly kind: 'message'; readonly message: RaftMessage };

export const TICK: Cause = { kind: 'tick' };
export const ORDER: Cause = { kind: 'order' };
export const START: Cause = { kind: 'start' };

/** What a node was before something happened to it. */
interface Glance {
  role: RaftRole;
  term: number;
  vote: number;
  lead: number;
  transferee: number;
}

export class Teller {
  private readonly before: Glance;

  constructor(
    private readonly core: RaftCore,
    private readonly settings: Settings,
    private readonly say: (event: ProgramEvent) => void,
  ) {
    this.before = { role: core.role, term: core.term, vote: core.vote, lead: core.lead, transferee: 0 };
    this.before.transferee = core.leadTransferee;
  }

  /** To be asked after everything that may have changed the node, so that no change hides another. */
  look(cause: Cause): void {
    const { core, before } = this;
    const same =
      core.role === before.role &&
      core.term === before.term &&
      core.vote === before.vote &&
      core.lead === before.lead &&
      core.leadTransferee === before.transferee;
    if (same) return;
    this.tellVote(cause);
    if (core.role !== before.role || (core.role === 'candidate' && core.term !== before.term))
      this.tellRole(cause);
    else if (core.role === 'follower') this.tellFollower(cause);
    else if (core.role === 'leader') this.tellTransfer(cause);
    before.role = core.role;
    before.term = core.term;
    before.vote = core.vote;
    before.lead = core.lead;
    before.transferee = core.leadTransferee;
  }

  /** A request for a vote that came to nothing. `answered`: with a refusal; else it was not even looked at. */
  refused(request: RaftMessage, answered: boolean): void {
    const { core, settings } = this;
    const who = settings.voters[request.from]!;
    const asks = request.verb === 'MsgPreVote' ? `would not vote for ${who}` : `refused ${who} its vote`;
    const why = answered ? this.whyRefused(request) : `it hears its leader ${settings.voters[core.lead]!}`;
    this.emit('refusal', request.from, `${asks} in term ${request.term}: ${why}`, request.term);
  }

  /** From `index` on its log was not the leader's. */
  cut(index: number, leader: number): void {
    const who = this.settings.voters[leader]!;
    this.emit('note', leader, `drops its log from entry ${index} on: ${who} has other entries there`);
  }

  authority(has: boolean): void {
    const { term } = this.core;
    const span = duration(this.settings.core.electionTick * this.settings.tickUs);
    this.emit(
      'authority',
      0,
      has
        ? `has authority: an entry of term ${term} is decided, and a quorum answers it`
        : `lost its authority: it heard no quorum for ${span}`,
    );
  }

  private whyRefused({ from, verb, term, index, logTerm }: RaftMessage): string {
    const { core, settings } = this;
    const { lastIndex, lastTerm } = core.log;
    if (term < core.term) return `it is at term ${core.term}`;
    const isNewer = lastTerm > logTerm || (lastTerm === logTerm && lastIndex > index);
    if (isNewer && settings.core.rules.upToDateVoters)
      return `its own log is newer: it ends at ${lastIndex} of term ${lastTerm}, that one at ${index} of term ${logTerm}`;
    if (core.vote === core.id) return 'it stands itself';
    if (core.vote !== 0 && core.vote !== from) return `it voted for ${settings.voters[core.vote]!}`;
    if (core.lead !== 0) return `it follows ${settings.voters[core.lead]!}`;
    return verb === 'MsgPreVote' ? 'that term is no news' : 'it has no vote to give';
  }

  private tellVote(cause: Cause): void {
    const { core, before, settings } = this;
    if (cause.kind !== 'message' || cause.message.verb !== 'MsgVote') return;
    if (core.vote === 0 || core.vote === core.id) return;
    if (core.vote === before.vote && core.term === before.term) return;
    this.emit('vote', core.vote, `voted for ${settings.voters[core.vote]!} in term ${core.term}`);
  }

  private tellRole(cause: Cause): void {
    const { core, before } = this;
    switch (core.role) {
      case 'leader':
        this.emit('primary', 0, `became leader of term ${core.term}: a quorum voted for it`);
        return;
      case 'preCandidate':
        this.emit(
          'note',
          before.lead,
          `asks who would vote for it in term ${core.term + 1}: ${this.whyStand(cause)}`,
        );
        return;
      case 'candidate':
        this.emit('candidate', before.lead, `stands in term ${core.term}: ${this.whyStand(cause)}`);
        return;
      case 'follower':
        this.emit('replica', core.lead, `${ENDED[before.role]}: ${this.whyFollow(cause)}`);
        return;
      default:
        core.role satisfies never;
    }
  }

  private whyStand(cause: Cause): string {
    const { core, before, settings } = this;
    if (cause.kind === 'order') return 'its operator told it to';
    if (core.role === 'candidate' && before.role === 'preCandidate') return 'a quorum would vote for it';
    if (cause.kind === 'message' && cause.message.verb === 'MsgTimeoutNow')
      return `${settings.voters[cause.message.from]!} hands over to it`;
    if (before.role === 'candidate') return `too few voted for it in term ${before.term}`;
    const silence = duration(core.timeout * settings.tickUs);
    return before.lead === 0
      ? `it knew no leader for ${silence}`
      : `it did not hear ${settings.voters[before.lead]!} for ${silence}`;
  }

  private whyFollow(cause: Cause): string {
    const { core, before, settings } = this;
    if (cause.kind === 'message') {
      const who = settings.voters[cause.message.from]!;
      if (cause.message.term > before.term) return `${who} is at term ${cause.message.term}`;
      if (core.lead !== 0) return `${who} leads term ${core.term}`;
      return 'too many refused it';
    }
    return before.role === 'leader' ? 'it heard no quorum for an election timeout' : 'too many refused it';
  }

  private tellFollower(cause: Cause): void {
    const { core, before, settings } = this;
    if (core.lead !== 0 && (core.lead !== before.lead || core.term !== before.term))
      this.emit(
        'replica',
        core.lead,
        `follows ${settings.voters[core.lead]!}, the leader of term ${core.term}`,
      );
    else if (core.term !== before.term && cause.kind === 'message' && core.vote === 0) {
      const who = settings.voters[cause.message.from]!;
      this.emit('epoch', cause.message.from, `goes by term ${core.term} now, as ${who} does`);
    } else if (core.lead === 0 && before.lead !== 0 && cause.kind === 'order')
      this.emit(
        'note',
        before.lead,
        `forgot its leader ${settings.voters[before.lead]!}, as its operator ordered`,
      );
  }

  private tellTransfer(cause: Cause): void {
    const { core, before, settings } = this;
    const { leadTransferee: to } = core;
    if (to === before.transferee) return;
    if (to === 0) {
      const who = settings.voters[before.transferee]!;
      const why = cause.kind === 'tick' ? 'it did not take over in time' : 'its operator ordered otherwise';
      this.emit('note', before.transferee, `gave up handing over to ${who}: ${why}`);
      return;
    }
    const lacking = core.log.lastIndex - core.progress[to]!.match;
    const who = settings.voters[to]!;
    this.emit(
      'note',
      to,
      lacking === 0
        ? `hands over to ${who}, and tells it to stand`
        : `hands over to ${who} once that has the last ${lacking === 1 ? 'entry' : `${lacking} entries`} of its log`,
    );
  }

  private emit(tag: ProgramEvent['tag'], peer: number, text: string, epoch = this.core.term): void {
    this.say({
      tag,
      epoch,
      peer: peer === 0 || peer === this.core.id ? null : this.settings.voters[peer]!,
      text,
    });
  }
}

const ENDED: Readonly<Record<RaftRole, string>> = {
  leader: 'stepped down',
  candidate: 'ended its candidacy',
  preCandidate: 'stopped asking',
  follower: 'follows',
};
