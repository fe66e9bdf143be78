/** The times without a leader: a bar above the lanes for each, with its length where there is room for that. */
import { lengthText } from '../../../app/now/times';
import type { Scene, SideScene } from '../scene';
import { GAPS_HEIGHT } from '../view/layout';
import { endOf, xOf } from '../view/time-view';
import { crisp, type Pen } from './pen';
import { fontOf } from './text';

const BAR = 3;
/** Shorter than that, in pixels, is no more than a flicker. */
const SHORTEST = 1.5;
/** Of a character of 13 px, more or less. */
const CHARACTER = 6.7;

export function drawGaps(pen: Pen, scene: Scene, { side, index, headUs }: SideScene): void {
  const { view, field, inks, layout } = scene;
  const top = layout.gaps[side];
  if (top === undefined) return;
  const middle = crisp(top + GAPS_HEIGHT / 2) - 0.5;
  pen.font = fontOf(inks, 13, 500);
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  for (const { fromUs, untilUs } of index.gaps.between(view.startUs, Math.min(endOf(view), headUs))) {
    const endUs = Math.min(untilUs, headUs);
    const x1 = Math.max(xOf(view, field, fromUs), 0);
    const x2 = Math.min(xOf(view, field, endUs), field);
    if (x2 - x1 < SHORTEST) continue;
    const length = lengthText(endUs - fromUs);
    const text = [`no leader ${length}`, length].find((words) => words.length * CHARACTER + 16 <= x2 - x1);
    pen.fillStyle = inks.muted;
    if (text === undefined) {
      pen.fillRect(x1, middle - BAR / 2, x2 - x1, BAR);
      continue;
    }
    const half = (text.length * CHARACTER) / 2;
    const centre = (x1 + x2) / 2;
    pen.fillRect(x1, middle - BAR / 2, centre - half - 4 - x1, BAR);
    pen.fillRect(centre + half + 4, middle - BAR / 2, x2 - centre - half - 4, BAR);
    pen.fillText(text, centre - half, middle + 1);
  }
}
