/**
 * Saved worlds along a run, close together where much happens and never many: when there is no more room, every other
 * one goes and the distance doubles. Replaying from the nearest one before an instant is then bounded work.
 */
import type { WorldState } from './cluster/world-state';

/** Steps that replay in some tens of milliseconds. */
const FIRST_DISTANCE_STEPS = 20_000;

export class Keyframes {
  /** In order of time; the first is the start of the run. */
  private states: WorldState[] = [];
  private distanceSteps = FIRST_DISTANCE_STEPS;

  /** `most` bounds their number, at least 2. */
  constructor(private readonly most: number) {}

  /** Whether it is time for another one. */
  due(stepCount: number): boolean {
    const last = this.states.at(-1);
    return last === undefined || stepCount - last.stepCount >= this.distanceSteps;
  }

  /** Later than all that are there. */
  add(state: WorldState): void {
    this.states.push(state);
    if (this.states.length <= this.most) return;
    this.states = this.states.filter((_, at) => at % 2 === 0);
    this.distanceSteps *= 2;
  }

  /** The last one at or before `timeUs`. Throws if there is none: the start is always added first. */
  before(timeUs: number): WorldState {
    const found = this.states.findLast(({ headUs }) => headUs <= timeUs);
    if (found === undefined) throw new Error(`no keyframe at or before ${timeUs} µs`);
    return found;
  }

  /** Those at or before `timeUs`, for a run that goes another way from there. */
  fork(timeUs: number): Keyframes {
    const copy = new Keyframes(this.most);
    copy.states = this.states.filter(({ headUs }) => headUs <= timeUs);
    copy.distanceSteps = this.distanceSteps;
    return copy;
  }

  get length(): number {
    return this.states.length;
  }
}

/** How many saved worlds of that size fit in some ten megabytes: each has a view of every peer in every node. */
export function keyframesFor(nodeCount: number): number {
  return Math.max(16, Math.min(128, Math.floor(8000 / (nodeCount * nodeCount))));
}
