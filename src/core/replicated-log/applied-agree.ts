import { EMPTY_LOG, entryAt, type LogEntry, type NodeLog } from '../log';
import { changedFrom } from './changes';
import type { LogWatcher } from './watcher';

interface Applied {
  readonly term: number;
  readonly data: string;
  /** The place of the first that applied it. */
  readonly node: number;
}

/** The decided part of a node's log, as it was looked at last. */
interface Seen {
  readonly log: NodeLog;
  readonly commit: number;
}

export function appliedAgree(saved?: unknown): LogWatcher {
  /** By index, from 1. */
  const applied: Applied[] = [...((saved as Applied[] | undefined) ?? [])];
  const seen: Seen[] = [];
  return {
    save: () => [...applied],
    after(slot, members, { epoch: word }) {
      const { index: node } = slot;
      if (slot.part !== 'node' || !slot.observed) return null;
      const { log } = slot;
      const commit = Math.min(slot.observation.commit ?? 0, log.length);
      const last = seen[node] ?? { log: EMPTY_LOG, commit: 0 };
      if (log === last.log && commit === last.commit) return null;
      const from = Math.min(last.commit + 1, log === last.log ? Infinity : changedFrom(last.log, log));
      seen[node] = { log, commit };
      for (let index = from; index <= commit; index += 1) {
        const entry: LogEntry = entryAt(log, index)!;
        const first = applied[index - 1];
        if (first === undefined) applied[index - 1] = { term: entry.term, data: entry.data, node };
        else if (first.term !== entry.term || first.data !== entry.data) {
          const other = members[first.node]!;
          return {
            witnesses: [other.id, slot.id],
            text:
              `${slot.id} applies ${entryWords(entry, word)} at index ${index} of the log, ` +
              `where ${other.id} applied ${entryWords(first, word)}.`,
          };
        }
      }
      return null;
    },
  };
}

const entryWords = ({ term, data }: Pick<LogEntry, 'term' | 'data'>, word: string): string =>
  data === '' ? `an empty entry of ${word} ${term}` : `${data} of ${word} ${term}`;
