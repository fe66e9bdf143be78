/** What a node was from when to when: the records told as bands. */
import type { Role } from '../../core/program';
import type { Part } from '../../core/service';
import { RECORD_KINDS, ROLES, STATUSES } from '../../sim/trace/record-table';
import type { NodeStatus } from '../../sim/view';
import type { Excerpt } from './excerpt';

export interface RoleSpan {
  readonly fromUs: number;
  readonly toUs: number;
  readonly status: NodeStatus;
  readonly role: Role;
  readonly epoch: number;
}

export interface AuthoritySpan {
  readonly fromUs: number;
  readonly toUs: number;
  readonly epoch: number;
}

export interface Lane {
  readonly part: Part;
  /** Of a store or a client only the status means anything. */
  readonly roles: readonly RoleSpan[];
  readonly authority: readonly AuthoritySpan[];
}

const STATUS = RECORD_KINDS.indexOf('status');
const ROLE = RECORD_KINDS.indexOf('role');
const AUTHORITY = RECORD_KINDS.indexOf('authority');

/** One for each member of the run, in their order; every span lies within the excerpt and has a length. */
export function lanesOf({ trace, fromUs, toUs }: Pick<Excerpt, 'trace' | 'fromUs' | 'toUs'>): Lane[] {
  const lanes = trace.nodes.map(() => new LaneWriter(fromUs, toUs));
  trace.records.each(0, trace.records.countBefore(toUs), (_id, kind, atUs, node, a, b) => {
    if (kind === STATUS) lanes[node]!.status(atUs, STATUSES[a]!, b);
    else if (kind === ROLE) lanes[node]!.role(atUs, ROLES[a]!, b);
    else if (kind === AUTHORITY) lanes[node]!.authorityUntil(atUs, a);
  });
  return lanes.map((lane, place) => ({ part: trace.parts[place]!, ...lane.end() }));
}

type What = Omit<RoleSpan, 'fromUs' | 'toUs'>;

class LaneWriter {
  private readonly roles: RoleSpan[] = [];
  private readonly authority: AuthoritySpan[] = [];
  private now: What = { status: 'killed', role: 'replica', epoch: 0 };
  private sinceUs = 0;
  private incarnation = 0;
  private untilUs = 0;
  /** Since when it has had authority without a break; null while it has none. */
  private authoritySinceUs: number | null = null;

  constructor(
    private readonly fromUs: number,
    private readonly toUs: number,
  ) {}

  status(atUs: number, status: NodeStatus, incarnation: number): void {
    const fresh = incarnation !== this.incarnation;
    this.incarnation = incarnation;
    if (fresh || !isAlive(status)) this.authorityUntil(atUs, 0);
    this.become(atUs, fresh ? { status, role: 'replica', epoch: 0 } : { ...this.now, status });
  }

  role(atUs: number, role: Role, epoch: number): void {
    // Its authority was for the epoch before; the next record renews it.
    if (epoch !== this.now.epoch) this.closeAuthority(atUs);
    this.become(atUs, { ...this.now, role, epoch });
    this.openAuthority(atUs);
  }

  authorityUntil(atUs: number, untilUs: number): void {
    // It may have run out meanwhile, or be taken back before it does.
    if (this.untilUs < atUs || untilUs <= atUs) this.closeAuthority(atUs);
    this.untilUs = untilUs;
    this.openAuthority(atUs);
  }

  end(): Omit<Lane, 'part'> {
    this.closeRole(this.toUs);
    this.closeAuthority(this.toUs);
    return { roles: this.roles, authority: this.authority };
  }

  private become(atUs: number, next: What): void {
    if (sameWhat(next, this.now)) return;
    this.closeRole(atUs);
    this.now = next;
  }

  private closeRole(atUs: number): void {
    const span = this.clipped(this.sinceUs, atUs);
    this.sinceUs = atUs;
    if (span === null) return;
    const before = this.roles.at(-1);
    // It was something else for no time at all, as in a restart.
    const goesOn = before !== undefined && before.toUs === span.fromUs && sameWhat(before, this.now);
    if (goesOn) this.roles[this.roles.length - 1] = { ...before, toUs: span.toUs };
    else this.roles.push({ ...this.now, ...span });
  }

  private openAuthority(atUs: number): void {
    // Setting the clock of a dead node tells again what it had been.
    if (isAlive(this.now.status) && atUs < this.untilUs) this.authoritySinceUs ??= atUs;
  }

  private closeAuthority(atUs: number): void {
    if (this.authoritySinceUs === null) return;
    const span = this.clipped(this.authoritySinceUs, Math.min(atUs, this.untilUs));
    this.authoritySinceUs = null;
    if (span !== null) this.authority.push({ ...span, epoch: this.now.epoch });
  }

  private clipped(sinceUs: number, untilUs: number): Pick<RoleSpan, 'fromUs' | 'toUs'> | null {
    const fromUs = Math.max(sinceUs, this.fromUs);
    const toUs = Math.min(untilUs, this.toUs);
    return fromUs < toUs ? { fromUs, toUs } : null;
  }
}

const isAlive = (status: NodeStatus): boolean => status === 'up' || status === 'frozen';

const sameWhat = (a: What, b: What): boolean =>
  a.status === b.status && a.role === b.role && a.epoch === b.epoch;
