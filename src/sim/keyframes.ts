/**
 * Saved worlds along a run, close together where much happens and never many: when there is no more room, every other
 * one goes and the distance doubles. Replaying from the nearest one before an instant is then bounded work.
 */
import type { WorldState } from './cluster/world-state';

/** Steps of ten nodes that replay in some tens of milliseconds. To save more nodes costs more: less often, then. */
const DISTANCE_STEPS_OF_TEN = 20_000;

export interface Keyed {
  readonly state: WorldState;
}

export class Keyframes<K extends Keyed> {
  /** In order of time; the first is the start of the run. */
  private keys: K[] = [];

  /** `most` bounds their number, at least 2; `distanceSteps` is how far apart they are as long as there is room. */
  constructor(
    private readonly most: number,
    private distanceSteps: number,
  ) {}

  /** For a cluster of that size. The bound is some ten megabytes: each has a view of every peer in every node. */
  static for<K extends Keyed>(nodeCount: number): Keyframes<K> {
    const most = Math.max(16, Math.min(128, Math.floor(8000 / (nodeCount * nodeCount))));
    return new Keyframes(most, DISTANCE_STEPS_OF_TEN * Math.max(1, nodeCount / 10));
  }

  /** Whether it is time for another one. */
  due(stepCount: number): boolean {
    const last = this.keys.at(-1)?.state;
    return last === undefined || stepCount - last.stepCount >= this.distanceSteps;
  }

  /** Later than all that are there. */
  add(key: K): void {
    this.keys.push(key);
    if (this.keys.length <= this.most) return;
    this.keys = this.keys.filter((_, at) => at % 2 === 0);
    this.distanceSteps *= 2;
  }

  /** The last one at or before `timeUs`. Throws if there is none: the start is always added first. */
  before(timeUs: number): K {
    const found = this.keys.findLast(({ state }) => state.headUs <= timeUs);
    if (found === undefined) throw new Error(`no keyframe at or before ${timeUs} µs`);
    return found;
  }

  /** Those at or before `timeUs`, for a run that goes another way from there. */
  fork(timeUs: number): Keyframes<K> {
    const copy = new Keyframes<K>(this.most, this.distanceSteps);
    copy.keys = this.keys.filter(({ state }) => state.headUs <= timeUs);
    return copy;
  }

  get length(): number {
    return this.keys.length;
  }
}
