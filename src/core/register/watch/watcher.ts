/** Who watches over the register during a run. It comes with the register: a run without clients loads none of it. */
import type { NodeId, Observation } from '../../program';
import type { Words } from '../../protocol';
import type { Part } from '../../service';

/** A member of the cluster, as everybody sees it. */
export interface Watched {
  readonly id: NodeId;
  readonly index: number;
  readonly part: Part;
  /** Counts its processes. */
  readonly incarnation: number;
  readonly observation: Observation;
}

export interface Found {
  readonly witnesses: readonly NodeId[];
  readonly text: string;
}

export interface RegisterWatcher {
  /** Called after each step that changed what is seen of one of `members`, in order of time. */
  after(one: Watched, members: readonly Watched[], words: Words, atUs: number): Found | null;
  /** What it remembers, as plain data. */
  save(): unknown;
}

/** `c1#4, c1#5, c2#1, …`. */
export const inShort = (writes: readonly string[]): string =>
  writes.length > 3 ? `${writes.slice(0, 3).join(', ')}, …` : writes.join(', ');
