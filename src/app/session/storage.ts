/**
 * The session that a browser keeps between visits. A tab keeps its own, and the browser the latest of any tab for one
 * that is new.
 *
 * It is bounded: of many branches the newest are kept with the active one, as many as fit in `MOST_CHARACTERS`; a run
 * that does not fit alone is not kept, and neither is what was kept before it.
 */
import { fetched } from '../run/fetched';
import type { SavedSession } from './saved';

/** Browsers give a site some five million, for all that it keeps. */
export const MOST_CHARACTERS = 1_000_000;

const KEY = 'interregnum.session';

/** The part of `Storage` that is used. */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** This tab's and this browser's, those of them that it lets us have. */
export function storesOfPage(): readonly Store[] {
  return [() => sessionStorage, () => localStorage].flatMap((store) => {
    try {
      return [store()];
    } catch {
      return [];
    }
  });
}

/** False if none of the stores could take it. */
export function keep(stores: readonly Store[], session: SavedSession): boolean {
  const text = savedText(session);
  let kept = false;
  for (const store of stores) {
    if (text !== null && attempt(() => (store.setItem(KEY, text), true))) kept = true;
    // What is there is older in any case.
    else attempt(() => store.removeItem(KEY));
  }
  return kept;
}

export function forget(stores: readonly Store[]): void {
  for (const store of stores) attempt(() => store.removeItem(KEY));
}

export function isKept(stores: readonly Store[]): boolean {
  return stores.some((store) => attempt(() => store.getItem(KEY)) != null);
}

/** Null if nothing was kept. Rejects with a sentence if what was kept cannot be read. */
export async function recall(stores: readonly Store[]): Promise<SavedSession | null> {
  for (const store of stores) {
    const text = attempt(() => store.getItem(KEY));
    if (text != null) return (await fetched(import('./saved-session'))).parseSaved(text);
  }
  return null;
}

/** Null if not even the active branch fits. */
export function savedText({ branches: [active, ...others], ...rest }: SavedSession): string | null {
  const newestFirst = [...others].sort((a, b) => b.place.id - a.place.id);
  for (let count = newestFirst.length; count >= 0; count -= 1) {
    const text = JSON.stringify({ ...rest, branches: [active, ...newestFirst.slice(0, count)] });
    if (text.length <= MOST_CHARACTERS) return text;
  }
  return null;
}

/** A browser may refuse, in a private window or when its disk is full: the page then forgets, no more. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
