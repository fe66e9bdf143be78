/** The pictures of all stories, kept for as long as the page lives. */
import type { Scenario } from '../../app/scenarios/scenario';
import { loadSystemOfRun } from '../../sim/run';
import { pictureOf } from './picture';
import { Studio, whenIdle } from './studio';

export const studio = new Studio(async (story: Scenario) => {
  await loadSystemOfRun(story.run);
  return pictureOf(story);
}, whenIdle);
