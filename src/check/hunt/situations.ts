/**
 * What a run went through, coarsely: which mixtures of roles, promises and authorities came up, and how close two
 * authorities came to each other. Runs that went where no run has been, or came closer, are worth varying.
 */
import type { Observation } from '../../core/program';
import type { Observer, World } from '../../sim/cluster/world';

const ROLE_CODE = { replica: 0, candidate: 1, primary: 2 } as const;

export class Situations implements Observer {
  /** Fingerprints of the mixtures. */
  readonly seen = new Set<number>();
  /** The shortest time between the end of one node's authority and the beginning of another's, microseconds. */
  nearestUs = Infinity;
  private readonly codes: number[] = [];
  private sum = 0;
  /** Until when each node had authority, as last seen, and since when without a break. */
  private readonly untilUs: number[] = [];

  observed(world: World, node: number, atUs: number): void {
    const slot = world.slots[node]!;
    if (slot.part !== 'node') return;
    const authority = slot.hasAuthority(atUs);
    const code =
      slot.status === 'up' ? codeOf(slot.observation, authority) : slot.status === 'frozen' ? 1 : 2;
    const before = this.codes[node];
    if (before !== code) {
      // A sum does not mind who is in which situation, only how many are.
      this.sum = (this.sum + mix(code) - (before === undefined ? 0 : mix(before))) >>> 0;
      this.codes[node] = code;
      this.seen.add(this.sum);
    }
    const hadUntilUs = this.untilUs[node] ?? 0;
    if (authority && atUs >= hadUntilUs) this.begins(node, atUs);
    if (slot.authorityUntilUs > hadUntilUs) this.untilUs[node] = slot.authorityUntilUs;
  }

  private begins(node: number, atUs: number): void {
    for (let other = 0; other < this.untilUs.length; other += 1) {
      if (other === node) continue;
      const gapUs = atUs - (this.untilUs[other] ?? 0);
      if ((this.untilUs[other] ?? 0) > 0 && gapUs >= 0 && gapUs < this.nearestUs) this.nearestUs = gapUs;
    }
  }
}

function codeOf(seen: Observation, authority: boolean): number {
  const promised = seen.votedEpoch > seen.epoch ? 1 : 0;
  const knows = seen.primary === null ? 0 : 1;
  const serves = seen.service?.kind === 'server' && seen.service.register?.serving === true ? 1 : 0;
  return 16 + ROLE_CODE[seen.role] * 16 + promised * 8 + knows * 4 + (authority ? 2 : 0) + serves;
}

/** Spreads small codes over 32 bits (a step of Murmur's finaliser). */
function mix(code: number): number {
  let hash = Math.imul(code + 1, 0x9e3779b1);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
