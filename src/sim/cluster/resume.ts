/** From a saved state to a world that goes on from it. */
import type { Trace } from '../trace/trace';
import type { WorldState } from './world-state';

/** The messages whose end was not settled in that state, with their arrival, in rising order. */
export function openMessages(state: WorldState): (readonly [id: number, endUs: number])[] {
  return [...state.queued, ...state.slots.flatMap(({ held }) => held)]
    .filter(({ command }) => command === null)
    .map(({ id, atUs }) => [id, atUs] as const)
    .sort(([a], [b]) => a - b);
}

/** The part of `trace` that lies behind the state, to be written on. */
export function traceBehind(trace: Trace, state: WorldState, keep?: boolean): Trace {
  return trace.fork(state.trace, openMessages(state), keep);
}
