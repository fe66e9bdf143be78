/**
 * What the page does with a run: load, play, stop, step, break. One queue orders everything that touches the cluster, so
 * a click during a window takes effect after it, at a definite virtual time.
 */
import { createActor } from 'xstate';
import { INVARIANTS } from '../check/invariants';
import type { NodeId } from '../core/program';
import type { Run } from '../sim/run';
import { clusterView, type ClusterView } from '../sim/view';
import type { NodeWorker } from '../workers/worker-host';
import { advanceAsync } from './advance-async';
import { Cluster } from './cluster';
import { fragmentFor, packText } from './link';
import { playbackMachine, type PlaybackEvent } from './machines/playback';
import { parseFault, parseRun } from './run-schema';
import type { InvariantStatus, Inspection, Playback, SessionApi, SessionState } from './session-state';

/** What a session needs from its surroundings; a page has all of it, a test stands in. */
export interface Surroundings {
  readonly makeWorker: (nodeId: NodeId) => NodeWorker;
  readonly requestFrame: (callback: (nowMs: number) => void) => void;
  readonly nowMs: () => number;
}

/** A tab that was hidden, or a machine that slept, goes on from where it was: it does not catch up. */
const LONGEST_FRAME_MS = 100;
/** Virtual time gives way before the page does. */
const LONGEST_WORK_MS = 24;
const MEASURE_EVERY_MS = 500;

export class Session implements SessionApi {
  private cluster: Cluster;
  private readonly playback = createActor(playbackMachine).start();
  private readonly listeners = new Set<(state: SessionState) => void>();
  private queue: Promise<unknown> = Promise.resolve();
  private current: SessionState;
  private speed = 1;
  private actualSpeed = 1;
  private busy = false;
  private looping = false;
  private lastFrameMs = 0;
  private measuredSinceMs = 0;
  private measuredSinceUs = 0;
  /** How many violations playback has already stopped for. */
  private answered = 0;
  private stopped = false;
  private failing: InvariantStatus[] = [];

  constructor(
    run: Run,
    private readonly surroundings: Surroundings,
  ) {
    this.cluster = new Cluster(parseRun(run), surroundings.makeWorker);
    this.current = this.makeState();
  }

  /** Resolves when the first cluster is up. */
  async start(): Promise<void> {
    await this.cluster.host.whenStarted();
    this.send({ type: 'loaded' });
    this.publish();
  }

  get state(): SessionState {
    return this.current;
  }

