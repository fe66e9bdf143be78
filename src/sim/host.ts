/** Where nodes run. The world decides what happens when; a host only has the processes. */
import type { Config, Safeguards } from '../core/protocol';
import type { NodeClock } from './clock';
import type { BootOrder, Input, NodeCall, NodeReply, Pace, Step } from './node/step';

/** Nodes are named by their place in the run's list. None of these waits: calls to one node take effect in order. */
export interface HostControl {
  boot(node: number, order: BootOrder): void;
  /** Other settings for a running process. */
  configure(node: number, config: Config, safeguards: Safeguards): void;
  /** The process is gone at once, its memory with it. */
  stop(node: number): void;
  /** Makes the program fail for real; the world has already written it off. */
  fail(node: number, how: 'throw' | 'hang'): void;
}

export interface SyncHost extends HostControl {
  /** The running process of a node; throws if there is none. */
  process(node: number): NodeProcess;
}

/** Takes one step at a time. Neither of its steps ever throws: a failure of the program is a step. */
export interface NodeProcess {
  take(input: Input, atUs: number, clock: NodeClock, pace: Pace | null): Step;
  /** Null when the wake-up changed nothing that anybody could see. */
  wake(atUs: number, clock: NodeClock, pace: Pace | null): Step | null;
  /** When it wants to be woken next, on its own clock; Infinity after a failure. */
  readonly wakeReadingUs: number;
}

export interface AsyncHost extends HostControl {
  /** Never rejects: a process that throws or does not answer is a step with `failed`. */
  run(node: number, call: NodeCall): Promise<NodeReply>;
}
