/** Since when nothing was done to a cluster, and to each of its members: no fault, and no process that fell over. */
import type { Slot } from '../../sim/cluster/slot';
import type { World } from '../../sim/cluster/world';
import type { FaultAction } from '../../sim/run';

export interface CalmState {
  /** How many faults of the run were taken in. */
  faults: number;
  sinceUs: number;
  /** By place. */
  memberSinceUs: number[];
  statuses: string[];
}

export class Calm {
  private readonly state: CalmState;

  constructor(saved?: CalmState) {
    this.state =
      saved === undefined
        ? { faults: 0, sinceUs: 0, memberSinceUs: [], statuses: [] }
        : { ...saved, memberSinceUs: [...saved.memberSinceUs], statuses: [...saved.statuses] };
  }

  save(): CalmState {
    const { memberSinceUs, statuses } = this.state;
    return { ...this.state, memberSinceUs: [...memberSinceUs], statuses: [...statuses] };
  }

  get sinceUs(): number {
    return this.state.sinceUs;
  }

  memberSinceUs({ index }: Slot): number {
    return this.state.memberSinceUs[index] ?? 0;
  }

  /** To be asked at every step and look: whether anything was done since the last time. */
  ended(world: World, atUs: number): boolean {
    const { state } = this;
    let ended = false;
    const faults = world.faultsSoFar;
    for (; state.faults < faults.length; state.faults += 1) {
      const fault = faults[state.faults]!;
      const faultUs = Math.round(fault.atMs * 1000);
      if (faultUs > atUs) break;
      ended = true;
      state.sinceUs = faultUs;
      for (const slot of world.slots) if (concerns(fault, slot)) state.memberSinceUs[slot.index] = faultUs;
    }
    for (const { index, status, part } of world.slots) {
      const before = state.statuses[index];
      if (before === status) continue;
      state.statuses[index] = status;
      state.memberSinceUs[index] = atUs;
      // How a client fares is nobody else's concern.
      if (before === undefined || part === 'client') continue;
      ended = true;
      state.sinceUs = atUs;
    }
    return ended;
  }
}

/** Whether a fault does something to this member, or to a way that leads to it or from it. */
function concerns(fault: FaultAction, { id, part }: Slot): boolean {
  if ('node' in fault) return fault.node === id;
  if ('from' in fault) return fault.from === id || fault.to === id;
  if (fault.kind === 'store') return part === 'store';
  return true;
}
