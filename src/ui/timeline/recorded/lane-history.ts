/**
 * What one node was, from the start of a run to its head: stretches of one role, epoch and status, and the intervals in
 * which it had authority. Told in order of time and never again; asked for any range, at any resolution.
 */
import { bisectRight } from 'd3';
import type { Role } from '../../../core/program';
import { ROLES, STATUSES } from '../../../sim/trace/record-table';
import type { NodeSnapshot, NodeStatus } from '../../../sim/view';
import { each } from './each';

export interface Stretch {
  readonly startUs: number;
  /** Infinity for the last one: it is not over. */
  readonly endUs: number;
  readonly role: Role;
  /** `forgotten`: the trace had let go of that time before it was read. */
  readonly status: NodeStatus | 'forgotten';
  /** 0 while nothing has been seen of the process. */
  readonly epoch: number;
}

export interface Interval {
  readonly startUs: number;
  /** As it was last promised: it may lie beyond the head. */
  readonly endUs: number;
}

const REPLICA = ROLES.indexOf('replica');
const UP = STATUSES.indexOf('up');
const FROZEN = STATUSES.indexOf('frozen');
const KILLED = STATUSES.indexOf('killed');
/** Kept with the places in STATUSES. */
const FORGOTTEN = STATUSES.length;

export class LaneHistory {
  private readonly startsUs = [0];
  private readonly roles = [REPLICA];
  private readonly statuses = [KILLED];
  private readonly epochs = [0];
  private incarnation = 0;
  private readonly authorityFromUs: number[] = [];
  private readonly authorityUntilUs: number[] = [];

  get stretchCount(): number {
    return this.startsUs.length;
  }

  /** `role` is a place in ROLES. */
  takeRole(atUs: number, role: number, epoch: number): void {
    // Whoever acts is up.
    this.begin(atUs, role, this.isForgotten ? UP : this.statuses.at(-1)!, epoch);
  }

  /** `status` is a place in STATUSES; a new incarnation knows nothing yet. */
  takeStatus(atUs: number, status: number, incarnation: number): void {
    const reborn = incarnation !== this.incarnation;
    this.incarnation = incarnation;
    if (reborn || (status !== UP && status !== FROZEN)) this.endAuthority(atUs);
    if (reborn) this.begin(atUs, REPLICA, status, 0);
    else this.begin(atUs, this.roles.at(-1)!, status, this.epochs.at(-1)!);
  }

  /** From `atUs` on it may act as the leader until `untilUs`; what was promised before is void. */
  takeAuthority(atUs: number, untilUs: number): void {
    const last = this.authorityUntilUs.length - 1;
    if (last >= 0 && this.authorityUntilUs[last]! >= atUs) {
      this.authorityUntilUs[last] = Math.max(atUs, untilUs);
    } else if (untilUs > atUs) {
      this.authorityFromUs.push(atUs);
      this.authorityUntilUs.push(untilUs);
    }
  }

  /** From then on nothing is known, until something is told again. */
  lose(atUs: number): void {
    this.endAuthority(atUs);
    this.begin(atUs, REPLICA, FORGOTTEN, 0);
  }

  get isForgotten(): boolean {
    return this.statuses.at(-1) === FORGOTTEN;
  }

  /** What it has been from `atUs` until now, found out by other means; only for a lane that is forgotten. */
  learn(atUs: number, { role, status, epoch }: Pick<NodeSnapshot, 'role' | 'status' | 'epoch'>): void {
    if (this.isForgotten) this.begin(atUs, ROLES.indexOf(role), STATUSES.indexOf(status), epoch);
  }

  /** What the node is just after `timeUs`. */
  stretchAt(timeUs: number): Stretch {
    return this.stretch(Math.max(0, bisectRight(this.startsUs, timeUs) - 1));
  }

  /** The interval of authority that `timeUs` is in; null for none. */
  authorityAt(timeUs: number): Interval | null {
    const at = bisectRight(this.authorityFromUs, timeUs) - 1;
    const endUs = this.authorityUntilUs[at];
    return endUs === undefined || endUs <= timeUs ? null : { startUs: this.authorityFromUs[at]!, endUs };
  }

  /** The interval of authority that was told of last, over or not; null if it never had any. */
  get lastAuthority(): Interval | null {
    const at = this.authorityFromUs.length - 1;
    return at < 0 ? null : { startUs: this.authorityFromUs[at]!, endUs: this.authorityUntilUs[at]! };
  }

  /**
   * Visits the stretches between two instants. Of those shorter than `stepUs` only one in each `stepUs` is told, so that
   * the work follows what can be seen, not what happened.
   */
  eachStretch(fromUs: number, untilUs: number, stepUs: number, visit: (stretch: Stretch) => void): void {
    each(this.startsUs, fromUs, untilUs, stepUs, (at) => visit(this.stretch(at)));
  }

  /** The same for the intervals of authority. */
  eachAuthority(fromUs: number, untilUs: number, stepUs: number, visit: (interval: Interval) => void): void {
    each(this.authorityFromUs, fromUs, untilUs, stepUs, (at) => {
      const startUs = this.authorityFromUs[at]!;
      const endUs = this.authorityUntilUs[at]!;
      if (endUs > fromUs && endUs > startUs) visit({ startUs, endUs });
    });
  }

  private endAuthority(atUs: number): void {
    const last = this.authorityUntilUs.length - 1;
    if (last >= 0) this.authorityUntilUs[last] = Math.min(this.authorityUntilUs[last]!, atUs);
  }

  private begin(atUs: number, role: number, status: number, epoch: number): void {
    const last = this.startsUs.length - 1;
    const unchanged =
      this.roles[last] === role && this.statuses[last] === status && this.epochs[last] === epoch;
    if (unchanged) return;
    // Of several changes at one instant the last one counts.
    const at = this.startsUs[last] === atUs ? last : last + 1;
    this.startsUs[at] = atUs;
    this.roles[at] = role;
    this.statuses[at] = status;
    this.epochs[at] = epoch;
  }

  private stretch(at: number): Stretch {
    return {
      startUs: this.startsUs[at]!,
      endUs: this.startsUs[at + 1] ?? Infinity,
      role: ROLES[this.roles[at]!]!,
      status: STATUSES[this.statuses[at]!] ?? 'forgotten',
      epoch: this.epochs[at]!,
    };
  }
}
