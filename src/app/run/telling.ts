/** The words that go with a run, by whoever shares it: in links, files, embeds and pictures. */
import type { After } from '../../sim/trace/moment';

/** A moment worth stopping at, and what there is to see. */
export interface ToldMoment {
  /** Virtual milliseconds since the start, with up to three decimals. */
  readonly atMs: number;
  /** It is a state within that instant, as in a bookmark. */
  readonly after?: After;
  readonly caption: string;
}

/** Its bounds are in `limits.ts`, its schema in `bookmark.ts`. */
export interface Telling {
  readonly title?: string;
  readonly caption?: string;
  /** In order of time: to be stepped through. */
  readonly moments?: readonly ToldMoment[];
}

/** Only the words of something that has more than them. */
export const tellingOf = ({ title, caption, moments }: Telling): Telling => ({
  ...(title !== undefined && { title }),
  ...(caption !== undefined && { caption }),
  ...(moments !== undefined && { moments }),
});

/** What of it is true of every run that is the same up to there, virtual microseconds: later moments are not. */
export function tellingUpTo(telling: Telling, untilUs: number): Telling {
  const { moments, ...words } = telling;
  if (moments === undefined) return telling;
  const kept = moments.filter(({ atMs }) => Math.round(atMs * 1000) <= untilUs);
  if (kept.length === moments.length) return telling;
  return kept.length === 0 ? words : { ...words, moments: kept };
}
