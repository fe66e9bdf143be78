/** What passes between the bus and a node: one call for each window in which the node has something to do. */
import type { LogEntry } from '../../core/log';
import type { Command, DiskRecord, Effect, NodeId, Observation, Role, WireMessage } from '../../core/program';
import type { Config, DecodeError, Safeguards } from '../../core/protocol';
import type { Part } from '../../core/service';
import type { SystemSpec } from '../../core/system';
import type { NodeClock } from '../clock';
import type { RandomStream, StreamState } from '../random';

/** Something that reaches a node at one instant. `id` orders what comes at the same one. */
export interface Input {
  readonly atUs: number;
  /** The message's number in the trace; a command takes the number that the next message would have had. */
  readonly id: number;
  readonly from: NodeId;
  /** The message, where it may be handed over as a value … */
  readonly message: WireMessage | null;
  /** … or its frame, where it crossed a boundary or was damaged. */
  readonly frame: Uint8Array | null;
  readonly command: Command | null;
}

export interface NodeCall {
  /** In order of `(atUs, id)`, all before `endUs`. */
  readonly inputs: readonly Input[];
  /** A wake-up that was due earlier happens now: a process that was frozen cannot act in its own past. */
  readonly notBeforeUs: number;
  /** The window is over here, exclusively. */
  readonly endUs: number;
  readonly clock: NodeClock;
  /** Null where nothing slows the node down. */
  readonly slowness: (Slowness & { readonly luck: StreamState }) | null;
}

/** What slows a machine down, beside what stops it. */
export interface Slowness {
  /** How long a durable write takes, at least and at most. */
  readonly diskUs: readonly [least: number, most: number];
  /** Timers fire only when the node's own clock reads a multiple of this; 0 for whenever they are due. */
  readonly timersEveryUs: number;
}

/** The same with the luck of its disk, to draw from. */
export interface Pace extends Slowness {
  readonly luck: RandomStream;
}

/** `input` is a message's number, or one of these. */
export const WAKE = -1;
export const COMMAND = -2;

export interface Step {
  readonly atUs: number;
  /**
   * When it is over: what it wrote is on the disk. Only then does it show, does anything leave, and is the next input
   * handled. As `atUs` where nothing was written or the disk is not slow.
   */
  readonly doneUs: number;
  readonly input: number;
  readonly effects: readonly Effect[];
  /** Null while it is as it was after the step before. */
  readonly observation: Observation | null;
  readonly rejected: DecodeError | null;
  /** The program threw here; it is gone. */
  readonly failed: string | null;
  /** Nobody was there to take the input. */
  readonly unheard: boolean;
}

/** A step that says `what`, and otherwise that nothing changed. */
export function stepOf(atUs: number, input: number, what: Partial<Step>): Step {
  return {
    atUs,
    doneUs: atUs,
    input,
    effects: NO_EFFECTS,
    observation: null,
    rejected: null,
    failed: null,
    unheard: false,
    ...what,
  };
}

const NO_EFFECTS: readonly Effect[] = Object.freeze([]);

export const inputIdOf = (input: Input): number => (input.command === null ? input.id : COMMAND);

export interface NodeReply {
  readonly steps: readonly Step[];
  /** When the program wants to be woken next, on its own clock. */
  readonly nextWakeUs: number;
  /** Where the stream of its disk stands now, if there was anything to draw from. */
  readonly luck?: StreamState;
}

/** All that starts a process; plain data, so that it can be sent to a worker. */
export interface BootOrder {
  readonly system: SystemSpec;
  readonly part: Part;
  readonly nodeId: NodeId;
  readonly peerIds: readonly NodeId[];
  readonly addresses: Readonly<Record<NodeId, string>>;
  readonly startRole: Role;
  readonly config: Config;
  readonly safeguards: Safeguards;
  readonly disk: DiskRecord | null;
  readonly log?: readonly LogEntry[];
  readonly replOffset: number;
  readonly dataEpoch: number;
  readonly storeId: NodeId | null;
  readonly atUs: number;
  readonly clock: NodeClock;
  readonly random: StreamState;
  /** Present when a process goes on instead of starting. */
  readonly state?: unknown;
}

/** All that a process has in its memory. */
export interface SavedProcess {
  readonly state: unknown;
  readonly random: StreamState;
}
