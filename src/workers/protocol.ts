/**
 * Every message between the bus and the worker of a node. Protocol messages cross as frames, never as objects; all frames
 * of one call in one piece (`frames.ts`), each where a `size` says how long it is.
 */
import type {
  Clock,
  Command,
  DiskRecord,
  NodeId,
  Observation,
  ProgramEvent,
  ProgramView,
} from '../core/program';
import type { Config, DecodeError, Safeguards } from '../core/protocol';
import type { NodeClock } from '../sim/clock';
import type { BootOrder, SavedProcess } from '../sim/node/step';

export interface FrameInput {
  readonly atUs: number;
  readonly id: number;
  readonly from: NodeId;
  /** Null for a command. */
  readonly size: number | null;
  readonly command: Command | null;
}

export type ToNode =
  | { readonly type: 'boot'; readonly order: BootOrder }
  | {
      readonly type: 'run';
      readonly call: number;
      readonly inputs: readonly FrameInput[];
      readonly frames: Uint8Array;
      readonly notBeforeUs: number;
      readonly endUs: number;
      readonly clock: NodeClock;
    }
  | { readonly type: 'inspect'; readonly call: number; readonly atUs: number; readonly clock: NodeClock }
  | { readonly type: 'configure'; readonly config: Config; readonly safeguards: Safeguards }
  | { readonly type: 'save'; readonly call: number }
  /** Fails on purpose, for the person who wants to see it. */
  | { readonly type: 'fail'; readonly how: 'throw' | 'hang' };

export type FrameEffect =
  | { readonly kind: 'send'; readonly to: NodeId | '*'; readonly size: number }
  | { readonly kind: 'persist'; readonly record: DiskRecord }
  | { readonly kind: 'event'; readonly event: ProgramEvent };

export interface FrameStep {
  readonly atUs: number;
  readonly input: number;
  readonly effects: readonly FrameEffect[];
  readonly observation: Observation | null;
  readonly rejected: DecodeError | null;
  readonly failed: string | null;
  readonly unheard: boolean;
}

export interface Inspection {
  readonly view: ProgramView;
  /** The node's own clock at that moment: times in the view are on it. */
  readonly clock: Clock;
}

export type FromNode =
  | { readonly type: 'ready' }
  | {
      readonly type: 'ran';
      readonly call: number;
      readonly steps: readonly FrameStep[];
      readonly frames: Uint8Array;
      readonly nextWakeUs: number;
    }
  | { readonly type: 'inspected'; readonly call: number; readonly inspection: Inspection }
  | { readonly type: 'saved'; readonly call: number; readonly process: SavedProcess };
