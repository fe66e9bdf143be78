/**
 * What reads runs that come from outside. It comes with the first of them, or before that when the page is in use: the run
 * that the page opens with is its own.
 */
import { fetched } from './fetched';

type Reader = typeof import('./bookmark') & typeof import('./schema');

let reader: Reader | null = null;

export async function loadReader(): Promise<Reader> {
  const [schema, bookmark] = await Promise.all([import('./schema'), import('./bookmark')]);
  return (reader = { ...schema, ...bookmark });
}

/** What `read` gives, at once if the reader is at hand; rejects with a sentence if it cannot be fetched. */
export const reading = <T>(read: (reader: Reader) => T | Promise<T>): T | Promise<T> =>
  reader === null ? fetched(loadReader()).then(read) : read(reader);
