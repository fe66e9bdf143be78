/**
 * The bus: one virtual clock, one queue, every node, link and disk. It decides what happens when; hosts only run the
 * programs.
 *
 * Time advances in windows that are no longer than the shortest latency of any link: what a node sends inside a window
 * cannot arrive inside it, so all nodes may work through it at the same time, each on its own (conservative lookahead,
 * as in Chandy and Misra's parallel simulation). Where nobody will send anything for a while, as between the heartbeats
 * of a steady cluster, a window lasts until what is sent first thereafter can arrive. What they did is then told in one canonical order, by time, node, and
 * place in the node's own steps, and only that order decides about luck. How the time is cut into windows, and which
 * worker answers first, therefore changes nothing.
 *
 * The head `h` means: everything before `h` has happened, and so have the faults due at `h`; nothing else at `h` has.
 */
import { assert, failAssertion } from '../../core/assert';
import { EMPTY_LOG, entriesOf, writtenLog } from '../../core/log';
import type { Command, Effect, NodeId, WireMessage } from '../../core/program';
import type { Config, Safeguards } from '../../core/protocol';
import type { System } from '../../core/system';
import { longestWindowUs, MOST_IN_AIR, tooMuchInAir } from '../air';
import { whenClockReads } from '../clock';
import type { HostControl, SyncHost } from '../host';
import type { Link } from '../network/link';
import { Links } from '../network/links';
import { inputIdOf, stepOf, WAKE } from '../node/step';
import type { BootOrder, NodeCall, NodeReply, SavedProcess, Step } from '../node/step';
import { configFor, everyConfig, type NodeConfig } from '../node-config';
import { streamState } from '../random';
import { systemOfRun, type Fault, type FaultAction, type ResolvedRun } from '../run';
import { Trace } from '../trace/trace';
import type { Snapshot } from '../view';
import { Arrivals, inOrder } from './arrivals';
import type { Envelope } from './envelope';
import { Doings } from './doings';
import { harmAtHand } from './harm';
import { Looks, type Onlooker } from './looks';
import { Slot } from './slot';
import type { WorldState } from './world-state';

/** Told after each step that changed what is seen of a node; `world.snapshot(atUs)` is the cluster right after it. */
export interface Observer extends Onlooker<World> {
  observed(world: World, node: number, atUs: number): void;
}

export interface WindowCall {
  readonly node: number;
  readonly call: NodeCall;
}

export interface Window {
  readonly endUs: number;
  /** For the host to run, in any order or all at once. */
  readonly calls: readonly WindowCall[];
  /** Inputs of nodes that are not there. */
  readonly unheard: readonly Envelope[];
  /** When each message that was in the air reaches its node, in order. */
  readonly arrivalsUs: readonly number[];
}

export class World {
  readonly protocol: System;
  /** All members: the nodes, then the store and the clients if the run has them. */
  readonly slots: readonly Slot[];
  readonly links: Links;
  readonly trace: Trace;
  headUs = 0;
  /** Steps that were taken: one for each message, command and wake-up that changed something. */
  stepCount = 0;
  inFlight = 0;
  private readonly arrivals = new Arrivals();
  /** As the run has them, until somebody changes them on the way. */
  config: Config;
  /** The same of single nodes, on top of that. */
  nodeConfig: NodeConfig;
  safeguards: Safeguards;
  /** Null where the run has no store. */
  readonly storeId: NodeId | null;
  private readonly addresses: Readonly<Record<NodeId, string>>;
  private readonly faults: Fault[];
  private faultsDone = 0;
  private readonly places = new Map<NodeId, number>();
  private readonly looks: Looks<World>;
  /** Of the window that is being closed, and how many of them have passed. */
  private arrivalsUs: readonly number[] = [];
  private arrived = 0;
  private longest: { readonly config: Config; readonly nodeConfig: NodeConfig; readonly us: number } | null =
    null;

