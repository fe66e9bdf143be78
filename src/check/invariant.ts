/** What a safety property is, and what its violation says. */
import type { NodeId } from '../core/program';
import type { AnyProtocol, Config } from '../core/protocol';
import type { System } from '../core/system';
import type { World } from '../sim/cluster/world';
import type { Moment } from '../sim/trace/moment';
import type { Snapshot } from '../sim/view';

export interface Violation {
  /** The `id` of the invariant. */
  readonly invariant: string;
  readonly atUs: number;
  readonly witnesses: readonly NodeId[];
  /** A full sentence that names the witnesses and what they did. */
  readonly text: string;
  /** Right after the step that broke it, in the trace; null where that is not written down. */
  readonly moment: Moment | null;
  /** The cluster at that moment. */
  readonly snapshot: Snapshot;
}

export interface Finding {
  readonly witnesses: readonly NodeId[];
  readonly text: string;
  /** This time nobody was promised otherwise: it is worth a note, and the watch goes on. */
  readonly isNote?: true;
}

/** Watches one run from its start; remembers what it needs. */
export interface Watcher {
  /** Called after each step that changed what is seen of `node`. */
  after(world: World, node: number, atUs: number): Finding | null;
  /** The instant at which it wants to look whatever happens; Infinity, or absent, for none. */
  nextLookUs?(): number;
  /** Called at that instant, before anything happens at it. */
  look?(world: World, atUs: number): Finding | null;
  /** What it remembers, as plain data. */
  save(): unknown;
}

export interface Invariant {
  readonly id: string;
  readonly title: string;
  /** One sentence: what always holds. */
  readonly sentence: string;
  /** Whether there is anything in such a run that it speaks of; absent: in every run. */
  appliesTo?(system: System): boolean;
  /**
   * Whether a protocol like this one promises it; absent: each does that it applies to. What breaks it by its nature is
   * worth seeing on the page, and no find for a hunt.
   */
  isPromisedBy?(system: System): boolean;
  /** Why such a cluster does not promise it with such settings, one sentence: it is not broken then. Null where it does. */
  whyNotPromised?(system: AnyProtocol, config: Config): string | null;
  /** It speaks of what clients write, and so of who serves them. */
  readonly ofData?: true;
  /** Worth a note when it does not hold, but nobody was promised that it would: playback goes on. */
  readonly note?: true;
  /** From the start of a run, or from where a watcher was saved. */
  watch(saved?: unknown): Watcher;
}
