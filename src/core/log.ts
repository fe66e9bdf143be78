/**
 * A replicated log, as everybody sees it who is not the protocol that keeps it: the disk of a node, the trace, the checks.
 * Positions count from 1; position 0 stands for an entry of term 0 that everybody has.
 *
 * A `NodeLog` is a value. It is cut into chunks that one version shares with the next, so that an entry more costs a few
 * pointers however long the log is, and a copy of it costs nothing.
 */

export interface LogEntry {
  /** 0 in a proposal and in a read, which are no part of a log yet. */
  readonly term: number;
  readonly index: number;
  readonly data: string;
}

/** The log ends before `from`, and goes on with `entries`, the first of which has that index. `from` is at least 1. */
export interface LogWrite {
  readonly from: number;
  readonly entries: readonly LogEntry[];
}

export interface NodeLog {
  readonly length: number;
  /** Each of them full but the last. */
  readonly chunks: readonly (readonly LogEntry[])[];
}

const CHUNK = 64;

export const EMPTY_LOG: NodeLog = { length: 0, chunks: [] };

/** Throws where the log does not reach up to the write. */
export function writtenLog(log: NodeLog, { from, entries }: LogWrite): NodeLog {
  const kept = from - 1;
  if (kept < 0 || kept > log.length)
    throw new RangeError(`a log of ${log.length} entries cannot go on at ${from}`);
  const full = Math.floor(kept / CHUNK);
  const chunks = log.chunks.slice(0, full);
  let open = kept % CHUNK === 0 ? [] : (log.chunks[full] ?? []).slice(0, kept % CHUNK);
  for (const entry of entries) {
    open.push(entry);
    if (open.length < CHUNK) continue;
    chunks.push(open);
    open = [];
  }
  if (open.length > 0) chunks.push(open);
  return { length: kept + entries.length, chunks };
}

/** Undefined for a position that the log does not have. */
export function entryAt({ length, chunks }: NodeLog, index: number): LogEntry | undefined {
  if (index < 1 || index > length) return undefined;
  return chunks[Math.floor((index - 1) / CHUNK)]?.[(index - 1) % CHUNK];
}

export const lastTermOf = (log: NodeLog): number => entryAt(log, log.length)?.term ?? 0;

export const entriesOf = ({ chunks }: NodeLog): readonly LogEntry[] => chunks.flat();