  constructor(
    readonly run: ResolvedRun,
    private readonly host: HostControl,
    private readonly observers: readonly Observer[] = [],
    keepTrace = true,
    /** Goes on from there instead of starting at 0; the trace must stand where the state does. */
    resume?: { readonly state: WorldState; readonly trace: Trace },
  ) {
    this.protocol = systemOfRun(run);
    const members = this.protocol.members(run.nodes);
    const ids = members.map(({ id }) => id);
    const parts = members.map(({ part }) => part);
    this.slots = members.map(({ id, part }, index) => new Slot(id, index, part));
    ids.forEach((id, index) => this.places.set(id, index));
    this.links = new Links(ids, run.network, run.seed);
    this.trace = resume?.trace ?? new Trace(ids, this.protocol.codec.spec, keepTrace, undefined, parts);
    this.storeId = members.find(({ part }) => part === 'store')?.id ?? null;
    this.addresses = Object.fromEntries(run.nodes.map((id, index) => [id, `10.0.0.${index + 1}:6004`]));
    this.config = run.config;
    this.nodeConfig = run.nodeConfig ?? {};
    this.safeguards = run.safeguards;
    this.faults = [...run.faults];
    this.looks = new Looks(observers);
    if (resume !== undefined) {
      this.resume(resume.state);
      this.looks.ask(this.headUs);
      return;
    }
    this.trace.byFault = true;
    if (run.disk !== undefined) harmAtHand().slowDisks(this, run.disk.latencyMs);
    for (const slot of this.slots) this.startProcess(slot, slot.id === run.bootstrap);
    this.trace.byFault = false;
    this.looks.ask(this.headUs);
    this.applyFaultsDue();
  }

  /** The faults of the run, with those that were added while it went on. */
  get faultsSoFar(): readonly Fault[] {
    return this.faults;
  }

  /** The number that the next message will get. */
  get nextMessage(): number {
    return this.trace.nextMessage;
  }

  /** The place of a node in the run's list; throws on an unknown id. */
  place(node: NodeId): number {
    const place = this.places.get(node);
    assert(place !== undefined, `there is no node ${node}`);
    return place;
  }

  slot(node: NodeId): Slot {
    return this.slots[this.place(node)] as Slot;
  }

  /** Does it now, and writes it into the run after whatever else is due now. */
  inject(action: FaultAction): void {
    const fault: Fault = { atMs: this.headUs / 1000, ...action };
    this.faults.splice(this.faultsDone, 0, fault);
    this.applyFaultsDue();
  }

  /**
   * Its host has lost the process of this node between two windows: it ends here and is told like a crash, with `why`, a
   * sentence for people without its full stop. No part of the run: a replay knows nothing of it. Nothing if none runs.
   */
  lose(node: number, why: string): void {
    const slot = this.slots[node] as Slot;
    if (slot.status !== 'up' && slot.status !== 'frozen') return;
    this.trace.byFault = true;
    this.endProcess(slot, 'crashed', why);
    this.trace.byFault = false;
    this.looks.ask(this.headUs);
  }

  /** Writes it into the run, to happen at `atUs`, which has not come yet, after whatever else is due then. */
  schedule(action: FaultAction, atUs: number): void {
    assert(atUs > this.headUs, 'only what is still to come can be put off');
    const fault: Fault = { atMs: atUs / 1000, ...action };
    let place = this.faultsDone;
    while (place < this.faults.length && Math.round(this.faults[place]!.atMs * 1000) <= atUs) place += 1;
    this.faults.splice(place, 0, fault);
  }

  /** The next instant at which something happens, faults included; Infinity if nothing ever will. */
  nextEventUs(): number {
    return Math.min(this.nextStepUs(), this.nextFaultUs());
  }

  /**
   * Opens the next window before `untilUs`. Null when there is none: the head is at `untilUs` then. Each window must be
   * closed before the next one is opened. Throws a sentence for people where more is on its way than can be held; the
   * world stands as it did then.
   */
  open(untilUs: number): Window | null {
    const endUs = this.nextWindowEndUs(untilUs);
    return endUs === null ? null : this.collect(this.quietEndUs(endUs, untilUs));
  }

