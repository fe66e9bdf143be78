/** Watches who leads, to the microsecond: how long nobody does, how long two claim to, how often it is another one. */
import type { NodeId } from '../../core/program';
import type { Observer, World } from '../../sim/cluster/world';

/** What was counted between two moments. */
export interface Reading {
  readonly withoutUs: number;
  readonly twoClaimsUs: number;
  /** How often a node began to lead that was not the last one to do so. */
  readonly handovers: number;
}

interface Watched {
  readonly id: NodeId;
  /** Of its authority, in virtual time; 0 for none. */
  untilUs: number;
  /** It is primary by its role. */
  claims: boolean;
  up: boolean;
  believesIn: NodeId | null;
}

/** Between two steps nothing changes but that authorities end: so to look after each step is to look always. */
export class AuthorityMeter implements Observer {
  /** Since when one node leads and all others are up and know it; null while that is not so. */
  steadySinceUs: number | null = null;
  /** The last one that began to lead. */
  holder: NodeId | null = null;
  /** When that was. */
  holderSinceUs = 0;
  /** The longest while for which that was so. */
  steadyLongestUs = 0;
  /** How often somebody began to lead that did not lead at that moment. */
  reigns = 0;
  private steadyUntilUs = 0;
  private atUs = 0;
  private withoutUs = 0;
  private twoClaimsUs = 0;
  private handovers = 0;
  private readonly watched = new Map<number, Watched>();

  observed(world: World, node: number, atUs: number): void {
    const slot = world.slots[node]!;
    if (slot.part !== 'node') return;
    this.passTo(atUs);
    const alive = slot.status === 'up' || slot.status === 'frozen';
    const led = (this.watched.get(node)?.untilUs ?? 0) > atUs;
    this.watched.set(node, {
      id: slot.id,
      untilUs: slot.authorityUntilUs,
      claims: alive && slot.observation.role === 'primary',
      up: slot.status === 'up',
      believesIn: slot.observation.primary,
    });
    if (slot.hasAuthority(atUs) && !led) this.reigns += 1;
    if (slot.hasAuthority(atUs) && this.holder !== slot.id) {
      if (this.holder !== null) this.handovers += 1;
      this.holder = slot.id;
      this.holderSinceUs = atUs;
    }
    this.judge(atUs);
  }

  /** From now on. */
  reset(atUs: number): void {
    this.passTo(atUs);
    this.withoutUs = 0;
    this.twoClaimsUs = 0;
    this.handovers = 0;
  }

  read(atUs: number): Reading {
    this.passTo(atUs);
    const { withoutUs, twoClaimsUs, handovers } = this;
    return { withoutUs, twoClaimsUs, handovers };
  }

  /** Up to `toUs` everything is as it was seen last. */
  passTo(toUs: number): void {
    const { atUs } = this;
    if (toUs <= atUs) return;
    let ledUntilUs = atUs;
    let claims = 0;
    for (const { untilUs, claims: claimed } of this.watched.values()) {
      if (untilUs > ledUntilUs) ledUntilUs = untilUs;
      if (claimed) claims += 1;
    }
    if (ledUntilUs < toUs) this.withoutUs += toUs - ledUntilUs;
    if (claims > 1) this.twoClaimsUs += toUs - atUs;
    if (this.steadySinceUs !== null) {
      const steadyUs = Math.min(this.steadyUntilUs, toUs) - this.steadySinceUs;
      this.steadyLongestUs = Math.max(this.steadyLongestUs, steadyUs);
    }
    // A leader without authority is no leader, even if nobody has noticed yet.
    if (this.steadyUntilUs < toUs) this.steadySinceUs = null;
    this.atUs = toUs;
  }

  private judge(atUs: number): void {
    let leader: Watched | null = null;
    let leaders = 0;
    for (const node of this.watched.values()) {
      if (node.untilUs <= atUs) continue;
      leader = node;
      leaders += 1;
    }
    let steady = leader !== null && leaders === 1;
    for (const { up, believesIn } of this.watched.values()) steady &&= up && believesIn === leader?.id;
    if (!steady) this.steadySinceUs = null;
    else this.steadySinceUs ??= atUs;
    this.steadyUntilUs = leader?.untilUs ?? 0;
  }
}
