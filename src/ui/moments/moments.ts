/** The moments that go with a run, in order of time: where it stands among them, and how they change. */
import type { Bookmark } from '../../app/run/bookmark';
import type { ToldMoment } from '../../app/run/telling';
import type { SessionApi } from '../../app/session/state';
import { count } from '../format';

/** Of moments in order of time, how many have come at that instant, virtual microseconds. */
export function momentsBehind(moments: readonly ToldMoment[], timeUs: number): number {
  const ahead = moments.findIndex(({ atMs }) => Math.round(atMs * 1000) > timeUs);
  return ahead < 0 ? moments.length : ahead;
}

/** Shows it. Throws a sentence if the run has no such state. */
export const showMoment = (
  session: Pick<SessionApi, 'seek' | 'seekWithin'>,
  { atMs, after }: ToldMoment,
): void => (after === undefined ? session.seek(atMs * 1000) : session.seekWithin(atMs * 1000, after));

export const toCome = (amount: number): string => `${count(amount, 'moment')} to come`;

/** With the moment that a bookmark shows among them; the one that was there at that instant stays. */
export function withMoment(
  moments: readonly ToldMoment[],
  { headMs, atMs = headMs, after }: Pick<Bookmark, 'headMs' | 'atMs' | 'after'>,
  caption: string,
): readonly ToldMoment[] {
  if (moments.some((moment) => moment.atMs === atMs)) return moments;
  const added: ToldMoment = { atMs, ...(after !== undefined && { after }), caption };
  return [...moments, added].sort((a, b) => a.atMs - b.atMs);
}

/** With another caption at that place; one that is empty takes the moment away. */
export function withCaption(
  moments: readonly ToldMoment[],
  at: number,
  caption: string,
): readonly ToldMoment[] {
  const text = caption.trim();
  if (text === '') return moments.filter((_, place) => place !== at);
  return moments.map((moment, place) => (place === at ? { ...moment, caption: text } : moment));
}