  subscribe(listener: (state: SessionState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async load(input: unknown): Promise<void> {
    const run = parseRun(input);
    await this.enqueue(async () => {
      this.send({ type: 'load' });
      this.cluster.dispose();
      this.cluster = new Cluster(run, this.surroundings.makeWorker);
      this.answered = 0;
      this.stopped = false;
      this.publish();
      await this.cluster.host.whenStarted();
      this.send({ type: 'loaded' });
    });
  }

  play(speed = this.speed): void {
    this.setSpeed(speed);
    this.resume();
    this.send({ type: 'play' });
    if (this.playbackState === 'running' && !this.looping) this.loop();
    this.publish();
  }

  pause(): void {
    this.send({ type: 'pause' });
    this.publish();
  }

  setSpeed(speed: number): void {
    if (!Number.isFinite(speed) || speed < 0.01 || speed > 100) {
      throw new Error(`speed: must be a number from 0.01 to 100, and is ${speed}.`);
    }
    this.speed = speed;
    this.actualSpeed = speed;
    this.measuredSinceMs = 0;
    this.publish();
  }

  async step(): Promise<void> {
    await this.exactly(() => {
      const nextUs = this.cluster.world.nextEventUs();
      return nextUs === Infinity ? this.cluster.world.headUs : nextUs + 1;
    });
  }

  async advance(ms: number): Promise<ClusterView> {
    if (!Number.isFinite(ms) || ms < 0) throw new Error(`ms: must be a number, 0 or more, and is ${ms}.`);
    await this.exactly(() => this.cluster.world.headUs + Math.round(ms * 1000));
    return this.view();
  }

  async fault(input: unknown): Promise<void> {
    const action = parseFault(input, this.current.run, this.cluster.world.config);
    await this.enqueue(async () => {
      this.resume();
      this.cluster.world.inject(action);
    });
  }

  inspect(node: NodeId): Promise<Inspection | null> {
    const { host, world } = this.cluster;
    const slot = world.slot(node);
    return host.inspect(slot.index, world.headUs, slot.clock);
  }

  view(): ClusterView {
    return clusterView(this.current.run.protocol, this.current.snapshot);
  }

  digest(): string {
    return this.cluster.world.trace.digest();
  }

  /** The run so far, what was done to it by hand included. */
  run(): Run {
    return { ...this.cluster.world.run, faults: [...this.cluster.world.faultsSoFar] };
  }

  async fragment(): Promise<string> {
    return fragmentFor(await packText(JSON.stringify(this.run())));
  }

  dispose(): void {
    this.send({ type: 'pause' });
    this.cluster.dispose();
  }

  private get playbackState(): Playback {
    return this.playback.getSnapshot().value as Playback;
  }

  private send(event: PlaybackEvent): void {
    this.playback.send(event);
  }

  /** Whoever goes on after a violation has seen it. */
  private resume(): void {
    this.stopped = false;
    this.answered = this.cluster.monitor.violations.length;
  }

  /** One thing after another; the page is told after each. */
  private enqueue<T>(work: () => Promise<T>): Promise<T> {
    const done = this.queue.then(work);
    this.queue = done.then(
      () => this.publish(),
      () => this.publish(),
    );
    return done;
  }

  /** Runs to the instant that `targetUs` says when its turn comes, however long that takes, and is paused then. */
  private async exactly(targetUs: () => number): Promise<void> {
    await this.enqueue(async () => {
      this.resume();
      this.send({ type: 'step' });
      this.publish();
      const { world, host } = this.cluster;
      await advanceAsync(world, host, targetUs(), () => false);
      this.stopped = false;
      this.send({ type: 'done' });
    });
  }

  private loop(): void {
    this.looping = true;
    this.lastFrameMs = this.surroundings.nowMs();
    this.measuredSinceMs = 0;
    const frame = (nowMs: number): void => {
      if (this.playbackState !== 'running') {
        this.looping = false;
        return;
      }
      if (!this.busy) {
        const realMs = Math.min(Math.max(nowMs - this.lastFrameMs, 0), LONGEST_FRAME_MS);
        this.lastFrameMs = nowMs;
        if (realMs > 0) void this.playFor(realMs);
      }
      this.surroundings.requestFrame(frame);
    };
    this.surroundings.requestFrame(frame);
  }

  private async playFor(realMs: number): Promise<void> {
    this.busy = true;
    await this.enqueue(async () => {
      if (this.playbackState !== 'running') return;
      const { world, host, monitor } = this.cluster;
      const startedMs = this.surroundings.nowMs();
      await advanceAsync(
        world,
        host,
        world.headUs + Math.round(realMs * 1000 * this.speed),
        () =>
          monitor.violations.length > this.answered ||
          this.playbackState !== 'running' ||
          this.surroundings.nowMs() - startedMs > LONGEST_WORK_MS,
      );
      this.measure();
      if (monitor.violations.length > this.answered) {
        this.stopped = true;
        this.send({ type: 'pause' });
      }
    });
    this.busy = false;
  }

  private measure(): void {
    const nowMs = this.surroundings.nowMs();
    const { headUs } = this.cluster.world;
    const elapsedMs = nowMs - this.measuredSinceMs;
    if (this.measuredSinceMs > 0 && elapsedMs < MEASURE_EVERY_MS) return;
    if (this.measuredSinceMs > 0) this.actualSpeed = (headUs - this.measuredSinceUs) / 1000 / elapsedMs;
    this.measuredSinceMs = nowMs;
    this.measuredSinceUs = headUs;
  }

  private publish(): void {
    this.current = this.makeState();
    for (const listener of this.listeners) listener(this.current);
  }

  private makeState(): SessionState {
    const { world, monitor, log, workerStates } = this.cluster;
    log.update(monitor.violations);
    const stoppedBy = this.stopped ? (monitor.violations[this.answered] ?? null) : null;
    return {
      run: world.run,
      protocol: world.protocol,
      playback: this.playbackState,
      speed: this.speed,
      actualSpeed: this.actualSpeed,
      snapshot: stoppedBy?.snapshot ?? world.snapshot(),
      trace: world.trace,
      events: log.lines,
      invariants: this.invariantStates(),
      workers: workerStates,
      stoppedBy,
    };
  }

  private invariantStates(): readonly InvariantStatus[] {
    const { violations } = this.cluster.monitor;
    const broken = this.failing.filter(({ violation }) => violation !== null);
    const known = this.failing.length > 0 && broken.length === violations.length;
    if (known && broken.every(({ violation }) => violations.includes(violation!))) return this.failing;
    this.failing = INVARIANTS.map(({ id, title, sentence }) => ({
      id,
      title,
      sentence,
      violation: violations.find(({ invariant }) => invariant === id) ?? null,
    }));
    return this.failing;
  }
}