  /**
   * All of the next window before `untilUs` at once, where the host need not be waited for: each step is taken when its
   * turn comes in the canonical order, so there is nothing to plan and to merge. False when there is no such window.
   */
  pass(untilUs: number, host: SyncHost): boolean {
    const endUs = this.nextWindowEndUs(untilUs);
    if (endUs === null) return false;
    let sleeper = this.firstToWake();
    for (;;) {
      const atUs = Math.min(this.arrivals.nextUs(), sleeper.wakeUs);
      if (atUs >= endUs) break;
      this.lookBefore(atUs + 1);
      this.headUs = atUs;
      sleeper = this.passInstant(atUs, sleeper, host);
    }
    this.lookBefore(endUs);
    this.headUs = endUs;
    return true;
  }

  /** Node by node, what reaches each of them first. Takes and returns who wakes next. */
  private passInstant(atUs: number, firstToWake: Slot, host: SyncHost): Slot {
    const arriving = this.arrivals.takeAt(atUs);
    for (const envelope of arriving) {
      if (envelope.command === null && !envelope.arrived) this.inFlight -= 1;
      envelope.arrived = true;
    }
    let sleeper = firstToWake;
    let next = 0;
    for (;;) {
      const envelope = arriving[next];
      let slot: Slot;
      if (envelope !== undefined && (sleeper.wakeUs > atUs || envelope.toIndex <= sleeper.index)) {
        slot = this.slots[envelope.toIndex] as Slot;
        next += 1;
        this.hand(slot, envelope, host);
      } else if (sleeper.wakeUs <= atUs) {
        slot = sleeper;
        this.wake(slot, host);
      } else {
        return sleeper;
      }
      // Nobody else's timer can have changed.
      if (slot === sleeper || slot.wakeUs <= sleeper.wakeUs) sleeper = this.firstToWake();
    }
  }

  private nextWindowEndUs(untilUs: number): number | null {
    if (!(untilUs >= this.headUs)) failAssertion(`time goes on from ${this.headUs} µs, not to ${untilUs} µs`);
    this.checkAir();
    for (;;) {
      const atUs = this.nextStepUs();
      const faultUs = this.nextFaultUs();
      this.lookBefore(Math.min(atUs + 1, faultUs, untilUs));
      if (faultUs <= atUs && faultUs <= untilUs) {
        this.headUs = faultUs;
        this.applyFaultsDue();
        continue;
      }
      if (atUs >= untilUs) {
        this.headUs = untilUs;
        return null;
      }
      const longest = Math.min(this.links.shortestUs, this.longestUs());
      const endUs = Math.min(atUs + longest, faultUs, untilUs);
      if (!(endUs > this.headUs))
        failAssertion(`a window from ${this.headUs} µs must end later than at ${endUs} µs`);
      return endUs;
    }
  }

  /**
   * How much longer than up to `endUs` a window may be: until what is sent first in it can arrive. Nobody sends anything
   * before it wakes, loses its patience, or hears what is not quiet.
   */
  private quietEndUs(endUs: number, untilUs: number): number {
    const { isQuiet } = this.protocol;
    const { shortestUs } = this.links;
    if (isQuiet === undefined) return endUs;
    const limitUs = Math.min(this.nextFaultUs(), untilUs, this.nextStepUs() + this.longestUs());
    let sentUs = Infinity;
    for (const slot of this.slots) {
      if (slot.status !== 'up') continue;
      const impatientUs = whenClockReads(slot.clock, slot.observation.patienceUntilUs);
      sentUs = Math.min(sentUs, slot.wakeUs, impatientUs);
      // A timer that is kept from firing is made up for with whatever else arrives.
      if (slot.impairment === null) continue;
      sentUs = Math.min(sentUs, Math.max(whenClockReads(slot.clock, slot.wakeReadingUs), this.headUs));
    }
    if (sentUs + shortestUs <= endUs) return endUs;
    this.arrivals.eachBefore(Math.min(sentUs, limitUs), ({ from, toIndex, message }, atUs) => {
      const { status, observation } = this.slots[toIndex] as Slot;
      if (atUs >= sentUs || status !== 'up') return;
      if (message === null || !isQuiet(from, message, observation)) sentUs = atUs;
    });
    return Math.max(endUs, Math.min(sentUs + shortestUs, limitUs));
  }

