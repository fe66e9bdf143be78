/** What outlives a process: term, vote and commit in a record, and beside it the log. */
import type { DiskRecord } from '../../program';
import type { HardState } from './core';
import type { Settings } from './settings';

export function recordOf({ term, vote, commit }: HardState, settings: Settings): DiskRecord {
  if (!settings.durableState) return { commit };
  return { term, vote: settings.voters[vote] ?? null, commit };
}

/** `lastIndex`: of the log that is left. What was decided beyond it is not known any more. */
export function hardStateOf(disk: DiskRecord | null, settings: Settings, lastIndex: number): HardState {
  const { term, vote, commit } = disk ?? {};
  return {
    term: typeof term === 'number' && settings.durableState ? term : 0,
    vote: typeof vote === 'string' && settings.durableState ? (settings.placeOf.get(vote) ?? 0) : 0,
    commit: typeof commit === 'number' ? Math.min(commit, lastIndex) : 0,
  };
}
