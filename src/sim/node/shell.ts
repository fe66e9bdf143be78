/**
 * Runs one program, step by step or through a window that the bus opens. The same code drives a node in a Web Worker and one in the
 * caller's own thread; only what carries the calls differs.
 */
import { assert } from '../../core/assert';
import type { Clock, Effect, Observation, Program, WireMessage } from '../../core/program';
import type { Boot, Config, Safeguards } from '../../core/protocol';
import type { Part } from '../../core/service';
import { systemOf, type System } from '../../core/system';
import { readClock, type NodeClock } from '../clock';
import type { NodeProcess } from '../host';
import { RandomStream } from '../random';
import { COMMAND, inputIdOf, stepOf, WAKE } from './step';
import type { BootOrder, Input, NodeCall, NodeReply, Pace, SavedProcess, Step } from './step';
import { whenTimerFires } from './timer';

/** A program that asks to be woken this often at one instant makes no progress. */
const MOST_WAKES_AT_ONCE = 1000;

export class NodeShell implements NodeProcess {
  readonly system: System;
  program!: Program;
  private readonly part: Part;
  private boot: Boot;
  private readonly random: RandomStream;
  private seen: Observation | null = null;
  wakeReadingUs = -Infinity;
  /** When it was last woken, and how often at that very instant before. */
  private wokenAtUs = -Infinity;
  private wakesAtOnce = 0;
  /** What it threw before its first step, as it was made or configured: it is told with the next step, and fails then. */
  private broken: { readonly error: unknown } | null = null;

  constructor(order: BootOrder) {
    this.system = systemOf(order.system);
    this.part = order.part;
    this.random = new RandomStream(order.random);
    this.boot = { ...order, clock: readClock(order.clock, order.atUs), random: this.random };
    this.begin(() =>
      order.state === undefined
        ? this.system.createPart(this.part, this.boot)
        : this.system.restorePart(this.part, this.boot, order.state),
    );
  }

  /** The same process with other settings. */
  configure(config: Config, safeguards: Safeguards): void {
    this.boot = { ...this.boot, config, safeguards };
    if (this.broken !== null) return;
    this.begin(() => this.system.restorePart(this.part, this.boot, this.program.save()));
  }

  /** One that is broken is made anew from nothing, and breaks again. */
  save(): SavedProcess {
    return { state: this.broken === null ? this.program.save() : undefined, random: this.random.save() };
  }

  private begin(make: () => Program): void {
    try {
      this.program = make();
      this.planWake();
    } catch (error) {
      this.broken = { error };
      this.wakeReadingUs = -Infinity;
    }
  }

  /** Everything that happens in one window, for a bus that cannot ask step by step. Never throws. */
  run({ inputs, notBeforeUs, endUs, clock, slowness }: NodeCall): NodeReply {
    const steps: Step[] = [];
    const pace = slowness && { ...slowness, luck: new RandomStream(slowness.luck) };
    const reply = (): NodeReply => ({
      steps,
      nextWakeUs: this.wakeReadingUs,
      ...(pace && { luck: pace.luck.save() }),
    });
    const timersEveryUs = slowness?.timersEveryUs ?? 0;
    let floorUs = notBeforeUs;
    let next = 0;
    for (;;) {
      const input = inputs[next];
      const wakeUs = whenTimerFires(clock, this.wakeReadingUs, floorUs, timersEveryUs);
      // What waited for a process that was frozen, or busy with its disk, reaches it when it goes on.
      const inputUs = input === undefined ? Infinity : Math.max(input.atUs, floorUs);
      const inputFirst = input !== undefined && inputUs <= wakeUs;
      const atUs = inputFirst ? inputUs : wakeUs;
      if (atUs >= endUs) return reply();
      if (inputFirst) next += 1;
      floorUs = atUs;
      const step = inputFirst ? this.take(input, atUs, clock, pace) : this.wake(atUs, clock, pace);
      if (step === null) continue;
      floorUs = step.doneUs;
      steps.push(step);
      if (step.failed === null) continue;
      for (const rest of inputs.slice(next))
        steps.push(stepOf(Math.max(rest.atUs, atUs), inputIdOf(rest), { unheard: true }));
      return reply();
    }
  }

  take(input: Input, atUs: number, clock: NodeClock, pace: Pace | null = null): Step {
    this.wakesAtOnce = 0;
    try {
      this.checkWhole();
      return this.handle(input, atUs, readClock(clock, atUs), pace);
    } catch (error) {
      return this.failedStep(atUs, inputIdOf(input), error);
    }
  }

  wake(atUs: number, clock: NodeClock, pace: Pace | null = null): Step | null {
    this.wakesAtOnce = atUs === this.wokenAtUs ? this.wakesAtOnce + 1 : 0;
    this.wokenAtUs = atUs;
    try {
      this.checkWhole();
      if (this.wakesAtOnce > MOST_WAKES_AT_ONCE)
        throw new Error('it wants to be woken again and again at one instant');
      const step = this.stepAfter(atUs, WAKE, this.program.onWake(readClock(clock, atUs)), pace);
      return step.effects.length === 0 && step.observation === null ? null : step;
    } catch (error) {
      return this.failedStep(atUs, WAKE, error);
    }
  }

  private checkWhole(): void {
    if (this.broken !== null) throw this.broken.error;
  }

  private handle(input: Input, atUs: number, clock: Clock, pace: Pace | null): Step {
    if (input.command !== null) {
      const { command } = input;
      const effects =
        command.kind === 'clock' ? this.program.onWake(clock) : this.program.onCommand(command, clock);
      return this.stepAfter(atUs, COMMAND, effects, pace);
    }
    let message = input.message;
    if (message === null) {
      const decoded = this.system.codec.decode(input.frame as Uint8Array);
      if (!decoded.ok) return stepOf(atUs, input.id, { rejected: decoded.error });
      message = decoded.message as WireMessage;
    }
    return this.stepAfter(atUs, input.id, this.program.onMessage(input.from, message, clock), pace);
  }

  /** The process is over: it never wants to be woken again. */
  private failedStep(atUs: number, input: number, error: unknown): Step {
    this.wakeReadingUs = Infinity;
    return stepOf(atUs, input, { failed: describeError(error) });
  }

  /** Asked for only here, inside a step, so that a program that fails at it fails like at anything else. */
  private planWake(): void {
    this.wakeReadingUs = this.program.nextWakeUs();
    assert(!Number.isNaN(this.wakeReadingUs), 'it wants to be woken at no time at all');
  }

  private stepAfter(atUs: number, input: number, effects: readonly Effect[], pace: Pace | null): Step {
    const observation = this.program.observe();
    const changed = observation !== this.seen;
    this.seen = observation;
    this.planWake();
    return {
      atUs,
      doneUs: pace === null ? atUs : atUs + writingUs(effects, pace),
      input,
      effects,
      observation: changed ? observation : null,
      rejected: null,
      failed: null,
      unheard: false,
    };
  }
}

/** How long what a step wrote takes: one draw for each step that writes while the disk is slow. */
function writingUs(effects: readonly Effect[], { diskUs: [leastUs, mostUs], luck }: Pace): number {
  if (mostUs === 0 || !effects.some(({ kind }) => kind === 'persist')) return 0;
  return leastUs + luck.below(mostUs - leastUs + 1);
}

export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === '' ? error.message : `${error.name}: ${error.message}`;
}
