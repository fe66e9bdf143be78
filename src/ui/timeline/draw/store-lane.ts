/** The lane of the store: who holds the lease, in truth. */
import { epochColourIn } from '../../stage/palette';
import type { Beside } from '../recorded/beside';
import { each } from '../recorded/each';
import type { Scene, SideScene } from '../scene';
import type { Lane } from '../view/layout';
import { endOf, xOf } from '../view/time-view';
import { traceHatch } from './glyphs';
import { drawStretch, writeOn } from './lanes';
import type { Pen } from './pen';

export function drawStore(pen: Pen, scene: Scene, side: SideScene, lane: Lane, { lease }: Beside): void {
  drawPresence(pen, scene, side, lane, true);
  const { view, field, inks } = scene;
  if (lease !== null) {
    const pixelUs = view.spanUs / field;
    each(lease.startsUs, view.startUs, Math.min(endOf(view), side.headUs), pixelUs, (at) => {
      const x1 = xOf(view, field, lease.startsUs[at]!);
      const span = lease.spanOf(at);
      if (span !== null) {
        const x2 = xOf(view, field, Math.min(span.endUs, side.headUs));
        const words = [`${span.holder} · ${span.token}`, `${span.token}`];
        drawBand(pen, scene, lane, epochColourIn(inks, span.token), x1, Math.max(x2, x1 + 1), words);
      } else if (lease.stateOfPlace(at).kind === 'unreadable') {
        const x2 = xOf(view, field, Math.min(lease.startsUs[at + 1] ?? Infinity, side.headUs));
        drawUnreadable(pen, scene, lane, x1, Math.max(x2, x1 + 1));
      }
    });
  }
  drawPresence(pen, scene, side, lane, false);
}

/** Whether it is there: a line while it is up (`up`); what is drawn over its lane while it is not. */
export function drawPresence(pen: Pen, scene: Scene, side: SideScene, lane: Lane, up: boolean): void {
  const { view, field, inks, layout } = scene;
  const endUs = Math.min(endOf(view), side.headUs);
  side.index.lanes[lane.node]!.eachStretch(view.startUs, endUs, view.spanUs / field, (stretch) => {
    if ((stretch.status === 'up') !== up) return;
    const x1 = xOf(view, field, stretch.startUs);
    const x2 = Math.max(x1 + 1, xOf(view, field, Math.min(stretch.endUs, side.headUs)));
    if (x2 <= 0 || x1 >= field) return;
    if (!up) {
      // What it holds is still true, but nobody can ask it.
      const from = Math.max(x1, 0);
      pen.globalAlpha = 0.72;
      pen.fillStyle = inks.raised;
      pen.fillRect(from, lane.centre - layout.band / 2 - 1, Math.min(x2, field) - from, layout.band + 2);
      pen.globalAlpha = 1;
    }
    drawStretch(pen, scene, lane, stretch, x1, x2, side.index.words);
  });
}

function drawBand(
  pen: Pen,
  { inks, layout, field }: Scene,
  lane: Lane,
  colour: string,
  x1: number,
  x2: number,
  words: readonly string[],
): void {
  if (x2 <= 0 || x1 >= field) return;
  const from = Math.max(x1, -20);
  pen.fillStyle = colour;
  pen.fillRect(from, lane.centre - layout.band / 2, Math.min(x2, field + 20) - from, layout.band);
  const text = fitting(words, Math.max(x1 + 3, 0) + 5, Math.min(x2, field));
  if (text !== null) writeOn(pen, inks, text, colour, Math.max(x1 + 3, 0) + 5, lane.centre);
}

/** The first of these words that fits between two places; null if none does. */
export function fitting(words: readonly string[], x1: number, x2: number): string | null {
  return words.find((text) => x2 - x1 >= text.length * 7.5 + 2) ?? null;
}

function drawUnreadable(pen: Pen, { inks, layout, field }: Scene, lane: Lane, x1: number, x2: number): void {
  const from = Math.max(x1, -20);
  const width = Math.min(x2, field + 20) - from;
  if (width <= 0) return;
  const top = lane.centre - layout.band / 2;
  pen.save();
  pen.beginPath();
  pen.rect(from, top, width, layout.band);
  pen.clip();
  pen.fillStyle = inks.raised;
  pen.fillRect(from, top, width, layout.band);
  pen.strokeStyle = inks.muted;
  pen.lineWidth = 1;
  traceHatch(pen, from, top, width, layout.band);
  pen.stroke();
  pen.restore();
}
