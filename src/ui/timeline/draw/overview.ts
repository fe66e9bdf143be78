/** The whole run on one strip: who led (and when nobody did), what was done to it, what broke. */
import { epochColourIn } from '../../stage/palette';
import type { Side } from '../scene';
import { stripX, type Strip } from '../view/overview';
import type { Inks } from './inks';
import type { Pen } from './pen';

export interface OverviewScene {
  readonly side: Side;
  readonly inks: Inks;
  readonly strip: Strip;
  readonly height: number;
  readonly timeUs: number;
}

const RIBBON = 6;
const FAULT = 4;

export function drawOverview(pen: Pen, scene: OverviewScene): void {
  const { side, inks, strip, height, timeUs } = scene;
  const { index, headUs } = side;
  const headX = stripX(strip, headUs);
  pen.clearRect(0, 0, strip.width, height);
  pen.fillStyle = inks.raised;
  pen.fillRect(0, 0, headX, height);
  const top = (height - FAULT - RIBBON) / 2;
  // Gaps in the ribbon are what this page is named after.
  for (const lane of index.lanes) {
    lane.eachAuthority(0, headUs, strip.untilUs / strip.width, ({ startUs, endUs }) => {
      const x = stripX(strip, startUs);
      pen.fillStyle = epochColourIn(inks, lane.stretchAt(startUs).epoch);
      pen.fillRect(x, top, Math.max(1, stripX(strip, Math.min(endUs, headUs)) - x), RIBBON);
    });
  }
  pen.fillStyle = inks.text;
  let lastX = -Infinity;
  for (const atUs of index.faults.atUs) {
    const x = Math.round(stripX(strip, atUs));
    if (x === lastX) continue;
    lastX = x;
    pen.fillRect(x, height - FAULT, 1, FAULT);
  }
  pen.fillStyle = inks.danger;
  for (const { atUs } of index.violations) pen.fillRect(stripX(strip, atUs) - 1, 0, 2, height);
  const shownX = stripX(strip, timeUs);
  pen.globalAlpha = 0.5;
  pen.fillStyle = inks.sunken;
  pen.fillRect(shownX, 0, Math.max(0, headX - shownX), height);
  pen.globalAlpha = 1;
  pen.fillStyle = inks.accent;
  pen.fillRect(shownX - 0.75, 0, 1.5, height);
}
