/** Every message between the bus and the worker of a node. Protocol messages cross as frames, never as objects. */
import type { Clock, ProgramView } from '../core/program';
import type { Config, Safeguards } from '../core/protocol';
import type { NodeClock } from '../sim/clock';
import type { BootOrder, SavedProcess } from '../sim/node/step';
import type { CrossingCall, CrossingReply } from './crossing';

export type ToNode =
  | { readonly type: 'boot'; readonly order: BootOrder }
  | { readonly type: 'run'; readonly call: CrossingCall }
  | { readonly type: 'inspect'; readonly call: number; readonly atUs: number; readonly clock: NodeClock }
  | { readonly type: 'configure'; readonly config: Config; readonly safeguards: Safeguards }
  | { readonly type: 'save'; readonly call: number }
  /** Fails on purpose, for the person who wants to see it. */
  | { readonly type: 'fail'; readonly how: 'throw' | 'hang' };

export interface Inspection {
  readonly view: ProgramView;
  /** The node's own clock at that moment: times in the view are on it. */
  readonly clock: Clock;
}

export type FromNode =
  | { readonly type: 'ready' }
  | { readonly type: 'ran'; readonly reply: CrossingReply }
  | { readonly type: 'inspected'; readonly call: number; readonly inspection: Inspection }
  | { readonly type: 'saved'; readonly call: number; readonly process: SavedProcess };
