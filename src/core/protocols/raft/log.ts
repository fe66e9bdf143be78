/** The log of one node, as the node itself keeps it. */
import type { LogEntry } from '../../log';

/** The term of a position that the log does not have. */
export const UNKNOWN_TERM = -1;

export class RaftLog {
  private readonly entries: LogEntry[];

  constructor(entries: readonly LogEntry[] = []) {
    this.entries = [...entries];
  }

  get lastIndex(): number {
    return this.entries.length;
  }

  get lastTerm(): number {
    return this.termAt(this.entries.length);
  }

  termAt(index: number): number {
    if (index === 0) return 0;
    const entry = this.entries[index - 1];
    return entry === undefined ? UNKNOWN_TERM : entry.term;
  }

  at(index: number): LogEntry | undefined {
    return this.entries[index - 1];
  }

  /** The entries `from` … `until`, both included. */
  between(from: number, until: number): readonly LogEntry[] {
    return this.entries.slice(from - 1, until);
  }

  /** From `from` on as many as fit into `bytesMost` together, and at least one if there is one. */
  batch(from: number, bytesMost: number): readonly LogEntry[] {
    const { entries } = this;
    if (bytesMost === Infinity) return entries.slice(from - 1);
    let until = from - 1;
    let bytes = 0;
    while (until < entries.length) {
      bytes += sizeOf(entries[until]!);
      if (bytes > bytesMost && until >= from) break;
      until += 1;
    }
    return entries.slice(from - 1, until);
  }

  /** At the position after the last, which is its own unless nobody looked where it belongs. */
  private push(entry: LogEntry): void {
    const index = this.entries.length + 1;
    this.entries.push(entry.index === index ? entry : { ...entry, index });
  }

  append(term: number, data: string): void {
    this.entries.push({ term, index: this.entries.length + 1, data });
  }

  /**
   * Takes entries over from a leader whose log agrees with this one up to `after`: from the first that differs on, what
   * was there is cut off. What lies beyond the last of them and does not differ stays. Returns where the log now begins
   * to be new; 0 if nothing changed.
   */
  takeOver(after: number, entries: readonly LogEntry[], cut = true): number {
    for (let i = 0; i < entries.length; i += 1) {
      const index = after + i + 1;
      if (this.termAt(index) === entries[i]!.term) continue;
      if (cut) this.entries.length = index - 1;
      const begin = Math.min(index, this.entries.length + 1);
      for (let j = this.entries.length - after; j < entries.length; j += 1) this.push(entries[j]!);
      return begin;
    }
    return 0;
  }

  /**
   * The largest position up to `index`, above 0, whose term is at most `term`: where two logs may still agree. 0 if there
   * is none; `index` itself if the log does not reach it.
   */
  guess(index: number, term: number): number {
    if (index > this.entries.length) return index;
    let at = index;
    while (at > 0 && this.termAt(at) > term) at -= 1;
    return at;
  }

  copy(): LogEntry[] {
    return [...this.entries];
  }
}

/** Bytes of an entry as etcd counts them: as a protocol buffer with an empty type. */
function sizeOf({ term, index, data }: LogEntry): number {
  const length = byteLength(data);
  return 2 + groups(term) + groups(index) + (length === 0 ? 0 : 1 + groups(length) + length);
}

/** How many groups of seven bits a number takes. */
function groups(value: number): number {
  let count = 1;
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) count += 1;
  return count;
}

function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