  /** `replies` answer `window.calls`, one for one. */
  close(window: Window, replies: readonly NodeReply[]): void {
    const { endUs, arrivalsUs } = window;
    const done = new Doings(endUs);
    for (const { index, running, impairment } of this.slots) {
      if (running && impairment !== null) done.due(index, impairment);
    }
    window.calls.forEach(({ node, call }, at) => {
      const reply = replies[at] as NodeReply;
      for (const step of reply.steps) done.step(node, step);
      const slot = this.slots[node] as Slot;
      slot.replied(reply.nextWakeUs, endUs);
      if (reply.luck !== undefined) slot.impairment?.drawn(reply.luck);
      // What it was too busy for waits until it is not.
      const taken = reply.steps.filter(({ input }) => input !== WAKE).length;
      if (taken < call.inputs.length) slot.held.push(...(call.inputs.slice(taken) as Envelope[]));
    });
    for (const envelope of window.unheard) done.step(envelope.toIndex, this.unheard(envelope));
    this.arrivalsUs = arrivalsUs;
    this.arrived = 0;
    const quietUntilUs = endUs - this.links.shortestUs;
    for (const { atUs, node, step } of done.inOrder()) {
      const slot = this.slots[node] as Slot;
      if (atUs < quietUntilUs && step?.doneUs === atUs && step.effects.some(({ kind }) => kind === 'send'))
        failAssertion(`${slot.id} sent at ${atUs} µs, and was to be quiet`);
      this.lookBefore(atUs + 1);
      this.headUs = atUs;
      this.arriveBefore(atUs + 1);
      if (step === null) this.settleDue(slot, atUs);
      else this.apply(slot, step);
      // What it held back in this step may leave in this very window.
      if (slot.impairment !== null) done.due(node, slot.impairment);
    }
    for (const slot of this.slots) if (slot.impairment !== null) slot.planWake(endUs);
    this.lookBefore(endUs);
    this.arriveBefore(endUs);
    this.headUs = endUs;
  }

  snapshot(timeUs = this.headUs): Snapshot {
    return {
      timeUs,
      nodes: this.slots.map((slot) => slot.snapshot()),
      links: this.links.snapshot(),
      inFlight: this.inFlight,
    };
  }

  /** Everything that the future depends on, as plain data. `processes` holds what each host has of its node. */
  save(processes: readonly (SavedProcess | null)[]): WorldState {
    return {
      headUs: this.headUs,
      faultsDone: this.faultsDone,
      stepCount: this.stepCount,
      inFlight: this.inFlight,
      slots: this.slots.map((slot) => slot.save(processes[slot.index] ?? null)),
      config: this.config,
      nodeConfig: this.nodeConfig,
      network: this.links.network,
      safeguards: this.safeguards,
      links: this.links.save(),
      queued: this.arrivals.list().map((envelope) => ({ ...envelope })),
      trace: this.trace.mark(),
    };
  }

  private resume(state: WorldState): void {
    this.headUs = state.headUs;
    this.faultsDone = state.faultsDone;
    this.stepCount = state.stepCount;
    this.inFlight = state.inFlight;
    this.config = state.config;
    this.nodeConfig = state.nodeConfig;
    this.safeguards = state.safeguards;
    this.links.restore(state.links, state.network);
    for (const envelope of state.queued) this.enqueue({ ...envelope }, Math.max(envelope.atUs, this.headUs));
    state.slots.forEach((saved, index) => {
      const slot = this.slots[index] as Slot;
      slot.restore(saved, this.headUs, saved.impairment && harmAtHand().impaired(saved.impairment));
      if (saved.process === null) return;
      const order = this.bootOrder(slot, false, true);
      this.host.boot(index, { ...order, random: saved.process.random, state: saved.process.state });
    });
  }

