/** The whole run on one strip: who led (and when nobody did), how much was said, what was done, what broke. */
import { epochColourIn } from '../../stage/palette';
import type { Side } from '../scene';
import { stripTime, stripX, type Strip } from '../view/overview';
import type { Inks } from './inks';
import type { Pen } from './pen';

export interface OverviewScene {
  readonly side: Side;
  readonly inks: Inks;
  readonly strip: Strip;
  readonly height: number;
  readonly timeUs: number;
}

const COLUMN = 2;
const RIBBON = 5;

export function drawOverview(pen: Pen, scene: OverviewScene): void {
  const { side, inks, strip, height, timeUs } = scene;
  const { index, headUs } = side;
  const headX = stripX(strip, headUs);
  pen.clearRect(0, 0, strip.width, height);
  pen.fillStyle = inks.raised;
  pen.fillRect(0, 0, headX, height);
  drawTraffic(pen, scene, headX);
  const top = height - RIBBON - 4;
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
    pen.fillRect(x, height - 4, 1, 4);
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

function drawTraffic(pen: Pen, { side, inks, strip, height }: OverviewScene, headX: number): void {
  const { index } = side;
  const nodes = index.lanes.map((_, node) => node);
  const columns = Math.ceil(headX / COLUMN);
  const counts = Array.from({ length: columns }, (_, at) => {
    const fromUs = stripTime(strip, at * COLUMN);
    const untilUs = stripTime(strip, (at + 1) * COLUMN);
    return nodes.reduce((sum, node) => sum + index.density.between(node, fromUs, untilUs), 0);
  });
  const most = Math.max(1, ...counts);
  const highest = height - RIBBON - 8;
  pen.globalAlpha = 0.3;
  pen.fillStyle = inks.muted;
  counts.forEach((count, at) => {
    const high = (count / most) * highest;
    pen.fillRect(at * COLUMN, 2 + highest - high, Math.min(COLUMN, headX - at * COLUMN), high);
  });
  pen.globalAlpha = 1;
}
