/**
 * What lies behind a cluster at one instant, without any worker: enough to go on from there. It comes from replaying in
 * this thread, which gives what the workers gave, because the same run has the same trace everywhere.
 */
import { invariantsOf } from '../../check/invariants/of-protocol';
import { Monitor, type MonitorState } from '../../check/monitor';
import { traceBehind } from '../../sim/cluster/resume';
import { World } from '../../sim/cluster/world';
import type { WorldState } from '../../sim/cluster/world-state';
import { InlineHost } from '../../sim/inline-host';
import { Keyframes } from '../../sim/keyframes';
import { systemOfRun, type ResolvedRun } from '../../sim/run';
import { History } from '../../sim/trace/history';
import { momentAfter, type After, type Place } from '../../sim/trace/moment';
import type { Trace } from '../../sim/trace/trace';
import type { Snapshot } from '../../sim/view';
import { toItsEnd, type Breathe } from './slices';

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
  readonly history: History;
  readonly keyframes: Keyframes<Keyframe>;
}

/**
 * What one branch may keep of its past, in bytes: more than an hour of five nodes. Beyond it the oldest quarter of the
 * rows goes, and an instant of that time is replayed from its keyframe when somebody asks for it: slower, never wrong.
 */
export const MOST_TRACE_BYTES = 96_000_000;

/** Keeps a trace within its bound. */
export function forgetIfTooMuch(trace: Trace, history: History): void {
  forgetDownTo(MOST_TRACE_BYTES, trace, history);
}

/** What cannot be forgotten, because it is of the last moments or is read for ever, stays all the same. */
export function forgetDownTo(bytes: number, trace: Trace, history: History): void {
  for (let before = Infinity; trace.byteLength > bytes && trace.byteLength < before;) {
    before = trace.byteLength;
    history.takeAll();
    trace.forgetOldest();
  }
}

/** The faults of a run that lie behind an instant, and none that were still to come. */
export function runUntil(run: ResolvedRun, timeUs: number): ResolvedRun {
  return { ...run, faults: run.faults.filter(({ atMs }) => Math.round(atMs * 1000) <= timeUs) };
}

/** A state within an instant; where that was forgotten, the end of it. Throws a sentence if there is no such state. */
export function placeWithin(
  { history, trace }: Pick<Past, 'history' | 'trace'>,
  atUs: number,
  after: After,
): Place {
  return history.covers(atUs) ? momentAfter(trace, atUs, after) : atUs + 1;
}

/** A recorded run, whose earlier instants can be gone back to. */
export type Recorded = Omit<Past, 'now'>;

/** On its way from a keyframe of a recorded run to later instants of it, window by window. */
export class Replay {
  private readonly host = new InlineHost();
  private readonly monitor: Monitor;
  private readonly world: World;

  /** From the nearest keyframe before that instant. */
  constructor(
    private readonly recorded: Recorded,
    timeUs: number,
  ) {
    const { run, keyframes, trace } = recorded;
    const key = keyframes.before(timeUs);
    this.monitor = new Monitor(invariantsOf(systemOfRun(run)), key.monitor);
    this.world = new World(run, this.host, [this.monitor], false, {
      state: key.state,
      trace: traceBehind(trace, key.state, false),
    });
  }

  /** How far it is. */
  get atUs(): number {
    return this.world.headUs;
  }

  /** Whether no keyframe is nearer to that instant than where it is. */
  leadsTo(timeUs: number): boolean {
    return this.atUs <= timeUs && this.recorded.keyframes.before(timeUs).state.headUs <= this.atUs;
  }

  /** Null once it is at that instant; else what to wait for before it is told to go on. */
  advance(untilUs: number, breathe: Breathe = () => null): Promise<void> | null {
    while (this.world.pass(untilUs, this.host)) {
      const breath = breathe();
      if (breath !== null) return breath;
    }
    return null;
  }

  /** `breathe` is asked after each window; what it throws ends the way there. */
  goTo(timeUs: number, breathe: Breathe): Promise<void> {
    return toItsEnd(() => this.advance(timeUs, breathe));
  }

  snapshot(): Snapshot {
    return this.world.snapshot();
  }

  digest(): string {
    return this.world.trace.digest();
  }

  /** What lies behind where it is, for a world that goes on from there. */
  past(): Past {
    const { run, keyframes, trace, history } = this.recorded;
    const { atUs } = this;
    const replayed = this.world.save(this.host.save(this.world.slots.length));
    // The replay kept no rows; the recording has them, or has forgotten about more than lies behind the instant.
    const mark = { ...replayed.trace, records: trace.records.countBefore(atUs) };
    const state = { ...replayed, trace: mark };
    const behind = traceBehind(trace, state);
    return {
      run: runUntil(run, atUs),
      now: { state, monitor: this.monitor.save() },
      trace: behind,
      history: history.fork(behind, run.network),
      keyframes: keyframes.fork(atUs),
    };
  }
}

/** A replay that is at that instant of a recorded run. */
export async function replayTo(recorded: Recorded, timeUs: number, breathe: Breathe): Promise<Replay> {
  const replay = new Replay(recorded, timeUs);
  await replay.goTo(timeUs, breathe);
  return replay;
}

/** The past of a recorded run at an earlier instant, however long it takes to replay it. */
export function pastAt(recorded: Recorded, timeUs: number): Past {
  const replay = new Replay(recorded, timeUs);
  void replay.advance(timeUs);
  return replay.past();
}

/** Records a run from its start, without workers. `breathe` is asked after each window; what it throws gives up. */
export async function record(
  run: ResolvedRun,
  untilUs: number,
  breathe: (world: World) => ReturnType<Breathe>,
): Promise<Past> {
  const monitor = new Monitor(invariantsOf(systemOfRun(run)));
  const host = new InlineHost();
  const world = new World(run, host, [monitor]);
  const keyframes = Keyframes.for<Keyframe>(world.slots.length);
  const history = new History(world.trace, run.network);
  const save = (): Keyframe => ({
    state: world.save(host.save(world.slots.length)),
    monitor: monitor.save(),
  });
  keyframes.add(save());
  while (world.pass(untilUs, host)) {
    if (keyframes.due(world.stepCount)) {
      keyframes.add(save());
      forgetIfTooMuch(world.trace, history);
    }
    const breath = breathe(world);
    if (breath !== null) await breath;
  }
  return { run, now: save(), trace: world.trace, history, keyframes };
}
