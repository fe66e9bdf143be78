/**
 * What the page does with a run: load, play, stop, step, look back, break, fork. One queue orders everything that
 * touches the cluster, so a click during a window takes effect after it, at a definite virtual time.
 */
import { everyInvariantOf, whyNotPromisedBy } from '../../check/invariants/of-protocol';
import type { Violation } from '../../check/invariant';
import type { NodeId } from '../../core/program';
import type { Which } from '../../core/registry';
import { inWords } from '../../core/words';
import { LONGEST_RUN_MS, resolveRun, type FaultAction, type ResolvedRun, type Run } from '../../sim/run';
import { sameSettings, settingsAt, type Settings } from '../../sim/settings';
import { comparePlaces, endOf, timeOf, type After, type Moment, type Place } from '../../sim/trace/moment';
import { clusterView, type ClusterView } from '../../sim/view';
import type { NodeWorker } from '../../workers/worker-host';
import { WorkerShelf } from '../../workers/worker-shelf';
import { advanceAsync } from './advance-async';
import type { Bookmark, Selected } from '../run/bookmark';
import { tellingOf, tellingUpTo, type Telling } from '../run/telling';
import { Aside } from './aside';
import { Branches, FIRST_BRANCH, type BranchPlace } from './branches';
import { Cluster } from './cluster';
import type { Explanation } from '../explain/explanation';
import { nearestLandmark, nextInstantUs, placeOf, previousInstantUs } from '../explain/landmarks';
import { fragmentFor, packText } from '../run/link';
import { Modes } from '../machines/modes';
import { PLAYBACK, type PlaybackEvent } from '../machines/playback';
import { placeWithin, replayTo, runUntil, type Past } from './past';
import { reach } from './reach';
import { fetched } from '../run/fetched';
import { reading } from '../run/reader';
import { Replaying, slicesTo, TOLD_AFTER_MS, type Destination } from './replaying';
import type { Elsewhere } from './elsewhere';
import { GivenUp, toItsEnd } from './slices';
import type { SavedBranch } from './saved';
import type {
  Comparison,
  Deed,
  InvariantStatus,
  Inspection,
  Landmark,
  Playback,
  SessionApi,
  SessionState,
} from './state';
import { Slices } from './slices';
import { SpeedMeter } from './speed-meter';

/** What a session needs from its surroundings; a page has all of it, a test stands in. */
export interface Surroundings {
  readonly makeWorker: (nodeId: NodeId, which: Which) => NodeWorker;
  /** Where what somebody wrote runs. */
  readonly elsewhere?: () => Elsewhere;
  readonly requestFrame: (callback: (nowMs: number) => void) => void;
  readonly nowMs: () => number;
}

/** A tab that was hidden, or a machine that slept, goes on from where it was: it does not catch up. */
const LONGEST_FRAME_MS = 100;
/** Virtual time gives way before the page does. */
const LONGEST_FRAME_WORK_MS = 24;

/** What a bookmark of that run shows. Throws a sentence if there is no such state. */
function shownIn(past: Pick<Past, 'history' | 'trace'>, { headMs, atMs = headMs, after }: Bookmark): Place {
  return after === undefined ? wholeUs(atMs) : placeWithin(past, wholeUs(atMs), after);
}

