/** The lane of a client: whom it believes to lead, what came of its writes, and how long it waited. */
import { epochColourIn } from '../../stage/palette';
import type { Beside } from '../recorded/beside';
import type { Scene, SideScene } from '../scene';
import type { Lane } from '../view/layout';
import { endOf, xOf } from '../view/time-view';
import { traceHatch } from './glyphs';
import type { Pen } from './pen';
import { drawPresence, fitting } from './store-lane';
import { fontOf } from './text';

/** Ticks that are closer than this cannot be told apart. */
const SPACING = 3;
const SIGN_SPACING = 6;
const TICK = 3;

export function drawClient(pen: Pen, scene: Scene, side: SideScene, lane: Lane, beside: Beside): void {
  const { view, field, inks, layout } = scene;
  const client = beside.clients[lane.node];
  if (client == null) return;
  const pixelUs = view.spanUs / field;
  const endUs = Math.min(endOf(view), side.headUs);
  const top = lane.centre - layout.band / 2;
  drawPresence(pen, scene, side, lane, true);
  client.eachWait(view.startUs, endUs, pixelUs, side.headUs, ({ startUs, endUs: untilUs }) => {
    hatch(pen, scene, xOf(view, field, startUs), xOf(view, field, untilUs), top);
  });
  drawBelieved(pen, scene, side, lane, beside);
  const belief = beside.beliefs[lane.node]!;
  client.eachAnswer('acknowledged', view.startUs, endUs, pixelUs * SPACING, (atUs) => {
    const { epoch } = belief.beliefAt(atUs);
    pen.fillStyle = epoch > 0 ? epochColourIn(inks, epoch) : inks.muted;
    pen.fillRect(xOf(view, field, atUs) - 0.5, top + layout.band, 1, TICK);
  });
  // Reads stand above the band, writes hang below it.
  client.eachAnswer('read', view.startUs, endUs, pixelUs * SPACING, (atUs) => {
    const { epoch } = belief.beliefAt(atUs);
    pen.fillStyle = epoch > 0 ? epochColourIn(inks, epoch) : inks.muted;
    pen.fillRect(xOf(view, field, atUs) - 0.5, top - TICK, 1, TICK);
  });
  // Nothing came of it: a short stroke, as on the other lanes.
  client.eachAnswer('refused', view.startUs, endUs, pixelUs * SIGN_SPACING, (atUs) => {
    pen.fillStyle = inks.text;
    pen.fillRect(xOf(view, field, atUs) - 0.75, lane.centre - 4, 1.5, 8);
  });
  client.eachAnswer('unanswered', view.startUs, endUs, pixelUs * SIGN_SPACING, (atUs) => {
    pen.beginPath();
    pen.arc(xOf(view, field, atUs), lane.centre, 3, 0, 2 * Math.PI);
    pen.fillStyle = inks.raised;
    pen.fill();
    pen.strokeStyle = inks.text;
    pen.lineWidth = 1.25;
    pen.stroke();
  });
  drawPresence(pen, scene, side, lane, false);
}

/** Tinted and not full: it is only a belief. */
function drawBelieved(pen: Pen, scene: Scene, side: SideScene, lane: Lane, { beliefs }: Beside): void {
  const { view, field, inks, layout } = scene;
  const { nodes } = side.index.trace;
  const endUs = Math.min(endOf(view), side.headUs);
  beliefs[lane.node]!.each(view.startUs, endUs, view.spanUs / field, ({ leader, epoch, ...belief }) => {
    if (leader < 0) return;
    const x1 = xOf(view, field, belief.startUs);
    const x2 = Math.max(x1 + 1, xOf(view, field, Math.min(belief.endUs, side.headUs)));
    if (x2 <= 0) return;
    const colour = epoch > 0 ? epochColourIn(inks, epoch) : inks.strong;
    const from = Math.max(x1, -20);
    const width = Math.min(x2, field + 20) - from;
    const top = lane.centre - layout.band / 2;
    pen.fillStyle = inks.raised;
    pen.fillRect(from, lane.centre - 1, width, 2);
    pen.fillStyle = colour;
    pen.globalAlpha = 0.22;
    pen.fillRect(from, top, width, layout.band);
    pen.globalAlpha = 1;
    pen.fillRect(from, top + layout.band - 1.5, width, 1.5);
    const id = nodes[leader]!;
    const left = Math.max(x1 + 3, 0) + 5;
    const text = fitting(epoch > 0 ? [`${id} · ${epoch}`, id] : [id], left, Math.min(x2, field));
    if (text === null) return;
    pen.font = fontOf(inks, 13, 550);
    pen.textAlign = 'left';
    pen.textBaseline = 'middle';
    pen.fillStyle = inks.text;
    pen.fillText(text, left, lane.centre);
  });
}

function hatch(pen: Pen, { inks, layout, field }: Scene, x1: number, x2: number, top: number): void {
  const from = Math.max(x1, -20);
  const width = Math.min(x2, field + 20) - from;
  if (width <= 0) return;
  pen.save();
  pen.beginPath();
  pen.rect(from, top, width, layout.band);
  pen.clip();
  pen.strokeStyle = inks.strong;
  pen.lineWidth = 1;
  traceHatch(pen, from, top, width, layout.band);
  pen.stroke();
  pen.restore();
}