  startProcess(slot: Slot, asPrimary: boolean): void {
    slot.status = 'up';
    slot.error = null;
    slot.incarnation += 1;
    slot.forget();
    slot.notBeforeUs = this.headUs;
    slot.wakeReadingUs = -Infinity;
    slot.wakeUs = this.headUs;
    this.host.boot(slot.index, this.bootOrder(slot, asPrimary));
    this.tellStatus(slot);
  }

  /** `resumed`: it goes on from a state of its own, and has its log in that. */
  private bootOrder(slot: Slot, asPrimary: boolean, resumed = false): BootOrder {
    return {
      system: this.protocol.spec,
      part: slot.part,
      nodeId: slot.id,
      peerIds: this.run.nodes,
      addresses: this.addresses,
      startRole: asPrimary ? 'primary' : 'replica',
      config: configFor(slot.id, this),
      safeguards: this.safeguards,
      disk: slot.disk,
      ...(slot.log.length > 0 && !resumed && { log: entriesOf(slot.log) }),
      replOffset: slot.observation.replOffset,
      dataEpoch: slot.observation.dataEpoch,
      storeId: this.storeId,
      atUs: this.headUs,
      clock: slot.clock,
      random: streamState(this.run.seed, 'node', slot.index, slot.incarnation),
    };
  }

  /** Ends a process; what waited for it is lost. */
  endProcess(slot: Slot, status: 'killed' | 'crashed', error: string | null, atUs = this.headUs): void {
    slot.status = status;
    slot.error = error;
    slot.wakeUs = Infinity;
    // The heap gave what came at one instant in an order of its own; the trace must not show it.
    slot.held.sort(inOrder);
    for (const envelope of slot.held) this.settle('unheard', inputIdOf(envelope), slot.index, atUs);
    slot.held = [];
    slot.impairment?.processEnded();
    this.tellStatus(slot, atUs);
  }

  tellStatus(slot: Slot, atUs = this.headUs): void {
    slot.touch();
    this.trace.status(atUs, slot.index, slot.status, slot.incarnation, slot.error);
    for (const observer of this.observers) observer.observed(this, slot.index, atUs);
  }

  /** What arrived while the process stood still reaches it now, in the order of arrival. */
  release(slot: Slot): void {
    for (const envelope of slot.held) this.enqueue(envelope, this.headUs);
    slot.held = [];
  }

  wipe(slot: Slot): void {
    slot.disk = null;
    slot.log = EMPTY_LOG;
    slot.loseData();
    this.trace.durable(this.headUs, slot.index, null);
  }

  /** A link was changed. */
  tellLink(link: Link, atUs = this.headUs): void {
    this.links.changed();
    this.trace.link(atUs, link);
  }

  /** Its clock was set: the same readings mean other instants now. */
  tellClock(slot: Slot): void {
    slot.retell();
    this.trace.clock(this.headUs, slot.index, slot.clock.rate, slot.wallOffsetMs);
    if (slot.observed) this.trace.observed(this.headUs, slot.index, null, slot.observation, slot.clock);
    for (const observer of this.observers) observer.observed(this, slot.index, this.headUs);
  }

  /** Reaches the program at the head, after the messages that arrive at that very instant. */
  command(slot: Slot, command: Command): void {
    if (slot.status !== 'up' && slot.status !== 'frozen') return;
    this.enqueue({
      atUs: this.headUs,
      id: this.trace.nextMessage,
      from: slot.id,
      fromIndex: slot.index,
      toIndex: slot.index,
      message: null,
      frame: null,
      command,
      gone: false,
      arrived: false,
      damaged: false,
      order: this.faultsDone,
    });
  }

  enqueue(envelope: Envelope, atUs = envelope.atUs): void {
    this.arrivals.push(envelope, atUs);
  }

