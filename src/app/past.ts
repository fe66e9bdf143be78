/**
 * What lies behind a cluster at one instant, without any worker: enough to go on from there. It comes from replaying in
 * this thread, which gives what the workers gave, because the same run has the same trace everywhere.
 */
import { Monitor, type MonitorState } from '../check/monitor';
import { traceBehind } from '../sim/cluster/resume';
import { World } from '../sim/cluster/world';
import type { WorldState } from '../sim/cluster/world-state';
import { advance } from '../sim/cluster/advance';
import { InlineHost } from '../sim/inline-host';
import { Keyframes, keyframesFor } from '../sim/keyframes';
import type { ResolvedRun } from '../sim/run';
import type { Trace } from '../sim/trace/trace';

/** A cluster between two windows: its world, and what its checks remember. */
export interface Keyframe {
  readonly state: WorldState;
  readonly monitor: MonitorState;
}

export interface Past {
  readonly run: ResolvedRun;
  readonly now: Keyframe;
  /** It stands where `now` does, and nobody else writes it. */
  readonly trace: Trace;
  readonly keyframes: Keyframes<Keyframe>;
}

/** The faults of a run that lie behind an instant, and none that were still to come. */
export function runUntil(run: ResolvedRun, timeUs: number): ResolvedRun {
  return { ...run, faults: run.faults.filter(({ atMs }) => Math.round(atMs * 1000) <= timeUs) };
}

/** The past of a recorded run at an earlier instant: the nearest keyframe, replayed up to it. */
export function pastAt(run: ResolvedRun, keyframes: Keyframes<Keyframe>, trace: Trace, timeUs: number): Past {
  const key = keyframes.before(timeUs);
  const monitor = new Monitor(undefined, key.monitor);
  const host = new InlineHost();
  const world = new World(run, host, [monitor], false, {
    state: key.state,
    trace: traceBehind(trace, key.state, false),
  });
  advance(world, host, timeUs);
  const replayed = world.save(host.save(run.nodes.length));
  // The replay kept no rows; the recording has them.
  const mark = { ...replayed.trace, records: trace.records.countBefore(timeUs) };
  const state = { ...replayed, trace: mark };
  return {
    run: runUntil(run, timeUs),
    now: { state, monitor: monitor.save() },
    trace: traceBehind(trace, state),
    keyframes: keyframes.fork(timeUs),
  };
}

/** How long to work before the page gets its turn. */
const BREATHE_EVERY_STEPS = 20_000;

/** Records a run from its start, without workers. `breathe` is awaited now and then. */
export async function record(run: ResolvedRun, untilUs: number, breathe: () => Promise<void>): Promise<Past> {
  const monitor = new Monitor();
  const host = new InlineHost();
  const world = new World(run, host, [monitor]);
  const keyframes = new Keyframes<Keyframe>(keyframesFor(run.nodes.length));
  const save = (): Keyframe => ({ state: world.save(host.save(run.nodes.length)), monitor: monitor.save() });
  let breathedAt = 0;
  keyframes.add(save());
  for (let window = world.open(untilUs); window !== null; window = world.open(untilUs)) {
    world.close(
      window,
      window.calls.map(({ node, call }) => host.run(node, call)),
    );
    if (keyframes.due(world.stepCount)) keyframes.add(save());
    if (world.stepCount - breathedAt < BREATHE_EVERY_STEPS) continue;
    breathedAt = world.stepCount;
    await breathe();
  }
  return { run, now: save(), trace: world.trace, keyframes };
}
