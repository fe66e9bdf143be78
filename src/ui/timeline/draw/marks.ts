/** Single moments: what programs reported, what was done to the cluster, what must never happen. */
import { epochColourIn } from '../../stage/palette';
import type { Scene, SideScene } from '../scene';
import type { EventMark } from '../view/marks-in-view';
import { traceBolt, traceDiamond, traceWarning } from './glyphs';
import { crisp, type Pen } from './pen';

export function drawEvents(
  pen: Pen,
  scene: Scene,
  { events }: SideScene,
  wanted: (mark: EventMark) => boolean,
): void {
  for (const mark of events) if (wanted(mark)) drawEvent(pen, scene, mark);
}

/** On its lane, on a ground of its own; a band or a crown that begins there says it already. */
function drawEvent(pen: Pen, { inks, layout }: Scene, { x, y, tag, epoch }: EventMark): void {
  const size = layout.pitch >= 24 ? 4 : 3.25;
  pen.lineWidth = 2;
  pen.strokeStyle = inks.raised;
  pen.fillStyle = epochColourIn(inks, epoch);
  switch (tag) {
    case 'primary':
    case 'authority':
      return;
    case 'candidate':
      traceDiamond(pen, x, y, size * 1.35);
      pen.stroke();
      pen.fill();
      return;
    case 'vote':
      pen.beginPath();
      pen.rect(x - size * 0.8, y - size * 0.8, size * 1.6, size * 1.6);
      pen.stroke();
      pen.fill();
      return;
    case 'replica':
    case 'epoch':
      pen.beginPath();
      pen.arc(x, y, size * 0.8, 0, 2 * Math.PI);
      pen.stroke();
      pen.fill();
      return;
    case 'refusal':
    case 'serving':
    case 'note':
      // Nothing came of it: a short stroke.
      pen.fillStyle = inks.muted;
      pen.fillRect(x - 0.75, y - size, 1.5, size * 2);
      return;
    default:
      tag satisfies never;
  }
}

const BOLT = 11;
const BOLT_SPACING = 10;

export function drawFaults(pen: Pen, { inks }: Scene, { faults }: SideScene): void {
  pen.lineWidth = 1;
  pen.setLineDash([2, 3]);
  for (const { x, signY, top, bottom } of faults) {
    // From its sign down to the first lane that it is about, faintly; between its lanes in full.
    pen.strokeStyle = inks.muted;
    pen.globalAlpha = 0.35;
    line(pen, x, signY, top);
    pen.globalAlpha = 0.9;
    line(pen, x, top, bottom);
  }
  pen.setLineDash([]);
  pen.globalAlpha = 1;
  let lastX = -Infinity;
  for (const { x, signY } of faults) {
    pen.fillStyle = inks.text;
    // Where they come thick and fast the first of each few speaks for all.
    if (x - lastX < BOLT_SPACING) {
      pen.fillRect(x - 0.5, signY - 2, 1, 4);
      continue;
    }
    lastX = x;
    traceBolt(pen, x, signY, BOLT);
    pen.lineWidth = 3;
    pen.strokeStyle = inks.raised;
    pen.stroke();
    pen.fill();
  }
}

export function drawViolations(pen: Pen, { inks }: Scene, { violations }: SideScene): void {
  for (const { x, signY, bottom } of violations) {
    pen.fillStyle = inks.danger;
    pen.fillRect(x - 1.5, signY, 3, bottom - signY);
    traceWarning(pen, x, signY, 10);
    pen.lineWidth = 2;
    pen.strokeStyle = inks.raised;
    pen.stroke();
    pen.fill();
  }
}

function line(pen: Pen, x: number, top: number, bottom: number): void {
  pen.beginPath();
  pen.moveTo(crisp(x), top);
  pen.lineTo(crisp(x), bottom);
  pen.stroke();
}