  /** Takes everything out of the air that `which` says; returns how much that was. */
  takeFromAir(why: 'cutOff' | 'dropped', which: (envelope: Envelope) => boolean): number {
    const found = this.arrivals
      .list()
      .filter((envelope) => !envelope.arrived && envelope.command === null && which(envelope))
      .sort((a, b) => a.id - b.id);
    for (const envelope of found) {
      envelope.gone = true;
      this.inFlight -= 1;
      this.settle(why, envelope.id, envelope.toIndex, this.headUs);
    }
    return found.length;
  }

  /** A message that is in the air arrives now instead of when it would have. False if it is not in the air. */
  handOver(id: number): boolean {
    const envelope = this.arrivals
      .list()
      .find((one) => one.id === id && !one.arrived && one.command === null);
    if (envelope === undefined) return false;
    envelope.gone = true;
    this.trace.arrivesEarly(id, this.headUs);
    this.enqueue({ ...envelope, atUs: this.headUs, gone: false });
    return true;
  }

  /** What is sent in one window is held all at once, and nobody has a turn meanwhile. */
  private longestUs(): number {
    if (this.longest?.config !== this.config || this.longest.nodeConfig !== this.nodeConfig) {
      const windows = everyConfig(this).map((config) => longestWindowUs(this.run, config));
      this.longest = { config: this.config, nodeConfig: this.nodeConfig, us: Math.min(...windows) };
    }
    return this.longest.us;
  }

  private checkAir(): void {
    let waiting = 0;
    for (const slot of this.slots) waiting += slot.held.length;
    if (this.inFlight + waiting > MOST_IN_AIR) {
      throw new RangeError(tooMuchInAir(this.headUs, this.inFlight, waiting));
    }
  }

  /** Those who want to look earlier than that do so now, each at its instant. */
  private lookBefore(beforeUs: number): void {
    while (this.looks.nextUs < beforeUs) {
      this.headUs = this.looks.nextUs;
      this.arriveBefore(this.headUs);
      this.looks.look(this);
    }
  }

  /** What is seen of the air at an instant must not depend on where the window around it begins and ends. */
  private arriveBefore(beforeUs: number): void {
    while (this.arrived < this.arrivalsUs.length && (this.arrivalsUs[this.arrived] as number) < beforeUs) {
      this.arrived += 1;
      this.inFlight -= 1;
    }
  }

  private nextFaultUs(): number {
    const fault = this.faults[this.faultsDone];
    return fault === undefined ? Infinity : Math.max(Math.round(fault.atMs * 1000), this.headUs);
  }

  private nextStepUs(): number {
    return Math.min(this.arrivals.nextUs(), this.firstToWake().wakeUs);
  }

  private applyFaultsDue(): void {
    this.trace.byFault = true;
    for (;;) {
      const fault = this.faults[this.faultsDone];
      if (fault === undefined || Math.round(fault.atMs * 1000) > this.headUs) break;
      const record = this.trace.fault(this.headUs, this.faultsDone, fault);
      this.faultsDone += 1;
      this.trace.faultCameTo(record, harmAtHand().applyFault(this, this.host, fault));
      this.looks.ask(this.headUs);
    }
    this.trace.byFault = false;
  }

  /** Everything that reaches a node before `endUs`, or makes it wake. */
  private collect(endUs: number): Window {
    const unheard: Envelope[] = [];
    const arrivalsUs: number[] = [];
    for (const slot of this.slots) {
      // It is done with its write in this window, and then takes in what waited.
      if (!slot.running || slot.held.length === 0 || slot.busyUntilUs >= endUs) continue;
      slot.inbox = slot.held;
      slot.held = [];
    }
    for (let atUs = this.arrivals.nextUs(); atUs < endUs; atUs = this.arrivals.nextUs()) {
      for (const envelope of this.arrivals.takeAt(atUs)) {
        if (envelope.command === null && !envelope.arrived) arrivalsUs.push(envelope.atUs);
        envelope.arrived = true;
        const slot = this.slots[envelope.toIndex] as Slot;
        if (slot.busyUntilUs >= endUs) slot.held.push(envelope);
        else if (slot.status === 'up') slot.inbox.push(envelope);
        else if (slot.status === 'frozen') slot.held.push(envelope);
        else unheard.push(envelope);
      }
    }
    const calls: WindowCall[] = [];
    for (const slot of this.slots) {
      const { inbox } = slot;
      if (inbox.length === 0 && slot.wakeUs >= endUs) continue;
      if (inbox.length > 0) slot.inbox = [];
      calls.push({
        node: slot.index,
        call: { inputs: inbox, endUs, clock: slot.clock, ...this.paceOf(slot) },
      });
    }
    return { endUs, calls, unheard, arrivalsUs };
  }

