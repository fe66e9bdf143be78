/** What the page shows: one plain value, replaced and never changed, so that any view layer can watch it. */
import type { PlaybackMode } from '../machines/playback';
import type { Violation } from '../../check/invariant';
import type { NodeId } from '../../core/program';
import type { AnyProtocol } from '../../core/protocol';
import type { FaultAction, ResolvedRun } from '../../sim/run';
import type { Settings } from '../../sim/settings';
import type { After, Place } from '../../sim/trace/moment';
import type { Trace } from '../../sim/trace/trace';
import type { ClusterView, Snapshot } from '../../sim/view';
import type { Inspection } from '../../workers/protocol';
import type { Bookmark, Selected } from '../run/bookmark';
import type { Explanation } from '../explain/explanation';
import type { Telling } from '../run/telling';

export type { Inspection };

export type Playback = Exclude<PlaybackMode, 'forkingOn'>;

/** What is done to the cluster: now, or `afterMs` of virtual time from now. */
export interface Deed {
  readonly action: FaultAction;
  readonly afterMs?: number;
}

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
  /** Of a violation: what was violated, … */
  readonly invariant?: string;
  /** … and where it is looked at. */
  readonly place?: Place;
}

export interface InvariantStatus {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  /** Where it does not hold that is worth a note, not an alarm. */
  readonly note: boolean;
  /** Why it is not promised in the settings of the shown instant, and so not watched; null where it is. */
  readonly notPromised: string | null;
  /** The first violation in this run. */
  readonly violation: Violation | null;
}

/** One of the futures that were tried. */
export interface BranchInfo {
  readonly id: number;
  readonly name: string;
  /** The branch that it left, and when; null for the first. */
  readonly parent: number | null;
  readonly forkedAtUs: number;
  readonly headUs: number;
  readonly active: boolean;
  /** A run of its own that a hunt came back with. */
  readonly found?: true;
  /** Why it cannot be laid beside the active one, as the rest of a sentence; absent if it can. */
  readonly apart?: string;
}

export interface Comparison {
  readonly branch: number;
  readonly trace: Trace;
  readonly headUs: number;
  /** Null while one is only the beginning of the other. */
  readonly divergesAtUs: number | null;
}

/** What was shown before and can be gone back to: a run, with all that was tried in it. */
export interface AsideInfo {
  readonly id: number;
  readonly run: ResolvedRun;
  /** How many branches it has. */
  readonly branches: number;
  readonly headUs: number;
}

/** What one may jump to. */
export type Landmark = 'election' | 'fault' | 'violation';

export interface SessionState {
  readonly run: ResolvedRun;
  readonly protocol: AnyProtocol;
  readonly playback: Playback;
  /** Virtual seconds per real second: what was asked for … */
  readonly speed: number;
  /** … and what the machine manages at the moment. */
  readonly actualSpeed: number;
  /** The cluster at the instant that is shown. */
  readonly snapshot: Snapshot;
  /** How far this branch has been run; the shown instant is at or before it. */
  readonly headUs: number;
  /** The shown instant is the head. */
  readonly live: boolean;
  /** In force at the shown instant: the run's own with all that was changed by then. The same object until they differ. */
  readonly settings: Settings;
  readonly trace: Trace;
  /** All of the branch, oldest first, whatever instant is shown. */
  readonly events: readonly EventLine[];
  /** In the order in which they began. */
  readonly branches: readonly BranchInfo[];
  /** Another branch that is laid beside this one. */
  readonly compared: Comparison | null;
  /** Which set of branches is shown: another number for each thing that was opened, the same when it is gone back to. */
  readonly exhibit: number;
  /** What was shown before this, and what took its place, such as `Started over`; null if nothing is to be undone. */
  readonly replaced: { readonly exhibit: number; readonly because: string } | null;
  /** The words that go with this branch; the same object until they change. */
  readonly telling: Telling;
  /** In the order in which they were left, the last one last. */
  readonly aside: readonly AsideInfo[];
  readonly invariants: readonly InvariantStatus[];
  /** The state of each node's worker, in words: "starting", "up", "frozen", "killed", "crashed". */
  readonly workers: Readonly<Record<NodeId, string>>;
  /** The violation at which playback stopped, until it goes on; or whose moment is being looked at. */
  readonly stoppedBy: Violation | null;
  /** Why it cannot go on: a sentence for people; null while it can. What was recorded is still there. */
  readonly trouble: string | null;
  /** An instant that is yet to be shown, or to be gone on from, because the way there is long; null if there is none. */
  readonly replayingToUs: number | null;
}

