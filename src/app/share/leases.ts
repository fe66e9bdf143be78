/**
 * Who held the lease, from when to when: the truth, as the store's disk has it, whatever anybody believes. A lease ends
 * when a right clock says so, or before that when it is given up, taken over, deleted or damaged.
 */
import { bisectRight } from 'd3';
import { storeContents } from '../../core/store/record';
import type { DiskRecord, NodeId } from '../../core/program';
import type { AnyProtocol } from '../../core/protocol';
import { startClock } from '../../sim/clock';
import type { Excerpt } from './excerpt';

export type LeaseStore = NonNullable<AnyProtocol['store']>;

/** What the lease's key says. */
export type LeaseState =
  | { readonly kind: 'free' | 'unreadable' | 'forgotten' }
  /** `untilUs`: as it was last promised, in virtual time; it may lie in the past. */
  | { readonly kind: 'held'; readonly holder: NodeId; readonly token: number; readonly untilUs: number };

export interface LeaseSpan {
  readonly startUs: number;
  /** As it was last promised: it may lie beyond the head. */
  readonly endUs: number;
  readonly holder: NodeId;
  readonly token: number;
}

/** What a right wall clock reads as a run begins. */
const WALL_START_US = startClock(0).wallAtOriginUs;

export class LeaseHistory {
  /** When each state begins, rising. */
  readonly startsUs: readonly number[] = [0];
  private readonly states: LeaseState[] = [{ kind: 'free' }];
  private entries: unknown = null;

  constructor(private readonly store: LeaseStore) {}

  /** The store's disk as of `atUs`, in order of time. */
  take(atUs: number, disk: DiskRecord | null): void {
    const entries = disk?.['entries'] ?? null;
    if (entries === this.entries && !this.isForgotten) return;
    this.entries = entries;
    this.begin(atUs, this.stateOf(disk));
  }

  /** From then on nothing is known, until something is told again. */
  lose(atUs: number): void {
    this.begin(atUs, { kind: 'forgotten' });
  }

  /** What has been on the disk since `atUs`, found out by other means; only where nothing is known. */
  learn(atUs: number, disk: DiskRecord | null): void {
    if (this.isForgotten) this.take(atUs, disk);
  }

  /** What the key says just after `timeUs`. */
  stateAt(timeUs: number): LeaseState {
    return this.stateOfPlace(Math.max(0, bisectRight(this.startsUs, timeUs) - 1));
  }

  /** By place in `startsUs`. */
  stateOfPlace(at: number): LeaseState {
    return this.states[at]!;
  }

  /** The time in which the state at that place makes somebody the leader; null if it does not. */
  spanOf(at: number): LeaseSpan | null {
    const state = this.stateOfPlace(at);
    if (state.kind !== 'held') return null;
    const startUs = this.startsUs[at]!;
    const endUs = Math.min(state.untilUs, this.startsUs[at + 1] ?? Infinity);
    return endUs > startUs ? { startUs, endUs, holder: state.holder, token: state.token } : null;
  }

  private get isForgotten(): boolean {
    return this.states.at(-1)!.kind === 'forgotten';
  }

  private stateOf(disk: DiskRecord | null): LeaseState {
    const { leaseKey, readLease } = this.store;
    const value = storeContents(disk).entries.find(({ key }) => key === leaseKey)?.value ?? null;
    const lease = value === null ? null : readLease(value);
    if (lease !== null) {
      const { holder, token, untilWallUs } = lease;
      return { kind: 'held', holder, token, untilUs: untilWallUs - WALL_START_US };
    }
    return { kind: value === null || isJson(value) ? 'free' : 'unreadable' };
  }

  private begin(atUs: number, state: LeaseState): void {
    const last = this.states.length - 1;
    if (goesOn(this.states[last]!, state, atUs)) {
      // Renewed in time: one span.
      this.states[last] = state;
      return;
    }
    // Of several changes at one instant the last one counts.
    const at = this.startsUs[last] === atUs ? last : last + 1;
    this.states[at] = state;
    (this.startsUs as number[])[at] = atUs;
  }
}

/** Who held the lease in an excerpt, in order of time; every span lies within it and has a length. */
export function leasesOf({
  trace,
  protocol,
  fromUs,
  toUs,
}: Pick<Excerpt, 'trace' | 'protocol' | 'fromUs' | 'toUs'>): readonly LeaseSpan[] {
  const place = trace.parts.indexOf('store');
  if (protocol.store === undefined || place < 0) return [];
  const history = new LeaseHistory(protocol.store);
  const { records } = trace;
  for (let id = records.firstKept; id < records.countBefore(toUs); id += 1) {
    if (records.kindOf(id) !== 'durable') continue;
    const { node, atUs, text } = records.row(id);
    if (node === place) history.take(atUs, JSON.parse(trace.strings.text(text)) as DiskRecord | null);
  }
  return history.startsUs.flatMap((_, at) => {
    const span = history.spanOf(at);
    if (span === null || span.endUs <= fromUs || span.startUs >= toUs) return [];
    return { ...span, startUs: Math.max(span.startUs, fromUs), endUs: Math.min(span.endUs, toUs) };
  });
}

function goesOn(before: LeaseState, next: LeaseState, atUs: number): boolean {
  if (before.kind !== 'held' || next.kind !== 'held') return before.kind === next.kind;
  return before.holder === next.holder && before.token === next.token && atUs <= before.untilUs;
}

/** What was given up in good order says so; what was damaged says nothing. */
function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
