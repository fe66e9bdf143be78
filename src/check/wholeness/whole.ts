/**
 * Whether a cluster is whole: one node leads, has done so for as long as it takes to miss a leader, and every other node
 * that is up takes part: it knows who leads, grants to it where the protocol knows grants, and holds what it holds but
 * for what is on its way. If not, what is missing, in words.
 */
import { packNamed } from '../../core/registry';
import type { NodeId } from '../../core/program';
import { listed } from '../../core/words';
import type { Slot } from '../../sim/cluster/slot';
import type { World } from '../../sim/cluster/world';
import { durationWords } from './broken';
import { heldBy, type Held, type Tenure } from './tenure';

/** Why a node that is up does not take part. */
export type Apart = 'unaware' | 'withholds' | 'behind';

export interface Lack {
  readonly witnesses: readonly NodeId[];
  /** Goes on after "and": `nobody has authority`. */
  readonly text: string;
}

/** Null if `slot` takes part in what `leader` leads. `longAgo`: what the leader held a while ago. */
export function whyApart(slot: Slot, leader: Slot, longAgo: Held | null): Apart | null {
  if (slot === leader) return null;
  const { primary, grantsTo } = slot.observation;
  if (primary !== leader.id) return 'unaware';
  if (grantsTo !== undefined && grantsTo !== leader.id) return 'withholds';
  return longAgo !== null && isBehind(heldBy(slot), longAgo) ? 'behind' : null;
}

function isBehind(own: Held | null, longAgo: Held): boolean {
  if (own === null) return true;
  const date = own.dataEpoch - longAgo.dataEpoch || own.offset - longAgo.offset;
  return date < 0 || !packNamed('register').histories.includesHistory(own.history, longAgo.history);
}

/** Cheap enough to be asked after every step. */
export function isWhole(world: World, tenure: Tenure, atUs: number): boolean {
  if (atUs < tenure.sinceUs + tenure.missUs(world)) return false;
  const leader = tenure.leaderIn(world);
  if (leader === null || leader.status !== 'up' || !leader.hasAuthority(atUs)) return false;
  tenure.remember(world, atUs);
  for (const slot of world.slots) {
    if (slot.part !== 'node') continue;
    if (slot !== leader && slot.hasAuthority(atUs)) return false;
    if (slot.status === 'up' && whyApart(slot, leader, tenure.longAgo) !== null) return false;
  }
  return serves(leader);
}

/** What a cluster lacks that is not whole; null if it is. */
export function lackOf(world: World, tenure: Tenure, atUs: number): Lack | null {
  const leaders = world.slots.filter((slot) => slot.hasAuthority(atUs));
  const [leader] = leaders;
  if (leader === undefined) return { witnesses: [], text: 'nobody has authority' };
  if (leaders.length > 1) {
    const ids = leaders.map(({ id }) => id);
    return { witnesses: ids, text: `${listed(ids)} have authority` };
  }
  tenure.remember(world, atUs);
  const longAgo = leader === tenure.leaderIn(world) ? tenure.longAgo : null;
  const apart = world.slots.filter(({ part, status }) => part === 'node' && status === 'up');
  for (const kind of ['unaware', 'withholds', 'behind'] as const) {
    const such = apart.filter((slot) => whyApart(slot, leader, longAgo) === kind);
    if (such.length > 0) {
      return {
        witnesses: [leader.id, ...such.map(({ id }) => id)],
        text: apartWords(kind, such, leader, longAgo),
      };
    }
  }
  if (!serves(leader)) {
    return { witnesses: [leader.id], text: `${leader.id} leads, but takes no writes of clients` };
  }
  const youngMs = (atUs - tenure.sinceUs) / 1000;
  if (youngMs * 1000 >= tenure.missUs(world)) return null;
  return { witnesses: [leader.id], text: `${leader.id} leads only since ${durationWords(youngMs)}` };
}

/** `n3 does not grant to n1, who leads`. */
export function apartWords(kind: Apart, such: readonly Slot[], leader: Slot, longAgo: Held | null): string {
  const who = listed(such.map(({ id }) => id));
  const one = such.length === 1;
  switch (kind) {
    case 'unaware':
      return `${who} ${one ? 'does' : 'do'} not know that ${leader.id} leads`;
    case 'withholds':
      return `${who} ${one ? 'grants' : 'grant'} nothing to ${leader.id}, who leads`;
    case 'behind':
      return `${who} ${one ? 'does' : 'do'} not keep up with the copy of ${leader.id}${lacking(such[0]!, longAgo)}`;
    default:
      return kind satisfies never;
  }
}

const NAMED_MAX = 3;

function lacking(slot: Slot, longAgo: Held | null): string {
  const own = heldBy(slot);
  if (own === null || longAgo === null) return '';
  const { missingWrites } = packNamed('register').histories;
  const missing = missingWrites(own.history, longAgo.history, NAMED_MAX + 1);
  if (missing.length === 0) return ` (offset ${own.offset}, and the leader's was ${longAgo.offset})`;
  const named = missing.slice(0, NAMED_MAX).join(', ');
  return ` (${slot.id} lacks ${named}${missing.length > NAMED_MAX ? ', …' : ''})`;
}

/** A leader that may not serve is none to its clients. */
function serves({ observation: { service } }: Slot): boolean {
  return service?.kind !== 'server' || service.register === null || service.register.serving;
}
