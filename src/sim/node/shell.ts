/**
 * Runs one program through the windows that the bus opens. The same code drives a node in a Web Worker and one in the
 * caller's own thread; only what carries the calls differs.
 */
import { assert } from '../../core/assert';
import type { Effect, Observation, Program, WireMessage } from '../../core/program';
import type { Boot, Config, Safeguards } from '../../core/protocol';
import type { Part } from '../../core/service';
import { systemOf, type System } from '../../core/system';
import { readClock, whenClockReads } from '../clock';
import { RandomStream } from '../random';
import { COMMAND, inputIdOf, stepOf, WAKE } from './step';
import type { BootOrder, Input, NodeCall, NodeReply, SavedProcess, Step } from './step';

/** A program that asks to be woken this often at one instant makes no progress. */
const MOST_WAKES_AT_ONCE = 1000;

export class NodeShell {
  readonly system: System;
  program: Program;
  private readonly part: Part;
  private boot: Boot;
  private readonly random: RandomStream;
  private seen: Observation | null = null;
  private wakeReadingUs = -Infinity;

  constructor(order: BootOrder) {
    this.system = systemOf(order.system);
    this.part = order.part;
    this.random = new RandomStream(order.random);
    this.boot = { ...order, clock: readClock(order.clock, order.atUs), random: this.random };
    this.program =
      order.state === undefined
        ? this.system.createPart(this.part, this.boot)
        : this.system.restorePart(this.part, this.boot, order.state);
    this.planWake();
  }

  /** The same process with other settings. */
  configure(config: Config, safeguards: Safeguards): void {
    this.boot = { ...this.boot, config, safeguards };
    this.program = this.system.restorePart(this.part, this.boot, this.program.save());
    this.planWake();
  }

  save(): SavedProcess {
    return { state: this.program.save(), random: this.random.save() };
  }

  /** Never throws: a failure of the program is a step. */
  run(call: NodeCall): NodeReply {
    const { inputs, clock, endUs } = call;
    const steps: Step[] = [];
    let floorUs = call.notBeforeUs;
    let next = 0;
    let wakesAtOnce = 0;
    for (;;) {
      const input = inputs[next];
      const wakeUs = Math.max(whenClockReads(clock, this.wakeReadingUs), floorUs);
      // What waited for a frozen process reaches it when it goes on.
      const inputUs = input === undefined ? Infinity : Math.max(input.atUs, call.notBeforeUs);
      const inputFirst = input !== undefined && inputUs <= wakeUs;
      if (!inputFirst && wakeUs >= endUs) break;
      const atUs = inputFirst ? inputUs : wakeUs;
      if (inputFirst) next += 1;
      wakesAtOnce = !inputFirst && atUs === floorUs ? wakesAtOnce + 1 : 0;
      floorUs = atUs;
      try {
        if (wakesAtOnce > MOST_WAKES_AT_ONCE)
          throw new Error('it wants to be woken again and again at one instant');
        const step = inputFirst ? this.take(input, atUs, call) : this.wake(atUs, call);
        if (step !== null) steps.push(step);
      } catch (error) {
        steps.push(stepOf(atUs, inputFirst ? inputIdOf(input) : WAKE, { failed: describeError(error) }));
        for (const rest of inputs.slice(next))
          steps.push(stepOf(Math.max(rest.atUs, atUs), inputIdOf(rest), { unheard: true }));
        return { steps, nextWakeUs: Infinity };
      }
    }
    return { steps, nextWakeUs: this.wakeReadingUs };
  }

  private take(input: Input, atUs: number, call: NodeCall): Step {
    const clock = readClock(call.clock, atUs);
    if (input.command !== null) {
      const { command } = input;
      const effects =
        command.kind === 'clock' ? this.program.onWake(clock) : this.program.onCommand(command, clock);
      return this.stepAfter(atUs, COMMAND, effects);
    }
    let message = input.message;
    if (message === null) {
      const decoded = this.system.codec.decode(input.frame as Uint8Array);
      if (!decoded.ok) return stepOf(atUs, input.id, { rejected: decoded.error });
      message = decoded.message as WireMessage;
    }
    return this.stepAfter(atUs, input.id, this.program.onMessage(input.from, message, clock));
  }

  /** Null when the wake-up changed nothing that anybody could see. */
  private wake(atUs: number, call: NodeCall): Step | null {
    const step = this.stepAfter(atUs, WAKE, this.program.onWake(readClock(call.clock, atUs)));
    return step.effects.length === 0 && step.observation === null ? null : step;
  }

  /** Asked for only here, inside a step, so that a program that fails at it fails like at anything else. */
  private planWake(): void {
    this.wakeReadingUs = this.program.nextWakeUs();
    assert(!Number.isNaN(this.wakeReadingUs), 'it wants to be woken at no time at all');
  }

  private stepAfter(atUs: number, input: number, effects: readonly Effect[]): Step {
    const observation = this.program.observe();
    const changed = observation !== this.seen;
    this.seen = observation;
    this.planWake();
    return {
      atUs,
      input,
      effects,
      observation: changed ? observation : null,
      rejected: null,
      failed: null,
      unheard: false,
    };
  }
}

export function describeError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
