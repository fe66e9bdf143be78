/** One run in progress: its world, the workers that its nodes are, its checks, its log, and the way back. */
import { invariantsOf } from '../../check/invariants/of-protocol';
import { Monitor } from '../../check/monitor';
import type { NodeId } from '../../core/program';
import { World } from '../../sim/cluster/world';
import { Keyframes } from '../../sim/keyframes';
import { membersOf, systemOfRun, type ResolvedRun } from '../../sim/run';
import { History } from '../../sim/trace/history';
import {
  afterOf,
  comparePlaces,
  endOf,
  timeOf,
  type After,
  type Moment,
  type Place,
} from '../../sim/trace/moment';
import type { Trace } from '../../sim/trace/trace';
import type { NodeStatus, Snapshot } from '../../sim/view';
import { WorkerHost } from '../../workers/worker-host';
import type { WorkerShelf } from '../../workers/worker-shelf';
import { EventLog } from '../explain/event-log';
import { Modes } from '../machines/modes';
import { NODE_WORKER, type NodeWorkerEvent, type NodeWorkerMode } from '../machines/node-worker';
import { judgingOf, type Checking, type GroundsOfPage } from './ground';
import { forgetIfTooMuch, Replay, type Keyframe, type Past } from './past';
import type { Breathe } from './slices';

const EVENT_OF_STATUS: Record<NodeStatus, NodeWorkerEvent> = {
  up: 'thaw',
  frozen: 'freeze',
  killed: 'kill',
  crashed: 'crash',
};

export class Cluster {
  readonly monitor: Monitor;
  readonly host: WorkerHost;
  /** What has to be asked elsewhere whether it holds; null for nothing. */
  private readonly judging: Checking | null;
  readonly world: World;
  readonly log: EventLog;
  readonly history: History;
  readonly keyframes: Keyframes<Keyframe>;
  /** On its way through a time whose rows were forgotten, with so many faults in the run; and the last it showed. */
  private replay: Replay | null = null;
  private faultsReplayed = 0;
  private replayed: Snapshot | null = null;
  private readonly workers: Modes<NodeWorkerMode, NodeWorkerEvent>[];
  private shown: Readonly<Record<NodeId, string>> | null = null;

  /** Starts the run, or goes on from `past`, with workers from the shelf. */
  constructor(
    run: ResolvedRun,
    shelf: WorkerShelf,
    past?: Past,
    private readonly elsewhere?: GroundsOfPage,
  ) {
    this.workers = membersOf(run).map(() => new Modes(NODE_WORKER));
    this.host = new WorkerHost({
      makeWorker: (nodeId) => shelf.take(nodeId, run),
      keepWorker: (nodeId, worker) => shelf.keep(nodeId, worker, run),
      onProcess: (node, what) => {
        if (what === 'started') this.tell(node, 'started');
      },
    });
    this.monitor = new Monitor(invariantsOf(systemOfRun(run)), past?.now.monitor);
    this.keyframes = past?.keyframes ?? Keyframes.for<Keyframe>(membersOf(run).length);
    const boots = membersOf(run).map((_, node) => past?.now.state.slots[node]?.incarnation ?? 0);
    const followStatus = {
      observed: (world: World, node: number) => {
        const slot = world.slots[node]!;
        const booted = boots[node] !== slot.incarnation;
        boots[node] = slot.incarnation;
        this.tell(node, booted ? 'boot' : EVENT_OF_STATUS[slot.status]);
      },
    };
    const resume = past && { state: past.now.state, trace: past.trace };
    this.judging = judgingOf(run, this.monitor, elsewhere);
    const observers = [this.monitor, followStatus, ...(this.judging === null ? [] : [this.judging])];
    this.world = new World(run, this.host, observers, true, resume);
    for (const slot of this.world.slots) this.tell(slot.index, EVENT_OF_STATUS[slot.status]);
    this.log = new EventLog(this.world.trace);
    this.history = past?.history ?? new History(this.world.trace, run.network);
  }

  /** Resolves when the workers are up and the way back begins here. */
  async started(): Promise<void> {
    await this.host.whenStarted();
    if (this.keyframes.length === 0) this.keyframes.add(await this.save());
  }

  get trace(): Trace {
    return this.world.trace;
  }

  /** The run, with what was done to it on the way. */
  get run(): ResolvedRun {
    return { ...this.world.run, faults: [...this.world.faultsSoFar] };
  }

  /** In words, a node each: "starting", "up", "frozen", "killed", "crashed". */
  get workerStates(): Readonly<Record<NodeId, string>> {
    return (this.shown ??= Object.fromEntries(
      this.world.slots.map(({ id }, node) => [id, this.workers[node]!.value]),
    ));
  }

