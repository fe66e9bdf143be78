/** Messages as arrows, from where and when they left to where and when they ended. */
import { group } from 'd3';
import { epochColourIn } from '../../stage/palette';
import { traceMark } from '../../stage/marks';
import type { Cone } from '../causes/cone';
import { comesOf, leadsTo } from '../causes/ways';
import type { Scene, SideScene } from '../scene';
import type { Arrow } from '../view/arrows';
import { traceCross } from './glyphs';
import type { Pen } from './pen';

/** Left after all else is lit. */
const UNLIT = 0.12;
/** With more arrows than this, chatter has no tips. */
const MOST_TIPS = 260;
/** An arrow that is not this wide, in pixels, has no room for its mark. */
const MARK_FROM = 7;

export function inCone(cone: Cone, arrow: Arrow): boolean {
  const arrived = arrow.ending === 'arrives';
  return (arrived && leadsTo(cone, arrow.to, arrow.endUs)) || comesOf(cone, arrow.from, arrow.sentUs);
}

export function drawArrows(
  pen: Pen,
  scene: Scene,
  { arrows, detail }: SideScene,
  cone: Cone | null,
  lit: boolean,
): void {
  const inView = arrows.filter(
    (arrow) => isInSight(scene, arrow) && (cone === null || inCone(cone, arrow) === lit),
  );
  const unlit = cone !== null && !lit;
  const chatterAlpha = unlit ? UNLIT : cone === null ? detail.chatter : Math.max(detail.chatter, 0.7);
  const tips = arrows.length <= MOST_TIPS;
  drawChatter(pen, scene, inView, chatterAlpha, tips);
  pen.globalAlpha = unlit ? UNLIT : 1;
  for (const arrow of inView) if (!arrow.chatter) drawDecisive(pen, scene, arrow);
  pen.globalAlpha = 1;
}

/** Lines of one colour in one stroke: hundreds of them then cost little more than one. */
function drawChatter(
  pen: Pen,
  { inks }: Scene,
  arrows: readonly Arrow[],
  alpha: number,
  tips: boolean,
): void {
  const byEpoch = group(
    arrows.filter(({ chatter }) => chatter),
    ({ epoch }) => epoch,
  );
  pen.lineWidth = 1;
  for (const [epoch, group] of byEpoch) {
    pen.globalAlpha = alpha;
    pen.strokeStyle = epochColourIn(inks, epoch);
    pen.beginPath();
    for (const arrow of group) {
      pen.moveTo(arrow.x1, arrow.y1);
      pen.lineTo(arrow.x2, arrow.y2);
      if (tips && arrow.ending === 'arrives') traceTip(pen, arrow, 4);
    }
    pen.stroke();
    pen.globalAlpha = Math.min(1, alpha * 1.6);
    for (const arrow of group) if (arrow.ending === 'ends') drawEnd(pen, arrow, 2.5);
  }
  pen.globalAlpha = 1;
}

/** With the mark that its verb has on the stage. */
function drawDecisive(pen: Pen, { inks }: Scene, arrow: Arrow): void {
  const colour = epochColourIn(inks, arrow.epoch);
  pen.strokeStyle = colour;
  // From far away an election is a stroke from top to bottom.
  pen.lineWidth = arrow.x2 - arrow.x1 < MARK_FROM ? 0.75 : 1.5;
  if (arrow.duplicate) pen.setLineDash([5, 3]);
  pen.beginPath();
  pen.moveTo(arrow.x1, arrow.y1);
  pen.lineTo(arrow.x2, arrow.y2);
  pen.stroke();
  if (arrow.duplicate) pen.setLineDash([]);
  if (arrow.ending === 'ends') drawEnd(pen, arrow, 4);
  if (arrow.x2 - arrow.x1 < MARK_FROM) return;
  // Between lanes, where bands do not cover it.
  const x = arrow.x1 + (arrow.x2 - arrow.x1) * 0.5;
  const y = arrow.y1 + (arrow.y2 - arrow.y1) * 0.5;
  pen.save();
  pen.translate(x, y);
  pen.rotate(Math.atan2(arrow.y2 - arrow.y1, arrow.x2 - arrow.x1) + Math.PI / 2);
  pen.beginPath();
  traceMark(pen, arrow.mark, 3.4);
  pen.lineWidth = 3;
  pen.strokeStyle = inks.raised;
  pen.stroke();
  pen.fillStyle = colour;
  pen.fill();
  pen.restore();
}

function drawEnd(pen: Pen, { x2, y2 }: Arrow, half: number): void {
  pen.lineWidth = half > 3 ? 1.5 : 1.25;
  traceCross(pen, x2, y2, half);
  pen.stroke();
}

/** Two short strokes back from the end. */
function traceTip(pen: Pen, { x1, y1, x2, y2 }: Arrow, length: number): void {
  const angle = Math.atan2(y2 - y1, x2 - x1);
  for (const side of [-0.4, 0.4]) {
    pen.moveTo(x2, y2);
    pen.lineTo(x2 - Math.cos(angle + side) * length, y2 - Math.sin(angle + side) * length);
  }
}

/** The one in hand, over everything. */
export function drawInHand(pen: Pen, { inks }: Scene, arrow: Arrow): void {
  pen.strokeStyle = inks.text;
  pen.lineWidth = 2;
  pen.beginPath();
  pen.moveTo(arrow.x1, arrow.y1);
  pen.lineTo(arrow.x2, arrow.y2);
  traceTip(pen, arrow, 7);
  pen.stroke();
}

function isInSight({ scrollTop, height, ruler }: Scene, { y1, y2 }: Arrow): boolean {
  const bottom = scrollTop + height - ruler;
  return Math.max(y1, y2) >= scrollTop && Math.min(y1, y2) <= bottom;
}
