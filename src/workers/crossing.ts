/**
 * A call to a node and its reply, as they cross the boundary of its worker: in columns instead of an object for each
 * message and each step, since what a crossing costs depends on how many objects there are in it. Protocol messages are
 * frames, all of one crossing in one piece of bytes; what is sent to several peers alike is encoded once.
 */
import type { Command, Effect, NodeId, WireMessage } from '../core/program';
import type { Codec } from '../core/protocol';
import type { NodeClock } from '../sim/clock';
import type { StreamState } from '../sim/random';
import { stepOf } from '../sim/node/step';
import type { Input, NodeCall, NodeReply, Step } from '../sim/node/step';

export interface CrossingCall {
  /** Of each input: when, its number, from whom, how long its frame is, or `COMMAND_SIZE`. */
  readonly atUs: readonly number[];
  readonly ids: readonly number[];
  readonly from: readonly NodeId[];
  readonly sizes: readonly number[];
  readonly frames: Uint8Array;
  /** What the inputs without a frame are, in order. */
  readonly commands: readonly Command[];
  readonly notBeforeUs: number;
  readonly endUs: number;
  readonly clock: NodeClock;
  readonly slowness: NodeCall['slowness'];
}

export interface CrossingReply {
  /** Of each step: when, and its input. */
  readonly atUs: readonly number[];
  readonly inputs: readonly number[];
  /** What the steps came to that came to anything. */
  readonly outcomes: readonly CrossingOutcome[];
  readonly sizes: readonly number[];
  readonly frames: Uint8Array;
  readonly nextWakeUs: number;
  readonly luck?: StreamState;
}

/** All that a step has beside its time and its input, where it differs from nothing. */
export interface CrossingOutcome extends Partial<Omit<Step, 'atUs' | 'input' | 'effects'>> {
  /** The place of the step. */
  readonly step: number;
  readonly effects?: readonly CrossingEffect[];
}

/** A send is to one or several, one after the other; its frame is the place in `sizes`. */
export type CrossingEffect =
  | { readonly kind: 'send'; readonly to: (NodeId | '*')[]; readonly frame: number }
  | Exclude<Effect, { kind: 'send' }>;

const COMMAND_SIZE = -1;

export function packCall(call: NodeCall, encode: (message: WireMessage) => Uint8Array): CrossingCall {
  const { inputs, notBeforeUs, endUs, clock, slowness } = call;
  const sizes: number[] = [];
  const parts: Uint8Array[] = [];
  const commands: Command[] = [];
  for (const { command, frame, message } of inputs) {
    if (command !== null) {
      sizes.push(COMMAND_SIZE);
      commands.push(command);
      continue;
    }
    const bytes = frame ?? encode(message as WireMessage);
    sizes.push(bytes.length);
    parts.push(bytes);
  }
  return {
    atUs: inputs.map((input) => input.atUs),
    ids: inputs.map((input) => input.id),
    from: inputs.map((input) => input.from),
    ...{ sizes, frames: joined(parts), commands, notBeforeUs, endUs, clock, slowness },
  };
}

export function unpackCall(crossing: CrossingCall): NodeCall {
  const { atUs, ids, from, sizes, frames, commands, notBeforeUs, endUs, clock, slowness } = crossing;
  let offset = 0;
  let commandsTaken = 0;
  const inputs = sizes.map((size, place): Input => {
    const isCommand = size === COMMAND_SIZE;
    const frame = isCommand ? null : frames.subarray(offset, offset + size);
    if (!isCommand) offset += size;
    return {
      atUs: atUs[place] as number,
      id: ids[place] as number,
      from: from[place] as NodeId,
      message: null,
      frame,
      command: isCommand ? (commands[commandsTaken++] as Command) : null,
    };
  });
  return { inputs, notBeforeUs, endUs, clock, slowness };
}

export function packReply({ steps, nextWakeUs, luck }: NodeReply, codec: Codec): CrossingReply {
  const places = new Map<WireMessage, number>();
  const parts: Uint8Array[] = [];
  const placeOf = (message: WireMessage): number => {
    let place = places.get(message);
    if (place === undefined) {
      place = parts.length;
      places.set(message, place);
      parts.push(codec.encode(message));
    }
    return place;
  };
  const outcomes = steps.flatMap((step, place) => outcomeOf(step, place, placeOf) ?? []);
  return {
    atUs: steps.map(({ atUs }) => atUs),
    inputs: steps.map(({ input }) => input),
    outcomes,
    sizes: parts.map(({ length }) => length),
    frames: joined(parts),
    nextWakeUs,
    ...(luck && { luck }),
  };
}

/** Throws where a node sent what its own protocol does not read. */
export function unpackReply(crossing: CrossingReply, codec: Codec): NodeReply {
  const { atUs, inputs, outcomes, sizes, frames, nextWakeUs, luck } = crossing;
  let offset = 0;
  const messages = sizes.map((size) => {
    const decoded = codec.decode(frames.subarray(offset, (offset += size)));
    if (!decoded.ok) throw new Error(`a node sent a frame that its own protocol refuses: ${decoded.error}`);
    return decoded.message;
  });
  const steps = atUs.map((stepAtUs, place) => stepOf(stepAtUs, inputs[place] as number, {}));
  for (const { step, effects, ...outcome } of outcomes) {
    const all = effects?.flatMap((effect): Effect | Effect[] => {
      if (effect.kind !== 'send') return effect;
      const message = messages[effect.frame] as WireMessage;
      return effect.to.map((to) => ({ kind: 'send', to, message }));
    });
    steps[step] = { ...(steps[step] as Step), ...outcome, ...(all !== undefined && { effects: all }) };
  }
  return { steps, nextWakeUs, ...(luck && { luck }) };
}

/** Null where a step came to nothing. */
function outcomeOf(
  { atUs, doneUs, effects, observation, rejected, failed, unheard }: Step,
  step: number,
  placeOf: (message: WireMessage) => number,
): CrossingOutcome | null {
  const isNothing =
    effects.length === 0 && observation === null && rejected === null && failed === null && !unheard;
  if (isNothing) return null;
  return {
    step,
    ...(doneUs !== atUs && { doneUs }),
    ...(effects.length > 0 && { effects: crossingEffects(effects, placeOf) }),
    ...(observation !== null && { observation }),
    ...(rejected !== null && { rejected }),
    ...(failed !== null && { failed }),
    ...(unheard && { unheard }),
  };
}

function crossingEffects(
  effects: readonly Effect[],
  placeOf: (message: WireMessage) => number,
): CrossingEffect[] {
  const all: CrossingEffect[] = [];
  for (const effect of effects) {
    if (effect.kind !== 'send') {
      all.push(effect);
      continue;
    }
    const frame = placeOf(effect.message);
    const last = all.at(-1);
    if (last?.kind === 'send' && last.frame === frame) last.to.push(effect.to);
    else all.push({ kind: 'send', to: [effect.to], frame });
  }
  return all;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