export const SPEEDS = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50] as const;

/** The page's one object with behaviour. Methods that take input from a person reject with a readable sentence. */
export interface SessionApi {
  readonly state: SessionState;
  /** Called after each change with the new state; returns what stops it. */
  subscribe(listener: (state: SessionState) => void): () => void;
  /**
   * Replaces the cluster by this run, at time 0, paused. A bad run rejects and leaves everything as it was. `because` says
   * in a few words what is done (`Started over`): what was shown is kept then, with all branches, and can be gone back to.
   */
  load(run: unknown, because?: string): Promise<void>;
  /**
   * Goes to where a bookmark (or a run) points, paused there; resolves to what was opened, or to null if another run was
   * asked for meanwhile. A bad one, or one that is out of reach, rejects and leaves everything as it was.
   */
  open(input: unknown, because?: string): Promise<Bookmark | null>;
  /**
   * The words that go with this branch from now on: they travel with links, files and visits. Where a person wrote them,
   * `parseTelling` has seen them before.
   */
  tell(telling: Telling): void;
  /** Shows what was shown before, as it stood; what is shown now is kept in turn. False if it is not kept any more. */
  goBackTo(exhibit: number): Promise<boolean>;
  play(speed?: number): void;
  pause(): void;
  /** Calls off what takes long: a replay, which leaves all as it was, or an advance. */
  giveUp(): void;
  setSpeed(speed: number): void;
  /** On to the next instant at which something happens; then paused. */
  step(): Promise<void>;
  advance(ms: number): Promise<ClusterView>;
  /** Shows an earlier instant, or a state within one; the head again if it is not earlier. Playback stops. */
  seek(place: Place): void;
  /** The same of a state as links write it. Throws a sentence if that instant has no such state. */
  seekWithin(timeUs: number, after: After): void;
  /** Back to just after what happened at an instant before. */
  stepBack(): void;
  /** To just after the nearest one before or after what is shown; false if there is none. */
  jump(direction: 'previous' | 'next', landmark: Landmark): boolean;
  /**
   * Opens a run that a hunt found as a branch beside the others and goes to where the bookmark points, paused there; one
   * that is there already is not opened twice. Resolves to the branch's id, or to null if another run was opened meanwhile. A bad one, or one that is out of reach,
   * rejects and leaves everything as it was.
   */
  adoptRun(bookmark: unknown, name: string): Promise<number | null>;
  /** Goes on with another branch at its head. */
  switchBranch(id: number): Promise<void>;
  renameBranch(id: number, name: string): void;
  /** The active one and the last one stay. */
  deleteBranch(id: number): void;
  /** Lays another branch beside the active one; null for none. */
  compareWith(id: number | null): void;
  /** Applies it at the shown instant and writes it into the run; in the past, that begins a branch. */
  fault(action: FaultAction): Promise<void>;
  /** The same for several at once: all at the same instant, but for those that are put off. None if one is refused. */
  faults(deeds: readonly Deed[]): Promise<void>;
  /** All that was violated in this branch, whatever instant is shown. */
  readonly violations: readonly Violation[];
  /** What did not hold and was not promised, in the order in which it was seen. */
  readonly notes: readonly Violation[];
  /** Why that happened in this branch. Takes a while, in small pieces; `tell` gets what is known at once. */
  explain(violation: Violation, tell?: (soFar: Explanation) => void): Promise<Explanation>;
  /** What opens this run again as it stands now. */
  bookmark(select?: Selected | null): Bookmark;
  /** The same as a part of an address. */
  fragment(select?: Selected | null): Promise<string>;
  /** The digest that `simulate` gives for a place at or before the head. */
  digestAt(place: Place): Promise<string>;
  /** Null for a node that is not running. */
  inspect(node: NodeId): Promise<Inspection | null>;
}
