/** Who watches over replicated logs during a run. It comes with the first protocol that keeps one. */
import type { NodeLog } from '../log';
import type { NodeId, Observation } from '../program';
import type { Words } from '../protocol';
import type { Part } from '../service';

/** A member of the cluster, as everybody sees it. */
export interface Member {
  readonly id: NodeId;
  readonly index: number;
  readonly part: Part;
  /** On its disk. */
  readonly log: NodeLog;
  /** Whether anything was seen of it since its process began. */
  readonly observed: boolean;
  readonly observation: Observation;
}

export interface Found {
  readonly witnesses: readonly NodeId[];
  readonly text: string;
}

export interface LogWatcher {
  /** Called after each step that changed what is seen of one of `members`, in order of time. */
  after(one: Member, members: readonly Member[], words: Words): Found | null;
  /** What it remembers, as plain data. */
  save(): unknown;
}