  /** To be awaited between windows: what is not known yet of the last one, and a keyframe when one is due. */
  async afterWindow(): Promise<void> {
    await this.judging?.settle();
    if (!this.keyframes.due(this.world.stepCount)) return;
    this.keyframes.add(await this.save());
    forgetIfTooMuch(this.world.trace, this.history);
  }

  /**
   * Null if that place, at or before the head, can be shown at once. Else it has come closer, as far as `breathe` allowed:
   * what to wait for before the next call.
   */
  approach(place: Place, breathe: Breathe): Promise<void> | null {
    if (this.isKnown(place)) return null;
    const atUs = endOf(place);
    const replay = this.replayTowards(atUs);
    const breath = replay.advance(atUs, breathe);
    if (breath === null) this.replayed = replay.snapshot();
    return breath;
  }

  /** How far a replay has come on its way, which can be shown from now on; null if that is no later than `afterUs`. */
  replayedAfter(afterUs: number): number | null {
    const { replay } = this;
    if (replay === null || replay.atUs <= afterUs) return null;
    this.replayed = replay.snapshot();
    return replay.atUs;
  }

  /** The cluster at an instant, or within one, at or before the head; replayed on the spot if nobody approached it. */
  snapshotAt(place: Place): Snapshot {
    if (this.history.covers(timeOf(place))) return this.history.at(place);
    const remembered = this.rememberedAt(place);
    if (remembered !== null) return remembered;
    void this.approach(place, () => null);
    return this.replayed as Snapshot;
  }

  private isKnown(place: Place): boolean {
    return (
      this.history.covers(timeOf(place)) ||
      this.replayed?.timeUs === endOf(place) ||
      this.rememberedAt(place) !== null
    );
  }

  /** What happened within an instant that was forgotten only the violations remember. */
  private rememberedAt(place: Place): Snapshot | null {
    if (typeof place === 'number') return null;
    const { violations, notes } = this.monitor;
    const found = [...violations, ...notes].find(
      ({ moment }) => moment !== null && comparePlaces(this.trace, moment, place) === 0,
    );
    return found === undefined ? null : { ...found.snapshot, moment: place };
  }

  /** The one under way, if it leads there; it knows only of faults that the run had when it began. */
  private replayTowards(timeUs: number): Replay {
    const faults = this.world.faultsSoFar.length;
    if (this.replay === null || faults !== this.faultsReplayed || !this.replay.leadsTo(timeUs)) {
      this.replay?.dispose();
      this.replay = new Replay(this, timeUs, this.elsewhere);
      this.faultsReplayed = faults;
    }
    return this.replay;
  }

  /** How much of its instant lies behind it; null where that was forgotten. */
  afterOf(moment: Moment): After | null {
    return this.history.covers(moment.atUs) ? afterOf(this.trace, moment) : null;
  }

  /** What lay behind this cluster at `timeUs`, at or before its head, for another that goes on from there. */
  async pastAt(timeUs: number, breathe: Breathe): Promise<Past> {
    const replay = this.replayTowards(timeUs);
    await replay.goTo(timeUs, breathe);
    const past = await replay.past();
    // What is judged elsewhere no replay sees.
    const { monitor } = past.now;
    const known = this.monitor.violations.filter(
      ({ invariant, atUs }) =>
        atUs < timeUs && monitor.violations.every((one) => one.invariant !== invariant),
    );
    return {
      ...past,
      now: { ...past.now, monitor: { ...monitor, violations: [...monitor.violations, ...known] } },
    };
  }

  /** Ends the workers and keeps the rest: `new Cluster(past.run, …, past)` goes on as if nothing had been. */
  async sleep(): Promise<Past> {
    const now = await this.save();
    this.dispose();
    const { run, trace, history, keyframes } = this;
    return { run, now, trace, history, keyframes };
  }

  dispose(): void {
    this.replay?.dispose();
    this.replay = null;
    this.judging?.dispose();
    this.host.dispose();
  }

  private async save(): Promise<Keyframe> {
    const { slots } = this.world;
    const processes = await this.host.save(slots.length);
    for (const { index } of slots) {
      const why = this.host.whyLost(index);
      if (why !== null) this.world.lose(index, why);
    }
    return { state: this.world.save(processes), monitor: this.monitor.save() };
  }

  private tell(node: number, event: NodeWorkerEvent): void {
    const worker = this.workers[node]!;
    if (worker.next(event) === null) return;
    worker.send(event);
    this.shown = null;
  }
}
