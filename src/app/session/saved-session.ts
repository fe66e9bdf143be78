/** What the last visit left behind, read again: a browser's store is outside, too. */
import * as v from 'valibot';
import { LONGEST_RUN_MS } from '../../sim/run';
import { readBookmark } from '../run/bookmark';
import { parse, unknownField } from '../run/schema';
import type { SavedSession } from './saved';

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

/** Rejects with a sentence. */
export async function parseSaved(text: string): Promise<SavedSession> {
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
