/** What the store says about who leads: the truth, as opposed to what anybody believes. */
import { packNamed } from '../../core/registry';
import type { DiskRecord } from '../../core/program';
import type { AnyProtocol, Words } from '../../core/protocol';
import { readClock, startClock } from '../../sim/clock';
import type { NodeSnapshot } from '../../sim/view';
import { durationText } from '../inspector/durations';

export interface ShownLease {
  readonly holder: string;
  readonly token: number;
  /** In virtual time: on a clock that is right. */
  readonly untilUs: number;
}

/** What a right wall clock reads as a run begins. */
const WALL_START_US = readClock(startClock(0), 0).wallUs;

/** Null when the store names nobody, or nobody can read what it says. Parses the disk: once per change of it. */
export function leaseOn(disk: DiskRecord | null, store: AnyProtocol['store']): ShownLease | null {
  if (store === undefined) return null;
  const entry = packNamed('store')
    .contents(disk)
    .entries.find(({ key }) => key === store.leaseKey);
  const truth = typeof entry?.value === 'string' ? store.readLease(entry.value) : null;
  if (truth === null) return null;
  return { holder: truth.holder, token: truth.token, untilUs: truth.untilWallUs - WALL_START_US };
}

/** `n2 · ballot 7 · 6.1 s`, in the words of the protocol: who holds it, and for how much longer; `n2 · 6.1 s` for short. */
export function leaseText(lease: ShownLease | null, timeUs: number, { epoch }: Words, short = false): string {
  if (lease === null) return 'no lease';
  const { holder, token, untilUs } = lease;
  const left = timeUs < untilUs ? durationText(untilUs - timeUs) : 'over';
  return [holder, ...(short ? [] : [`${epoch} ${token}`]), left].join(' · ');
}

/** The same in words, without what changes all the time. */
export function leaseWords(lease: ShownLease | null, timeUs: number, { epoch }: Words): string {
  if (lease === null) return 'nobody holds the lease';
  const { holder, token, untilUs } = lease;
  return `${holder} ${timeUs < untilUs ? 'holds' : 'held'} the lease with ${epoch} ${token}`;
}

/**
 * What is left of it, from 0 to 1, of the length that leases have: the store keeps only their end, so that is asked of
 * the nodes.
 */
export function leaseLeft(lease: ShownLease, nodes: readonly NodeSnapshot[], timeUs: number): number {
  if (timeUs >= lease.untilUs) return 0;
  const spanUs = nodes.reduce((longest, node) => Math.max(longest, node.authoritySpanUs), 0);
  return spanUs === 0 ? 1 : Math.min(1, (lease.untilUs - timeUs) / spanUs);
}
