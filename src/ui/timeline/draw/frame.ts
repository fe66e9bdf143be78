/** What does not move with time: the axis above, the names on the left. */
import type { Scene } from '../scene';
import { ticksOf } from '../view/axis';
import { EXPORTS_HEIGHT, HEADING_HEIGHT } from '../view/layout';
import { xOf } from '../view/time-view';
import { crisp, type Pen } from './pen';
import { fitted, fontOf } from './text';

/** Half as wide as the handle of the shown instant, in pixels. */
const HANDLE = 7;

export function drawAxis(pen: Pen, { inks, view, field, gutter, ruler, width, timeUs }: Scene): void {
  const handle = xOf(view, field, timeUs);
  pen.fillStyle = inks.raised;
  pen.fillRect(0, 0, width, ruler);
  pen.strokeStyle = inks.line;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.moveTo(0, crisp(ruler) - 1);
  pen.lineTo(width, crisp(ruler) - 1);
  pen.stroke();
  pen.font = fontOf(inks, 13);
  pen.textBaseline = 'middle';
  pen.textAlign = 'left';
  for (const { x, label } of ticksOf(view, field)) {
    pen.strokeStyle = inks.strong;
    pen.beginPath();
    pen.moveTo(crisp(gutter + x), ruler - 7);
    pen.lineTo(crisp(gutter + x), ruler - 1);
    pen.stroke();
    // The handle of the shown instant would lie over it.
    if (handle > x - HANDLE && handle < x + 5 + label.length * 7 + HANDLE) continue;
    // Beside its tick: the axis then reads from the left edge, and no label is cut in half there.
    pen.fillStyle = inks.muted;
    pen.fillText(label, gutter + x + 5, ruler / 2);
  }
}

/** Lines down from the ticks, behind everything. */
export function drawGrid(pen: Pen, { inks, view, field, layout }: Scene): void {
  pen.strokeStyle = inks.line;
  pen.globalAlpha = 0.6;
  pen.lineWidth = 1;
  pen.beginPath();
  for (const { x } of ticksOf(view, field)) {
    pen.moveTo(crisp(x), 0);
    pen.lineTo(crisp(x), layout.height);
  }
  pen.stroke();
  pen.globalAlpha = 1;
}

export function drawNames(pen: Pen, scene: Scene): void {
  const { inks, layout, gutter, sides, inHand } = scene;
  pen.fillStyle = inks.raised;
  pen.fillRect(0, 0, gutter, Math.max(layout.height, scene.height + scene.scrollTop));
  pen.textAlign = 'right';
  pen.textBaseline = 'middle';
  for (const lane of layout.lanes) {
    const selected = inHand.includes(lane.node);
    const hovered = scene.hovered;
    const pointed =
      hovered !== null && 'node' in hovered && hovered.node === lane.node && hovered.side === lane.side;
    const middle = lane.top + layout.pitch / 2;
    if (selected) {
      pen.fillStyle = inks.accent;
      pen.fillRect(0, lane.top + 3, 3, layout.pitch - 6);
    }
    pen.font = fontOf(inks, 13, selected ? 650 : 500);
    pen.fillStyle = selected || pointed ? inks.text : inks.muted;
    const id = sides[lane.side]?.index.trace.nodes[lane.node] ?? '';
    // Of the names that the page gives itself it is known that they fit.
    const own = sides[lane.side]?.index.trace.parts[lane.node] === 'store';
    pen.fillText(own ? id : fitted(id, gutter - 18), gutter - 10, middle + 0.5);
  }
  for (const top of layout.exports) {
    pen.font = fontOf(inks, 13, 500);
    pen.fillStyle = inks.muted;
    pen.fillText(gutter < 60 ? 'exp.' : 'exports', gutter - 10, top + EXPORTS_HEIGHT / 2);
  }
  pen.strokeStyle = inks.line;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.moveTo(crisp(gutter) - 1, 0);
  pen.lineTo(crisp(gutter) - 1, layout.height);
  pen.stroke();
}

/** The names of branches, each over its lanes. */
export function drawHeadings(pen: Pen, scene: Scene): void {
  const { inks, layout, sides, width } = scene;
  layout.headings.forEach((top, side) => {
    pen.fillStyle = inks.sunken;
    pen.fillRect(0, top, width, HEADING_HEIGHT);
    pen.font = fontOf(inks, 13, 550);
    pen.textAlign = 'left';
    pen.textBaseline = 'middle';
    pen.fillStyle = inks.text;
    pen.fillText(fitted(sides[side]?.name ?? '', width - 24), 12, top + HEADING_HEIGHT / 2 + 0.5);
  });
}

/** Where the two branches part. */
export function drawDivergence(pen: Pen, scene: Scene): void {
  const { divergesAtUs, view, field, inks, layout } = scene;
  if (divergesAtUs === null) return;
  const x = xOf(view, field, divergesAtUs);
  if (x < -200 || x > field) return;
  pen.strokeStyle = inks.text;
  pen.lineWidth = 1.5;
  pen.setLineDash([6, 3]);
  pen.beginPath();
  pen.moveTo(x, 0);
  pen.lineTo(x, layout.height);
  pen.stroke();
  pen.setLineDash([]);
  const second = layout.headings[1];
  if (second === undefined) return;
  pen.font = fontOf(inks, 13, 550);
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.fillStyle = inks.text;
  pen.fillText('here they part', x + 6, second + HEADING_HEIGHT / 2 + 0.5);
}