export class Session implements SessionApi {
  private readonly workers: WorkerShelf;
  private cluster: Cluster;
  private branches = new Branches();
  private readonly aside = new Aside();
  /** What is shown, and how many there were. */
  private exhibitId = 1;
  private lastExhibitId = 1;
  /** Whether somebody went somewhere since what is shown began. */
  private sought = false;
  /** What brought what is shown in the place of something that was kept; null if nothing was. */
  private replaced: SessionState['replaced'] = null;
  private readonly playback = new Modes(PLAYBACK);
  private readonly listeners = new Set<(state: SessionState) => void>();
  private queue: Promise<unknown> = Promise.resolve();
  private current: SessionState;
  private speed = 1;
  private readonly meter = new SpeedMeter();
  private busy = false;
  private looping = false;
  private lastFrameMs = 0;
  /** What is shown when it is not the head. */
  private shown: Place | null = null;
  /** How many violations playback has already stopped for. */
  private answered = 0;
  private stoppedBy: Violation | null = null;
  private trouble: string | null = null;
  /** What it takes to show an instant, or to go on from it. */
  private readonly replaying: Replaying;
  /** An advance that is on its way, since when by the page's clock. */
  private advancing: { readonly sinceMs: number; stopped: boolean } | null = null;
  /** Since playback stopped there the head is a few steps past it, which nobody has seen. */
  private overshot = false;
  /** Play was pressed after all else that was asked for: once what is still on its way is done, it plays. */
  private playsOn = false;
  private comparedId: number | null = null;
  /** How many runs were asked for: the last one counts. */
  private asked = 0;
  /** How many were given to be read, and which of them was read last: one that is read after a later one is dropped. */
  private given = 0;
  private read = 0;

  /** `run` is the page's own: nobody has to check it. */
  constructor(
    run: Run,
    private readonly surroundings: Surroundings,
  ) {
    this.workers = new WorkerShelf(surroundings.makeWorker);
    this.cluster = new Cluster(resolveRun(run), this.workers, undefined, surroundings.elsewhere);
    this.replaying = new Replaying(surroundings, () => this.publish());
    this.current = this.makeState();
  }

  /** Resolves when the first cluster is up. */
  async start(): Promise<void> {
    await this.enqueue(async () => {
      await this.cluster.started();
      this.send('loaded');
      this.playOn();
    });
  }

  get state(): SessionState {
    return this.current;
  }