  private paceOf({ impairment, notBeforeUs }: Slot): Pick<NodeCall, 'notBeforeUs' | 'slowness'> {
    if (impairment === null) return { notBeforeUs, slowness: null };
    // What was due earlier was done, as far as it could be.
    const busyUntilUs = impairment.writing?.doneUs ?? 0;
    return { notBeforeUs: Math.max(notBeforeUs, this.headUs, busyUntilUs), slowness: impairment.call };
  }

  private hand(slot: Slot, envelope: Envelope, host: SyncHost): void {
    if (slot.status === 'up' && slot.impairment !== null) this.catchUp(slot, host);
    if (slot.status === 'frozen' || slot.isBusy) slot.held.push(envelope);
    else this.take(slot, envelope, host);
  }

  private take(slot: Slot, envelope: Envelope, host: SyncHost): void {
    if (slot.status !== 'up') {
      this.apply(slot, this.unheard(envelope));
      return;
    }
    const process = host.process(slot.index);
    const step = process.take(envelope, this.headUs, slot.clock, slot.impairment?.pace ?? null);
    slot.replied(process.wakeReadingUs, this.headUs);
    this.apply(slot, step);
    if (slot.impairment !== null) slot.planWake(this.headUs);
  }

  private wake(slot: Slot, host: SyncHost): void {
    const process = host.process(slot.index);
    const atUs = slot.wakeUs;
    if (slot.impairment !== null && slot.impairment.dueUs <= atUs) {
      this.catchUp(slot, host);
      return;
    }
    // One that was just started or configured is called to be asked; it may want to sleep on.
    slot.replied(process.wakeReadingUs, atUs);
    if (slot.wakeUs > atUs) return;
    const step = process.wake(atUs, slot.clock, slot.impairment?.pace ?? null);
    slot.replied(process.wakeReadingUs, atUs);
    if (step === null) return;
    this.apply(slot, step);
    if (slot.impairment !== null) slot.planWake(atUs);
  }

  /** It is done with what was due by now, and takes in what waited, until it is busy again. */
  private catchUp(slot: Slot, host: SyncHost): void {
    this.settleDue(slot, this.headUs);
    if (!slot.isBusy) {
      const waiting = slot.held;
      slot.held = [];
      for (const envelope of waiting) {
        if (slot.isBusy) slot.held.push(envelope);
        else this.take(slot, envelope, host);
      }
    }
    slot.planWake(this.headUs);
  }

  /** What was held back leaves, and what was written is on the disk, as far as its time has come. */
  private settleDue(slot: Slot, atUs: number): void {
    const { impairment } = slot;
    if (impairment === null) return;
    for (const { to, message } of impairment.leaving(atUs)) this.send(slot, to, message, atUs);
    const step = impairment.written(atUs);
    if (step !== null) this.finish(slot, step, atUs);
  }

  /** The first in the list of those that wake soonest. */
  private firstToWake(): Slot {
    let first = this.slots[0] as Slot;
    for (const slot of this.slots) if (slot.wakeUs < first.wakeUs) first = slot;
    return first;
  }

  /** Nobody is there to take it. What a frozen process had waiting was meant for an earlier time. */
  private unheard(envelope: Envelope): Step {
    const atUs = Math.max(envelope.atUs, this.headUs);
    return stepOf(atUs, inputIdOf(envelope), { unheard: true });
  }

