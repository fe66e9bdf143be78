/** What is shown, as a picture: the stage, the timeline, or one above the other. */
import { headOf, pictureFile, rangeWords } from '../../app/share/picture';
import { timelineBlock } from '../../app/share/svg';
import type { Excerpt } from '../../app/share/excerpt';
import type { Telling } from '../../app/run/telling';
import { instantText } from '../../sim/instant-words';
import { stageBlock, type StageSight } from './stage-picture';

export const PICTURES = [
  { id: 'stage', title: 'Stage' },
  { id: 'timeline', title: 'Timeline' },
  { id: 'both', title: 'Both' },
] as const;
export type PictureOf = (typeof PICTURES)[number]['id'];

/** A whole SVG file, with title and caption where the run has them. */
export function shownPicture(what: PictureOf, sight: StageSight, excerpt: Excerpt, telling: Telling): string {
  const instant = instantText(sight.snapshot.timeUs);
  const range = rangeWords(excerpt);
  const when = { stage: instant, timeline: range, both: `${instant} within ${range}` }[what];
  const parts = {
    stage: () => [stageBlock(sight)],
    timeline: () => [timelineBlock(excerpt)],
    both: () => [stageBlock(sight), timelineBlock(excerpt)],
  }[what]();
  return pictureFile(headOf(excerpt, when, telling), parts);
}
