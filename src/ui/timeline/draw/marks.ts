/** Single moments: what programs reported, what was done to the cluster, what must never happen. */
import { epochColourIn } from '../../stage/palette';
import type { Scene, SideScene } from '../scene';
import type { EventMark, LineMark } from '../view/marks-in-view';
import { traceBolt, traceDiamond, traceWarning } from './glyphs';
import { crisp, type Pen } from './pen';

export function drawEvents(pen: Pen, scene: Scene, { events }: SideScene): void {
  for (const mark of events) drawEvent(pen, scene, mark);
}

/** On its lane, on a ground of its own; a band or a crown that begins there says it already. */
function drawEvent(pen: Pen, { inks, layout }: Scene, { x, y, tag, epoch }: EventMark): void {
  const size = layout.pitch >= 26 ? 4 : 3.25;
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
    case 'note':
      // Nothing came of it: a short stroke.
      pen.fillStyle = inks.muted;
      pen.fillRect(x - 0.75, y - size, 1.5, size * 2);
      return;
    default:
      tag satisfies never;
  }
}

export function drawFaults(pen: Pen, { inks, layout }: Scene, { faults }: SideScene): void {
  for (const { x, top, bottom } of faults) {
    // From just above the highest lane that it touches.
    const from = top - Math.round(layout.pitch * 0.34);
    pen.strokeStyle = inks.muted;
    pen.lineWidth = 1;
    pen.setLineDash([2, 2]);
    pen.beginPath();
    pen.moveTo(crisp(x), from);
    pen.lineTo(crisp(x), bottom);
    pen.stroke();
    pen.setLineDash([]);
  }
  const crowded = faults.length > 60;
  for (const { x, top } of faults)
    drawBolt(pen, inks, x, top - Math.round(layout.pitch * 0.3), crowded ? 7 : 10);
}

function drawBolt(pen: Pen, inks: Scene['inks'], x: number, y: number, height: number): void {
  traceBolt(pen, x, y, height);
  pen.lineWidth = 3;
  pen.strokeStyle = inks.raised;
  pen.stroke();
  pen.fillStyle = inks.text;
  pen.fill();
}

export function drawViolations(pen: Pen, { inks }: Scene, { violations }: SideScene): void {
  for (const mark of violations) {
    pen.fillStyle = inks.danger;
    pen.fillRect(mark.x - 0.75, mark.top, 1.5, mark.bottom - mark.top);
    drawWarning(pen, inks, mark);
  }
}

function drawWarning(pen: Pen, inks: Scene['inks'], { x, top }: LineMark): void {
  traceWarning(pen, x, top + 6, 10);
  pen.lineWidth = 2;
  pen.strokeStyle = inks.raised;
  pen.stroke();
  pen.fillStyle = inks.danger;
  pen.fill();
}
