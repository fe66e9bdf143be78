/**
 * Entries of a log as one text, `[[term,index,"data"],…]`: what a frame carries and an account keeps. Between nodes in one
 * thread the entries themselves go about, so the text is made only where somebody needs it.
 */
import type { LogEntry } from '../log';

/** Bytes of UTF-8 would cost a look at each character; so many UTF-16 units are at most three times as many bytes. */
export const ENTRY_DATA_MAX = 256;

export function entriesText(entries: readonly LogEntry[]): string {
  if (entries.length === 0) return '[]';
  return JSON.stringify(entries.map(({ term, index, data }) => [term, index, data]));
}

/** Null for anything that `entriesText` does not write: a damaged frame must not become a log. */
export function readEntries(text: string): readonly LogEntry[] | null {
  if (text === '[]') return [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(value)) return null;
  const entries: LogEntry[] = [];
  for (const one of value as unknown[]) {
    if (!Array.isArray(one) || one.length !== 3) return null;
    const [term, index, data] = one as [unknown, unknown, unknown];
    if (!isPosition(term) || !isPosition(index) || typeof data !== 'string') return null;
    if (data.length > ENTRY_DATA_MAX) return null;
    entries.push({ term, index, data });
  }
  // The same numbers and texts can be spelled in many ways; one of them is written.
  return entriesText(entries) === text ? entries : null;
}

const isPosition = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