  subscribe(listener: (state: SessionState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async load(input: unknown, because?: string): Promise<void> {
    const turn = (this.given += 1);
    const read = reading(({ readRun }) => readRun(input));
    // What is at hand is read at once: what is asked for after this comes after it.
    const run = read instanceof Promise ? await read : read;
    if (this.isLate(turn)) return;
    this.asked += 1;
    this.playsOn = false;
    this.giveUp();
    await this.enqueue(async () => {
      await this.leave(because);
      await this.begin(run);
      this.send('loaded');
      this.playOn();
    });
  }

  async open(input: unknown, because?: string): Promise<Bookmark | null> {
    const turn = (this.given += 1);
    const read = reading(({ readBookmark }) => readBookmark(input));
    const bookmark = read instanceof Promise ? await read : read;
    if (this.isLate(turn)) return null;
    return (await this.openBranch(bookmark, FIRST_BRANCH, { because })) ? bookmark : null;
  }

  tell(telling: Telling): void {
    this.branches.tell(telling);
    this.publish();
  }

  /** Nothing of what was shown before is kept any more. */
  forgetBefore(): void {
    this.aside.clear();
    this.replaced = null;
    this.publish();
  }

  async goBackTo(id: number): Promise<boolean> {
    if (id === this.exhibitId) return true;
    this.given += 1;
    this.asked += 1;
    this.giveUp();
    return this.enqueue(async () => {
      const exhibit = this.aside.take(id);
      if (exhibit === null) return false;
      await this.leave('');
      this.exhibitId = id;
      this.replaced = null;
      this.branches = exhibit.branches;
      this.comparedId = exhibit.comparedId;
      await this.begin(exhibit.past.run, exhibit.past);
      this.send('loaded');
      if (exhibit.shown !== null) await this.lookFirstAt(exhibit.shown);
      if (exhibit.playing) this.play();
      return true;
    });
  }

  /**
   * Brings an earlier visit back: the first branch, of which `opened` is told, then the others, one by one, while the
   * page goes on. A branch that is out of reach is left out; the promise then rejects with a sentence.
   */
  async restore(
    [active, ...others]: readonly SavedBranch[],
    opened: (bookmark: Bookmark) => void,
  ): Promise<void> {
    if (active === undefined) return;
    const nextId = Math.max(active.place.id, ...others.map(({ place }) => place.id)) + 1;
    if (!(await this.openBranch(active.bookmark, active.place, { nextId }))) return;
    opened(active.bookmark);
    const { branches } = this;
    const refusals: unknown[] = [];
    for (const { bookmark, place } of others) {
      try {
        const past = await reach(bookmark.run, wholeUs(bookmark.headMs), this.surroundings);
        // Another run was opened meanwhile.
        if (this.branches !== branches) return;
        branches.adopt(place, past, tellingOf(bookmark));
        this.publish();
      } catch (error) {
        refusals.push(error);
      }
    }
    if (refusals.length > 0) throw refusals[0];
  }

  play(speed = this.speed): void {
    this.setSpeed(speed);
    this.playsOn = true;
    this.startPlaying();
    this.publish();
  }

  pause(): void {
    this.stopPlaying();
    this.giveUp();
    this.publish();
  }

  giveUp(): void {
    this.replaying.callOff();
    const { advancing } = this;
    if (advancing !== null && this.surroundings.nowMs() - advancing.sinceMs >= TOLD_AFTER_MS) {
      advancing.stopped = true;
    }
  }

  setSpeed(speed: number): void {
    if (!Number.isFinite(speed) || speed < 0.01 || speed > 100) {
      throw new Error('speed: must be a number from 0.01 to 100.');
    }
    this.speed = speed;
    this.meter.reset(speed);
    this.publish();
  }

  async step(): Promise<void> {
    await this.exactly(() => {
      if (this.shown !== null) {
        const nextUs = nextInstantUs(this.cluster.world.trace, timeOf(this.shown));
        if (nextUs !== null) return nextUs;
      }
      const nextUs = this.cluster.world.nextEventUs();
      return nextUs === Infinity ? this.cluster.world.headUs : nextUs + 1;
    });
  }

  async advance(ms: number): Promise<ClusterView> {
    if (typeof ms !== 'number' || !(ms >= 0 && ms <= LONGEST_RUN_MS)) {
      throw new Error(`ms: must be a number from 0 to ${LONGEST_RUN_MS}.`);
    }
    await this.exactly(() => this.timeUs + Math.round(ms * 1000));
    return this.view();
  }

  fault(input: unknown): Promise<void> {
    return this.faults([{ action: input as FaultAction }]);
  }

  async faults(deeds: readonly Deed[]): Promise<void> {
    await this.enqueue(async () => {
      const { parseFault } = await reading((reader) => reader);
      // Only now: a load that was under way may have changed the nodes.
      const { run } = this.cluster;
      // A branch that begins in the past has none of the faults that were still to come.
      const { actsAtUs } = this;
      const behind = actsAtUs === null ? run : runUntil(run, actsAtUs);
      const actions = deeds.map(({ action, afterMs = 0 }) => ({
        action: parseFault(action, behind, actsAtUs ?? this.cluster.world.headUs),
        afterUs: Math.round(afterMs * 1000),
      }));
      if (actsAtUs !== null && !this.rewinds) this.branches.checkRoom();
      if (actsAtUs !== null) await this.forkAt(actsAtUs);
      this.shown = null;
      this.resume();
      const { world } = this.cluster;
      for (const { action, afterUs } of actions) {
        if (afterUs > 0) world.schedule(action, world.headUs + afterUs);
        else world.inject(action);
      }
    });
  }

  seek(place: Place): void {
    this.playsOn = false;
    this.sought = true;
    this.replaying.callOff();
    this.trouble = null;
    const { cluster } = this;
    const whole = typeof place === 'number' ? Math.max(0, Math.round(place)) : place;
    // Whoever begins a branch is let finish: what is shown then is something else.
    if (this.playbackState !== 'forking' && this.isAtHand(whole)) this.show(whole);
    else {
      this.send('pause');
      void this.enqueue(async () => {
        if (cluster !== this.cluster) return;
        await this.lookAt(whole);
        this.playOn();
      });
    }
    this.publish();
  }

  seekWithin(timeUs: number, after: After): void {
    this.seek(placeWithin(this.cluster, Math.round(timeUs), after));
  }

  stepBack(): void {
    // A state within an instant has what is before that instant before it.
    const headUs = typeof this.shown === 'number' ? this.shown : this.timeUs + (this.shown === null ? 0 : 1);
    this.seek(previousInstantUs(this.cluster.world.trace, headUs));
  }

  jump(direction: 'previous' | 'next', landmark: Landmark): boolean {
    const { world, monitor } = this.cluster;
    const shown = this.shown ?? world.headUs;
    const place = nearestLandmark(world.trace, monitor.violations, shown, direction, landmark);
    if (place === null) return false;
    this.seek(place);
    return true;
  }

  async switchBranch(id: number): Promise<void> {
    this.giveUp();
    await this.enqueue(() => this.wake(id));
  }

  async adoptRun(input: unknown, name: string): Promise<number | null> {
    const { branches } = this;
    const read = reading(({ readBookmark }) => readBookmark(input));
    const bookmark = read instanceof Promise ? await read : read;
    const { run, headMs } = bookmark;
    const isKnown = (): number | null => branches.holding(run, this.cluster.run);
    if (isKnown() === null) branches.checkRoom();
    const past = isKnown() === null ? await reach(run, wholeUs(headMs), this.surroundings) : null;
    // Before anything changes: it may be a state that is not there.
    const shown = past === null ? null : shownIn(past, bookmark);
    this.giveUp();
    return this.enqueue(async () => {
      // Its branch would stand beside those of another run.
      if (this.branches !== branches) return null;
      const id = past === null ? isKnown() : branches.add(name, past);
      // It was given other faults, or deleted, while other things were done.
      if (id === null) return null;
      await this.wake(id);
      await this.lookFirstAt(shown ?? shownIn(this.cluster, bookmark));
      return id;
    });
  }

  renameBranch(id: number, name: string): void {
    this.branches.rename(id, name);
    this.publish();
  }

  deleteBranch(id: number): void {
    this.branches.delete(id);
    if (this.comparedId === id) this.comparedId = null;
    this.publish();
  }

  compareWith(id: number | null): void {
    this.comparedId = id;
    this.publish();
  }

  /** Null for a node that is not running, and in the past: only what is recorded is known of that. */
  inspect(node: NodeId): Promise<Inspection | null> {
    if (this.shown !== null) return Promise.resolve(null);
    const { host, world } = this.cluster;
    const slot = world.slots.find(({ id }) => id === node);
    // The page may still ask for a node of the run before.
    if (slot === undefined) return Promise.resolve(null);
    return host.inspect(slot.index, world.headUs, slot.clock);
  }

  async explain(violation: Violation, tell?: (soFar: Explanation) => void): Promise<Explanation> {
    const { run, trace, history, keyframes } = this.cluster;
    const { elsewhere } = this.surroundings;
    if (run.source !== undefined && elsewhere !== undefined) return elsewhere().explain(run, violation, tell);
    const { explain } = await fetched(import('../explain/explain'));
    // It bounds its own work, and says nothing of what lies beyond.
    const slices = new Slices(this.surroundings, () => new Error('not reached'), Infinity);
    return explain({ run, trace, history, keyframes }, violation, slices.breathe, tell);
  }

  view(): ClusterView {
    return clusterView(this.current.run.protocol, this.current.snapshot);
  }

  digest(): string {
    return this.cluster.world.trace.digest();
  }

  async digestAt(place: Place): Promise<string> {
    const { cluster } = this;
    const timeUs = timeOf(place);
    if (timeUs === cluster.world.headUs) return this.digest();
    const { breathe } = slicesTo(this.wayTo(timeUs), this.surroundings);
    const replay = await replayTo(cluster, timeUs, breathe, this.surroundings.elsewhere);
    replay.dispose();
    return replay.digest();
  }

  /** The run so far, what was done to it by hand included. */
  run(): Run {
    return this.cluster.run;
  }

  get violations(): readonly Violation[] {
    return this.cluster.monitor.violations;
  }

  /** What did not hold and was not promised. */
  get notes(): readonly Violation[] {
    return this.cluster.monitor.notes;
  }

  bookmark(select: Selected | null = null): Bookmark {
    const { name, found } = this.branches.active;
    return {
      version: 1,
      run: this.cluster.run,
      headMs: this.cluster.world.headUs / 1000,
      ...this.shownPlace(),
      ...(name !== FIRST_BRANCH.name && { branch: name }),
      ...(found && { found }),
      ...(select !== null && { select }),
      // Of a violation that playback stopped for, the steps past it may have given way to others.
      ...tellingUpTo(this.branches.telling, this.cluster.world.headUs),
    };
  }

  /** All branches for a later visit, the active one first. */
  savedBranches(select: Selected | null): readonly SavedBranch[] {
    const active = { place: this.branches.active, bookmark: this.bookmark(select) };
    const others = this.branches.sleeping.map(({ place, past, telling }) => {
      const { headUs } = past.now.state;
      const words = tellingUpTo(telling, headUs);
      return { place, bookmark: { version: 1, run: past.run, headMs: headUs / 1000, ...words } as const };
    });
    return [active, ...others];
  }

  async fragment(select: Selected | null = null): Promise<string> {
    return fragmentFor(await packText(JSON.stringify(this.bookmark(select))));
  }

  dispose(): void {
    this.send('pause');
    this.cluster.dispose();
    this.workers.clear();
  }

  private get playbackState(): Playback {
    const { value } = this.playback;
    return value === 'forkingOn' ? 'forking' : value;
  }

  private send(event: PlaybackEvent): void {
    this.playback.send(event);
  }

  private get timeUs(): number {
    return this.shown === null ? this.cluster.world.headUs : timeOf(this.shown);
  }

  /** When what a person does now happens; null for at the head. What is shown within an instant has happened by its end. */
  private get actsAtUs(): number | null {
    const { shown } = this;
    if (shown === null) return null;
    const atUs = typeof shown === 'number' ? shown : shown.atUs + 1;
    return atUs < this.cluster.world.headUs ? atUs : null;
  }

  private isSame(moment: Moment | null, place: Place): boolean {
    return moment !== null && comparePlaces(this.cluster.trace, moment, place) === 0;
  }

  /** Null for what is not behind the head: that is shown then. */
  private behindHead(place: Place): Place | null {
    const { headUs, trace } = this.cluster.world;
    if (typeof place === 'number') return place < headUs ? place : null;
    return comparePlaces(trace, place, headUs) < 0 ? place : null;
  }

  /** What is shown, as a bookmark has it. */
  private shownPlace(): Pick<Bookmark, 'atMs' | 'after'> {
    if (this.shown === null) return {};
    const after = typeof this.shown === 'number' ? undefined : this.cluster.afterOf(this.shown);
    // Where that can no longer be told, all of its instant is shown.
    if (after === null) return { atMs: (this.timeUs + 1) / 1000 };
    return { atMs: this.timeUs / 1000, ...(after !== undefined && { after }) };
  }

  /** Whoever goes on after a violation has seen it. */
  private resume(): void {
    this.stoppedBy = null;
    this.trouble = null;
    this.overshot = false;
    this.answered = this.cluster.monitor.violations.length;
  }

  /** Whether something that was given later has been read before this, which has now been read. */
  private isLate(turn: number): boolean {
    if (turn < this.read) return true;
    this.read = turn;
    return false;
  }

  /** The present run goes on until that one is reached. False if another one was asked for meanwhile. */
  private async openBranch(
    bookmark: Bookmark,
    place: BranchPlace,
    { nextId, because }: { readonly nextId?: number; readonly because?: string | undefined },
  ): Promise<boolean> {
    const { run, headMs, branch: name = place.name, found = place.found } = bookmark;
    this.asked += 1;
    const { asked } = this;
    const past = await reach(run, wholeUs(headMs), this.surroundings);
    const shown = shownIn(past, bookmark);
    if (asked !== this.asked) return false;
    this.giveUp();
    await this.enqueue(async () => {
      await this.leave(because);
      this.branches = new Branches({ ...place, name, ...(found && { found }) }, nextId);
      this.branches.tell(tellingOf(bookmark));
      await this.begin(run, past);
      this.send('loaded');
      await this.lookFirstAt(shown);
    });
    return true;
  }

  /**
   * What is shown makes room for something new. With a reason, which may be empty, it is kept for a way back; without
   * one it is gone.
   */
  private async leave(because?: string): Promise<void> {
    const playing = this.playbackState === 'running';
    this.send('load');
    if (because === undefined) {
      this.cluster.dispose();
    } else {
      const { exhibitId: id, branches, shown, comparedId } = this;
      const past = await this.cluster.sleep();
      this.aside.put({ id, branches, past, shown, comparedId, playing });
      this.replaced = because === '' ? null : { exhibit: id, because };
      this.lastExhibitId += 1;
      this.exhibitId = this.lastExhibitId;
    }
    this.branches = new Branches();
    this.comparedId = null;
  }

  private async begin(run: ResolvedRun, past?: Past): Promise<void> {
    this.cluster = new Cluster(run, this.workers, past, this.surroundings.elsewhere);
    this.workers.clear();
    this.shown = null;
    this.sought = false;
    this.resume();
    this.publish();
    await this.cluster.started();
  }

  private async wake(id: number): Promise<void> {
    if (id === this.branches.activeId) return;
    this.send('pause');
    this.send('fork');
    const past = this.branches.switchTo(id, await this.cluster.sleep());
    await this.begin(past.run, past);
    if (this.comparison() === null) this.comparedId = null;
    this.send('done');
    this.loopWhilePlaying();
  }

  /** Playback had just stopped for a violation: going on from there replaces the few steps past it. */
  private get rewinds(): boolean {
    return this.stoppedBy !== null && this.overshot;
  }

  /** Another future from `atUs` on. Where playback had just stopped for a violation, the few steps past it give way. */
  private async forkAt(atUs: number): Promise<void> {
    const { rewinds } = this;
    this.send('fork');
    let past: Past;
    try {
      past = await this.replaying.run({ ...this.wayTo(atUs), isSeek: false }, (breathe) =>
        this.cluster.pastAt(atUs, breathe),
      );
    } catch (error) {
      // All is as it was.
      this.send('seek');
      throw error;
    }
    if (rewinds) this.cluster.dispose();
    else this.branches.fork(await this.cluster.sleep(), atUs);
    await this.begin(past.run, past);
    this.send('done');
    this.loopWhilePlaying();
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

  /** Goes to the instant that `targetUs` says when its turn comes, however long that takes, and is paused then. */
  private async exactly(targetUs: () => number): Promise<void> {
    this.playsOn = false;
    await this.enqueue(async () => {
      this.resume();
      this.send('step');
      this.publish();
      const untilUs = targetUs();
      const inThePast = this.shown !== null && untilUs < this.cluster.world.headUs;
      try {
        if (inThePast) await this.comeTo(untilUs);
        this.shown = inThePast ? untilUs : null;
        if (!inThePast) await this.advanceTo(untilUs);
      } finally {
        this.send('done');
        if (this.shown !== null) this.send('seek');
        this.playOn();
      }
    });
  }

  /** However long that takes, unless it is called off. */
  private async advanceTo(untilUs: number): Promise<void> {
    const advancing = { sinceMs: this.surroundings.nowMs(), stopped: false };
    this.advancing = advancing;
    try {
      await this.runUntil(untilUs, () => advancing.stopped);
    } finally {
      this.advancing = null;
    }
  }

  /** Where what has begun is to be seen first, unless somebody went elsewhere while it began. */
  private async lookFirstAt(place: Place): Promise<void> {
    if (!this.sought) return this.lookAt(place);
    if (this.shown !== null) this.send('seek');
  }

  /** Shows a place as soon as it can be shown; what goes wrong on the way is told. */
  private async lookAt(place: Place): Promise<void> {
    try {
      await this.comeTo(place);
      this.show(place);
    } catch (error) {
      this.tellTrouble(error);
    }
  }

  /** Once it is through, that place can be shown at once. Rejects with a sentence if it is too far, or was given up. */
  private async comeTo(place: Place): Promise<void> {
    const { cluster } = this;
    const shown = this.behindHead(place);
    if (shown === null) return;
    await this.replaying.run({ ...this.wayTo(timeOf(place)), isSeek: true }, (breathe) =>
      toItsEnd(() => cluster.approach(shown, breathe)),
    );
  }

  /** Whether that place can be shown within this turn of the page. */
  private isAtHand(place: Place): boolean {
    const shown = this.behindHead(place);
    return shown === null || this.approachInOneSlice(shown) === null;
  }

  private show(place: Place): void {
    // Who looks at one is told of it, as if playback had stopped there.
    this.stoppedBy =
      typeof place === 'number'
        ? null
        : (this.violations.find(({ moment }) => this.isSame(moment, place)) ?? null);
    this.overshot = false;
    this.shown = this.behindHead(place);
    this.send(this.shown === null ? 'live' : 'seek');
    if (this.shown === null) this.send('pause');
  }

  /** As far as this turn of the page goes: null once it is there, else what to wait for. */
  private approachInOneSlice(place: Place): Promise<void> | null {
    const { breathe } = slicesTo(this.wayTo(timeOf(place)), this.surroundings);
    return this.cluster.approach(place, breathe);
  }

  private wayTo(toUs: number): Omit<Destination, 'isSeek'> {
    return { toUs, fromUs: this.cluster.keyframes.before(toUs).state.headUs };
  }

  /** Nobody waits for what went wrong: it is told with the state. */
  private tellTrouble(error: unknown): void {
    if (error instanceof GivenUp) return;
    this.trouble = error instanceof Error ? error.message : String(error);
  }

  private async runUntil(untilUs: number, stop: () => boolean): Promise<void> {
    const { cluster } = this;
    await advanceAsync(cluster.world, cluster.host, untilUs, async () => {
      await cluster.afterWindow();
      return stop();
    });
  }

  private startPlaying(): void {
    this.resume();
    this.send('play');
    this.loopWhilePlaying();
  }

  private stopPlaying(): void {
    this.playsOn = false;
    this.send('pause');
  }

  private playOn(): void {
    if (this.playsOn && this.playbackState !== 'running') this.startPlaying();
  }

  private loopWhilePlaying(): void {
    if (this.playbackState !== 'running' || this.looping) return;
    this.looping = true;
    this.lastFrameMs = this.surroundings.nowMs();
    const frame = (nowMs: number): void => {
      if (this.playbackState !== 'running' && this.playbackState !== 'forking') {
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
      const spanUs = Math.round(realMs * 1000 * this.speed);
      try {
        if (this.shown === null) await this.playLive(spanUs);
        else await this.playRecorded(this.shown, spanUs);
      } catch (error) {
        this.tellTrouble(error);
        this.stopPlaying();
      }
      this.meter.measure(this.surroundings.nowMs(), this.timeUs);
    });
    this.busy = false;
  }

  /** Stops at a violation as it did when that was new: whoever goes back wants to see it again. */
  private async playRecorded(from: Place, spanUs: number): Promise<void> {
    await this.comeTo(endOf(from));
    const { world, monitor } = this.cluster;
    const untilUs = Math.min(timeOf(from) + spanUs, world.headUs);
    const violation = monitor.violations.find((one) => {
      const place = placeOf(one);
      return comparePlaces(world.trace, place, from) > 0 && comparePlaces(world.trace, place, untilUs) < 0;
    });
    const target = violation === undefined ? untilUs : placeOf(violation);
    const breath = untilUs < world.headUs ? this.approachInOneSlice(target) : null;
    if (breath !== null) {
      // Where it has to be replayed virtual time gives way, as at the head.
      this.shown = this.cluster.replayedAfter(endOf(from)) ?? from;
      await breath;
      return;
    }
    this.shown = untilUs < world.headUs ? untilUs : null;
    if (violation !== undefined) this.stopAt(violation);
  }

  private async playLive(spanUs: number): Promise<void> {
    const { world, monitor } = this.cluster;
    const startedMs = this.surroundings.nowMs();
    const violated = (): boolean => monitor.violations.length > this.answered;
    await this.runUntil(
      world.headUs + spanUs,
      () =>
        violated() ||
        this.playbackState !== 'running' ||
        this.surroundings.nowMs() - startedMs > LONGEST_FRAME_WORK_MS,
    );
    const violation = monitor.violations[this.answered];
    if (violation === undefined) return;
    this.stopAt(violation);
    this.overshot = true;
  }

  private stopAt(violation: Violation): void {
    this.stoppedBy = violation;
    this.shown = this.behindHead(placeOf(violation));
    this.stopPlaying();
  }

  private publish(): void {
    this.current = this.makeState();
    for (const listener of this.listeners) listener(this.current);
  }

  private makeState(): SessionState {
    const { world, monitor, log, workerStates } = this.cluster;
    log.update(monitor.violations);
    return {
      run: world.run,
      protocol: world.protocol,
      playback: this.playbackState,
      speed: this.speed,
      actualSpeed: this.meter.speed,
      snapshot: this.shown === null ? world.snapshot() : this.cluster.snapshotAt(this.shown),
      headUs: world.headUs,
      live: this.shown === null,
      settings: this.settings(),
      trace: world.trace,
      events: log.lines,
      branches: this.branches.infos(world),
      compared: this.comparison(),
      exhibit: this.exhibitId,
      replaced: this.replaced,
      telling: this.branches.telling,
      aside: this.asideInfos(),
      invariants: this.invariantStates(),
      workers: workerStates,
      stoppedBy: this.stoppedBy,
      trouble: this.trouble,
      replayingToUs: this.replaying.toldOfUs,
    };
  }

  private comparison(): Comparison | null {
    const { run, trace } = this.cluster.world;
    return this.comparedId === null ? null : this.branches.compare(this.comparedId, run, trace);
  }

  private asideInfos(): SessionState['aside'] {
    const before = this.current?.aside as SessionState['aside'] | undefined;
    const { all } = this.aside;
    if (before?.length === all.length && before.every(({ id }, at) => id === all[at]!.id)) return before;
    return all.map(({ id, past, branches }) => {
      const { run } = past;
      return { id, run, branches: branches.sleeping.length + 1, headUs: past.now.state.headUs };
    });
  }

  /** In force at the shown instant. */
  private settings(): Settings {
    const { world } = this.cluster;
    const before = this.current?.settings as Settings | undefined;
    const now = settingsAt({ ...world.run, faults: world.faultsSoFar }, this.timeUs);
    return before !== undefined && sameSettings(before, now) ? before : now;
  }

  /** As they stand at the shown instant. */
  private invariantStates(): readonly InvariantStatus[] {
    const { shown } = this;
    const { violations, notes } = this.cluster.monitor;
    const found = [...violations, ...notes].filter(
      (one) => shown === null || comparePlaces(this.cluster.trace, placeOf(one), shown) <= 0,
    );
    const before = this.current?.invariants as readonly InvariantStatus[] | undefined;
    const { protocol } = this.cluster.world;
    const { config } = this.settings();
    const next = everyInvariantOf(protocol).map((invariant) => {
      const { id, title, sentence } = invariant;
      const violation = found.find((one) => one.invariant === id) ?? null;
      return {
        id,
        title: inWords(protocol.words, title),
        sentence: inWords(protocol.words, sentence),
        note: violation === null ? invariant.note === true : notes.includes(violation),
        notPromised: whyNotPromisedBy(invariant, protocol, config),
        violation,
      };
    });
    const same =
      before?.length === next.length &&
      before.every(
        ({ id, violation, notPromised }, at) =>
          violation === next[at]?.violation && id === next[at].id && notPromised === next[at].notPromised,
      );
    return same && before !== undefined ? before : next;
  }
}

/** Virtual microseconds of a bookmark's milliseconds. */
const wholeUs = (ms: number): number => Math.round(ms * 1000);
