import type { Bookmark } from '../run/bookmark';
import type { BranchPlace } from './branches';

export interface SavedBranch {
  readonly place: BranchPlace;
  readonly bookmark: Bookmark;
}

export interface SavedSession {
  readonly version: 1;
  readonly speed: number;
  readonly playing: boolean;
  /** The active one first. */
  readonly branches: readonly SavedBranch[];
}
