/** What the page shows: one plain value, replaced and never changed, so that any view layer can watch it. */
import type { Violation } from '../check/invariant';
import type { NodeId } from '../core/program';
import type { AnyProtocol } from '../core/protocol';
import type { FaultAction, ResolvedRun } from '../sim/run';
import type { Trace } from '../sim/trace/trace';
import type { ClusterView, Snapshot } from '../sim/view';
import type { Inspection } from '../workers/protocol';

export type { Inspection };

export type Playback = 'booting' | 'running' | 'paused' | 'stepping';

/** One line of the log. */
export interface EventLine {
  /** Its place in the trace: stable, rising, a key for lists. */
  readonly id: number;
  readonly atUs: number;
  /** What kind of thing happened, for its icon and colour: a program event's tag, `fault`, `violation`, `drop`, … */
  readonly tag: string;
  readonly node: NodeId | null;
  readonly epoch: number;
  /** A whole sentence without its full stop, the node's id included. */
  readonly text: string;
}

export interface InvariantStatus {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  /** The first violation in this run. */
  readonly violation: Violation | null;
}

export interface SessionState {
  readonly run: ResolvedRun;
  readonly protocol: AnyProtocol;
  readonly playback: Playback;
  /** Virtual seconds per real second: what was asked for … */
  readonly speed: number;
  /** … and what the machine manages at the moment. */
  readonly actualSpeed: number;
  readonly snapshot: Snapshot;
  readonly trace: Trace;
  /** Oldest first. */
  readonly events: readonly EventLine[];
  readonly invariants: readonly InvariantStatus[];
  /** The state of each node's worker, in words: "starting", "up", "frozen", "killed", "crashed". */
  readonly workers: Readonly<Record<NodeId, string>>;
  /** The violation at which playback stopped, until it goes on. */
  readonly stoppedBy: Violation | null;
}

export const SPEEDS = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50] as const;


/** The page's one object with behaviour. Methods that take input from a person reject with a readable sentence. */
export interface SessionApi {
  readonly state: SessionState;
  /** Called after each change with the new state; returns what stops it. */
  subscribe(listener: (state: SessionState) => void): () => void;
  /** Replaces the cluster by this run, at time 0, paused. A bad run rejects and leaves everything as it was. */
  load(run: unknown): Promise<void>;
  play(speed?: number): void;
  pause(): void;
  setSpeed(speed: number): void;
  /** On to the next instant at which something happens; then paused. */
  step(): Promise<void>;
  advance(ms: number): Promise<ClusterView>;
  /** Applies it now and writes it into the run. */
  fault(action: FaultAction): Promise<void>;
  /** Null for a node that is not running. */
  inspect(node: NodeId): Promise<Inspection | null>;
}
