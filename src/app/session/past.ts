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
import type { AsyncHost } from '../../sim/host';
import type { SavedProcess } from '../../sim/node/step';
import { Keyframes } from '../../sim/keyframes';
import { systemOfRun, type ResolvedRun } from '../../sim/run';
import { History } from '../../sim/trace/history';
import { momentAfter, type After, type Place } from '../../sim/trace/moment';
import type { Trace } from '../../sim/trace/trace';
import type { Snapshot } from '../../sim/view';
import { judgingOf, type Ground, type GroundsOfPage } from './ground';
import { toItsEnd, type Breathe } from './slices';

/** A stranger's code does not run in this thread, if there is another place. */
const groundOf = ({ source }: ResolvedRun, grounds: GroundsOfPage): Ground =>
  source === undefined || grounds === undefined ? new InlineHost() : grounds().ground(source);

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
  private readonly host: Ground;
  private readonly monitor: Monitor;
  private readonly world: World;
  /** The window under way, where it has to be waited for. */
  private passing: Promise<void> | null = null;

  /** From the nearest keyframe before that instant. */
  constructor(
    private readonly recorded: Recorded,
    timeUs: number,
    grounds?: GroundsOfPage,
  ) {
    const { run, keyframes, trace } = recorded;
    this.host = groundOf(run, grounds);
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
    const { host } = this;
    if (!(host instanceof InlineHost)) return this.passElsewhere(untilUs, host, breathe);
    while (this.world.pass(untilUs, host)) {
      const breath = breathe();
      if (breath !== null) return breath;
    }
    return null;
  }

  /** One window: whoever asks again meanwhile waits for the same. */
  private passElsewhere(untilUs: number, host: AsyncHost, breathe: Breathe): Promise<void> | null {
    if (this.passing !== null) return this.passing;
    const passing = passWindow(this.world, host, untilUs);
    if (passing === null) return null;
    this.passing = passing
      .then(() => breathe() ?? undefined)
      .finally(() => {
        this.passing = null;
      });
    return this.passing;
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
  async past(): Promise<Past> {
    const { host, world } = this;
    return this.pastWith(await host.save(world.slots.length));
  }

  /** The same where nothing has to be waited for. */
  pastNow(): Past {
    const { host, world } = this;
    if (!(host instanceof InlineHost)) throw new Error('its nodes have to be waited for');
    return this.pastWith(host.save(world.slots.length));
  }

  /** Nobody goes on from here. */
  dispose(): void {
    if (!(this.host instanceof InlineHost)) this.host.dispose();
  }

  private pastWith(processes: (SavedProcess | null)[]): Past {
    const { run, keyframes, trace, history } = this.recorded;
    const { atUs } = this;
    const replayed = this.world.save(processes);
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
export async function replayTo(
  recorded: Recorded,
  timeUs: number,
  breathe: Breathe,
  grounds?: GroundsOfPage,
): Promise<Replay> {
  const replay = new Replay(recorded, timeUs, grounds);
  await replay.goTo(timeUs, breathe);
  return replay;
}

/** The past of a recorded run at an earlier instant, however long it takes to replay it. */
export function pastAt(recorded: Recorded, timeUs: number): Past {
  const replay = new Replay(recorded, timeUs);
  void replay.advance(timeUs);
  return replay.pastNow();
}

/** Null where there is no window before `untilUs` any more. */
function passWindow(world: World, host: AsyncHost, untilUs: number): Promise<void> | null {
  const window = world.open(untilUs);
  if (window === null) return null;
  return Promise.all(window.calls.map(({ node, call }) => host.run(node, call))).then((replies) =>
    world.close(window, replies),
  );
}

/** Records a run from its start, without workers. `breathe` is asked after each window; what it throws gives up. */
export async function record(
  run: ResolvedRun,
  untilUs: number,
  breathe: (world: World) => ReturnType<Breathe>,
  grounds?: GroundsOfPage,
): Promise<Past> {
  const monitor = new Monitor(invariantsOf(systemOfRun(run)));
  const judging = judgingOf(run, monitor, grounds);
  const host = groundOf(run, grounds);
  const world = new World(run, host, judging === null ? [monitor] : [monitor, judging]);
  const keyframes = Keyframes.for<Keyframe>(world.slots.length);
  const history = new History(world.trace, run.network);
  const save = async (): Promise<Keyframe> => ({
    state: world.save(await host.save(world.slots.length)),
    monitor: monitor.save(),
  });
  const pass = (): boolean | Promise<boolean> => {
    if (host instanceof InlineHost) return world.pass(untilUs, host);
    return passWindow(world, host, untilUs)?.then(() => true) ?? false;
  };
  try {
    keyframes.add(await save());
    for (let passed = pass(); typeof passed === 'boolean' ? passed : await passed; passed = pass()) {
      const settling = judging?.settle() ?? null;
      if (settling !== null) await settling;
      if (keyframes.due(world.stepCount)) {
        keyframes.add(await save());
        forgetIfTooMuch(world.trace, history);
      }
      const breath = breathe(world);
      if (breath !== null) await breath;
    }
    return { run, now: await save(), trace: world.trace, history, keyframes };
  } finally {
    if (!(host instanceof InlineHost)) host.dispose();
    judging?.dispose();
  }
}