  private apply(slot: Slot, step: Step): void {
    const { atUs, input } = step;
    this.stepCount += 1;
    if (input >= 0) {
      if (step.unheard || step.failed !== null) this.settle('unheard', input, slot.index, atUs);
      else if (step.rejected !== null) this.reject(slot, step);
      else this.settle('delivered', input, slot.index, atUs);
    }
    if (step.failed !== null) {
      this.endProcess(slot, 'crashed', step.failed, atUs);
      this.host.stop(slot.index);
      this.looks.ask(atUs + 1);
      return;
    }
    if (step.doneUs > atUs) {
      slot.write(step);
      this.trace.writes(atUs, slot.index, step.doneUs);
    } else {
      this.finish(slot, step, atUs);
    }
  }

  /** What it came to is seen, and leaves. */
  private finish(slot: Slot, step: Step, atUs: number): void {
    for (const effect of step.effects) {
      switch (effect.kind) {
        case 'persist':
          this.write(slot, effect, atUs);
          break;
        case 'send': {
          const stall = slot.impairment?.hold(step, effect, atUs, slot.observation.epoch) ?? null;
          if (stall === null) this.send(slot, effect.to, effect.message, atUs);
          else this.trace.event(atUs, slot.index, stall);
          break;
        }
        case 'event':
          this.trace.event(atUs, slot.index, effect.event);
          break;
        case 'apply':
        case 'readable':
        case 'dropped':
          // For the state machine in the node's own process.
          break;
        default:
          effect satisfies never;
      }
    }
    if (step.observation !== null) {
      this.trace.observed(
        atUs,
        slot.index,
        slot.observed ? slot.observation : null,
        step.observation,
        slot.clock,
      );
      slot.see(step.observation);
      for (const observer of this.observers) observer.observed(this, slot.index, atUs);
      this.looks.ask(atUs + 1);
    }
  }

  private write(slot: Slot, { record, log }: Extract<Effect, { kind: 'persist' }>, atUs: number): void {
    slot.touch();
    if (log !== undefined) {
      slot.log = writtenLog(slot.log, log);
      this.trace.log(atUs, slot.index, log);
    }
    slot.disk = record;
    this.trace.durable(atUs, slot.index, record);
  }

  private reject(slot: Slot, step: Step): void {
    slot.rejectedFrames += 1;
    slot.touch();
    this.trace.settled('rejected', step.atUs, slot.index, step.input, step.rejected ?? '');
  }

  private settle(
    why: 'delivered' | 'unheard' | 'cutOff' | 'dropped',
    message: number,
    node: number,
    atUs: number,
  ): void {
    if (message >= 0) this.trace.settled(why, atUs, node, message);
  }

  private send(slot: Slot, to: NodeId | '*', message: WireMessage, atUs: number): void {
    if (to !== '*') {
      this.transmit(slot, this.place(to), message, atUs);
      return;
    }
    for (const peer of this.slots) {
      if (peer !== slot && peer.part === 'node') this.transmit(slot, peer.index, message, atUs);
    }
  }

  private transmit(slot: Slot, to: number, message: WireMessage, atUs: number): void {
    const link = this.links.between(slot.index, to);
    const { latencyUs, lost, duplicated } = link.draw();
    const fate = link.cut ? 'cut' : lost ? 'lost' : 'inFlight';
    const damaged = fate === 'inFlight' && link.corruptNext;
    let frame: Uint8Array | null = null;
    if (damaged) {
      link.corruptNext = false;
      this.tellLink(link, atUs);
      frame = link.damageFrame(this.protocol.codec.encode(message));
    }
    const copies = duplicated ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const arrivesUs = atUs + (copy === 0 ? latencyUs : link.drawCopyLatencyUs());
      const id = this.trace.sent(atUs, slot.index, to, message, arrivesUs, fate, copy > 0, damaged);
      if (fate !== 'inFlight') continue;
      this.inFlight += 1;
      this.enqueue({
        atUs: arrivesUs,
        id,
        from: slot.id,
        fromIndex: slot.index,
        toIndex: to,
        message: damaged ? null : message,
        frame,
        command: null,
        gone: false,
        arrived: false,
        damaged,
        order: 0,
      });
    }
  }
}
