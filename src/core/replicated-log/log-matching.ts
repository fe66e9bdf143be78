import { EMPTY_LOG, entryAt, type NodeLog } from '../log';
import { changedFrom } from './changes';
import type { Found, LogWatcher, Member } from './watcher';

/** What an entry of that index and term was where it was seen first. */
interface Known {
  readonly data: string;
  /** The term of the entry before it. */
  readonly before: number;
  /** The place of the node. */
  readonly node: number;
}

type Saved = readonly (readonly [key: string, known: Known])[];

/**
 * It is enough that entries of one index and term always hold the same, and follow an entry of the same term: what comes
 * before them is then the same as well, entry by entry.
 */
export function logMatching(saved?: unknown): LogWatcher {
  const known = new Map<string, Known>((saved as Saved | undefined) ?? []);
  const seen: NodeLog[] = [];
  return {
    save: () => [...known],
    after(slot, members, { epoch: word }) {
      const { index: node } = slot;
      const { log } = slot;
      const last = seen[node] ?? EMPTY_LOG;
      if (slot.part !== 'node' || log === last) return null;
      seen[node] = log;
      for (let index = changedFrom(last, log); index <= log.length; index += 1) {
        const { term, data } = entryAt(log, index)!;
        const before = entryAt(log, index - 1)?.term ?? 0;
        const key = `${index}/${term}`;
        const first = known.get(key);
        if (first === undefined) known.set(key, { data, before, node });
        else if (first.data !== data || first.before !== before)
          return differs(members[first.node]!, slot, index, term, word);
      }
      return null;
    },
  };
}

function differs(first: Member, second: Member, index: number, term: number, word: string): Found {
  const where = `entry ${index} of ${word} ${term}`;
  return {
    witnesses: [first.id, second.id],
    text: `${second.id} has another ${where} than ${first.id} had, or another entry before it: their logs do not match.`,
  };
}
