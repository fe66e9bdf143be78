/** The export rounds, all nodes in one lane: who is at work, how that ends, and what two do at once or twice. */
import type { RoundTry } from '../recorded/export-history';
import type { Scene, SideScene } from '../scene';
import { EXPORTS_HEIGHT } from '../view/layout';
import { endOf, xOf } from '../view/time-view';
import { traceCross, traceTick } from './glyphs';
import { writeOn } from './lanes';
import { crisp, type Pen } from './pen';
import { fitting } from './store-lane';
import { fontOf } from './text';

const BAR = 13;
/** From the upper bar to the lower one. */
const STEP = 14;
const AIR = 1;
/** A bar that is shorter than this is drawn without how it ended. */
const MARK_FROM = 10;
/** With more tries than these in view only the work is left to see. */
const MOST_TRIES = 300;

export function drawExports(pen: Pen, scene: Scene, side: SideScene): void {
  const top = scene.layout.exports[side.side];
  const { beside } = side.index;
  if (top === undefined || beside === null) return;
  const { view, field, inks } = scene;
  const { exports } = beside;
  const endUs = Math.min(endOf(view), side.headUs);
  const pixelUs = view.spanUs / field;
  ground(pen, scene, top);
  if (exports.count(view.startUs, endUs) <= MOST_TRIES) {
    for (const one of exports.between(view.startUs, endUs, MOST_TRIES)) drawTry(pen, scene, side, one, top);
  }
  // The ground on which two worked at once, and around their bars its frame.
  const doubles: (readonly [x1: number, width: number])[] = [];
  exports.eachDouble(view.startUs, endUs, pixelUs, ({ startUs, endUs: untilUs }) => {
    const x1 = Math.max(xOf(view, field, startUs), -20);
    const x2 = Math.min(xOf(view, field, Math.min(untilUs, side.headUs)), field + 20);
    doubles.push([x1, Math.max(2, x2 - x1)]);
  });
  pen.globalAlpha = 0.3;
  pen.fillStyle = inks.caution;
  for (const [x, width] of doubles) pen.fillRect(x, top + 1, width, EXPORTS_HEIGHT - 3);
  pen.globalAlpha = 1;
  exports.eachWork(view.startUs, endUs, pixelUs, (work) => drawWork(pen, scene, side, work, top));
  pen.strokeStyle = inks.caution;
  pen.lineWidth = 2;
  for (const [x, width] of doubles) {
    pen.beginPath();
    pen.rect(x, top + 1, width, EXPORTS_HEIGHT - 3);
    pen.stroke();
  }
}

/** A hairline, as below the lanes of the members. */
function ground(pen: Pen, { inks, field }: Scene, top: number): void {
  pen.strokeStyle = inks.line;
  pen.lineWidth = 1;
  pen.globalAlpha = 0.6;
  pen.beginPath();
  pen.moveTo(0, crisp(top + EXPORTS_HEIGHT) - 1);
  pen.lineTo(field, crisp(top + EXPORTS_HEIGHT) - 1);
  pen.stroke();
  pen.globalAlpha = 1;
}

/** Asking the store: a thin line, and below the work of others a short stroke where nothing came of it. */
function drawTry(
  pen: Pen,
  { view, field, inks }: Scene,
  { headUs }: SideScene,
  { startUs, workUs, endUs, outcome, onTop }: RoundTry,
  top: number,
): void {
  const worked = workUs !== Infinity;
  const y = top + AIR + BAR / 2 + (worked && !onTop ? 0 : STEP);
  const x1 = xOf(view, field, startUs);
  const x2 = xOf(view, field, Math.min(workUs, endUs, headUs));
  pen.fillStyle = inks.strong;
  pen.fillRect(x1, y - 0.75, x2 - x1, 1.5);
  if (worked || endUs === Infinity) return;
  if (outcome === 'held' || outcome === 'none') {
    pen.fillStyle = inks.muted;
    pen.fillRect(x2 - 0.75, y - 4, 1.5, 8);
    return;
  }
  pen.beginPath();
  pen.arc(x2, y, 3, 0, 2 * Math.PI);
  pen.fillStyle = inks.raised;
  pen.fill();
  pen.strokeStyle = inks.muted;
  pen.lineWidth = 1.25;
  pen.stroke();
}

function drawWork(pen: Pen, scene: Scene, side: SideScene, work: RoundTry, top: number): void {
  const { view, field, inks } = scene;
  const { trace, beside } = side.index;
  const y = top + AIR + (work.onTop ? STEP : 0);
  const x1 = xOf(view, field, work.workUs);
  const x2 = Math.max(x1 + 1, xOf(view, field, Math.min(work.endUs, side.headUs)));
  if (x2 <= -40 || x1 >= field) return;
  const from = Math.max(x1, -20);
  pen.fillStyle = inks.muted;
  pen.fillRect(from, y, Math.min(x2, field + 20) - from, BAR);
  const digits = `${work.round}`.slice(-3);
  const left = Math.max(x1 + 1, 0) + 4;
  const text = fitting([`${trace.nodes[work.node]} · ${digits}`, digits], left, Math.min(x2, field));
  if (text !== null) writeOn(pen, inks, text, inks.muted, left, y + BAR / 2);
  if (x2 - x1 < MARK_FROM) return;
  drawOutcome(pen, scene, work.outcome, x2 + 8, y + BAR / 2);
  const double = beside?.exports.doubleOf(work.id) ?? null;
  if (double === null || double.second !== work.id) return;
  pen.font = fontOf(inks, 13, 650);
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.fillStyle = inks.caution;
  pen.fillText('2×', x2 + 16, y + BAR / 2 + 0.5);
}

function drawOutcome(pen: Pen, { inks }: Scene, outcome: RoundTry['outcome'], x: number, y: number): void {
  pen.strokeStyle = inks.text;
  pen.lineWidth = 1.5;
  switch (outcome) {
    case 'done':
      traceTick(pen, x, y, 4);
      break;
    case 'failed':
    case 'killed':
      traceCross(pen, x, y, 3.5);
      break;
    case 'abandoned':
      pen.beginPath();
      pen.moveTo(x, y - 4.5);
      pen.lineTo(x, y + 4.5);
      break;
    case 'unpublished':
    case 'unreachable':
    case 'held':
      pen.beginPath();
      pen.arc(x, y, 3.25, 0, 2 * Math.PI);
      break;
    case 'none':
      return;
    default:
      outcome satisfies never;
  }
  pen.stroke();
}
