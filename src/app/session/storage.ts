/**
 * The session that a browser keeps between visits. A tab keeps its own, and the browser the latest of any tab for one
 * that is new.
 *
 * It is bounded: of many branches the newest are kept with the active one, as many as fit in `MOST_CHARACTERS`; a run
 * that does not fit alone is not kept, and neither is what was kept before it.
 */
import * as v from 'valibot';
import { readBookmark, type Bookmark } from '../run/bookmark';
import type { BranchPlace } from './branches';
import { LONGEST_RUN_MS } from '../../sim/run';
import { parse, unknownField } from '../run/schema';

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
    if (text != null) return parseSaved(text);
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

const id = v.pipe(v.number(), v.integer(), v.minValue(1));
const savedSchema = v.strictObject(
  {
    version: v.literal(1, 'must be 1'),
    speed: v.pipe(v.number(), v.minValue(0.01), v.maxValue(100)),
    playing: v.boolean(),
    branches: v.pipe(
      v.array(
        v.strictObject({
          place: v.strictObject({
            id,
            name: v.string(),
            parent: v.nullable(id),
            forkedAtUs: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LONGEST_RUN_MS * 1000)),
            found: v.exactOptional(v.literal(true)),
          }),
          bookmark: v.unknown(),
        }),
      ),
      v.minLength(1),
    ),
  },
  unknownField('a saved session'),
);

async function parseSaved(text: string): Promise<SavedSession> {
  try {
    const saved = parse(savedSchema, JSON.parse(text), 'The session') as SavedSession;
    const branches = await Promise.all(
      saved.branches.map(async ({ place, bookmark }) => ({ place, bookmark: await readBookmark(bookmark) })),
    );
    return { ...saved, branches };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `What this browser kept of the last visit cannot be read, so this is a new one. (${why})`,
      {
        cause: error,
      },
    );
  }
}

/** A browser may refuse, in a private window or when its disk is full: the page then forgets, no more. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
