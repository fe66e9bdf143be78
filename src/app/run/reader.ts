/**
 * What reads runs and faults that come from outside, and what tells of those faults. It comes with the first of them, or
 * before that when the page is in use: the run that the page opens with is its own, and nothing is done to it.
 */
import type { Trace } from '../../sim/trace/trace';
import { fetched } from './fetched';

type Reader = typeof import('./bookmark') &
  typeof import('./schema') &
  typeof import('../../sim/fault-words');

let reader: Reader | null = null;

export async function loadReader(): Promise<Reader> {
  const parts = await Promise.all([
    import('./schema'),
    import('./bookmark'),
    import('../../sim/fault-words'),
  ]);
  const [schema, bookmark, words] = parts;
  return (reader = { ...schema, ...bookmark, ...words });
}

/** What `read` gives, at once if the reader is at hand; rejects with a sentence if it cannot be fetched. */
export const reading = <T>(read: (reader: Reader) => T | Promise<T>): T | Promise<T> =>
  reader === null ? fetched(loadReader()).then(read) : read(reader);

/** The words for the fault that a record of a trace tells of. Whatever brought it had to be read: the words are at hand. */
export const faultText = (trace: Trace, record: number): string =>
  reader?.faultWords(trace, record) ?? trace.faultAt(record).fault.kind;
