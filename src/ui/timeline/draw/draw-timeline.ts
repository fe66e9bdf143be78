/**
 * The picture of the timeline: a pure function of its scene. Nothing is shown here alone: the tooltip, the text twin and
 * the other panels say all of it in words.
 */
import { coneOn, type Scene, type SideScene } from '../scene';
import { isEvent, type Target } from '../target';
import { arrowOf, type Arrow } from '../view/arrows';
import { bottomOf, type Lane } from '../view/layout';
import { xOf } from '../view/time-view';
import { drawAxis, drawDivergence, drawGrid, drawHeadings, drawNames } from './frame';
import { drawGaps } from './gaps';
import { drawLane, drawLaneGround } from './lanes';
import { drawEvents, drawFaults, drawViolations } from './marks';
import { crisp, type Pen } from './pen';
import { drawArrows, drawInHand } from './traffic';

export function drawTimeline(pen: Pen, scene: Scene): void {
  const { width, height, gutter, ruler, scrollTop, inks, field } = scene;
  pen.fillStyle = inks.sunken;
  pen.fillRect(0, 0, width, height);
  pen.save();
  pen.beginPath();
  pen.rect(0, ruler, width, height - ruler);
  pen.clip();
  pen.translate(0, ruler - scrollTop);
  pen.save();
  pen.beginPath();
  pen.rect(gutter, 0, field, scene.layout.height);
  pen.clip();
  pen.translate(gutter, 0);
  drawGround(pen, scene);
  for (const side of scene.sides) drawSide(pen, scene, side);
  drawLater(pen, scene);
  // Never set back, whatever instant is shown.
  for (const side of scene.sides) drawViolations(pen, scene, side);
  pen.restore();
  drawNames(pen, scene);
  drawHeadings(pen, scene);
  pen.save();
  pen.translate(gutter, 0);
  drawDivergence(pen, scene);
  pen.restore();
  pen.restore();
  drawAxis(pen, scene);
  drawScrubber(pen, scene);
}

/** What is recorded lies on a lighter ground. */
function drawGround(pen: Pen, scene: Scene): void {
  const { inks, view, field, layout, sides } = scene;
  for (const { side, headUs } of sides) {
    const { top, bottom } = extentOf(scene, side);
    const x1 = Math.max(0, xOf(view, field, 0));
    const x2 = Math.min(field, xOf(view, field, headUs));
    pen.fillStyle = inks.raised;
    if (x2 > x1) pen.fillRect(x1, top, x2 - x1, bottom - top);
  }
  drawGrid(pen, scene);
  for (const lane of layout.lanes) drawLaneGround(pen, scene, lane);
}

function drawSide(pen: Pen, scene: Scene, side: SideScene): void {
  const { company } = scene;
  const cone = coneOn(scene, side.side);
  const lanes = visibleLanes(scene, side);
  scene.drawRibbons?.(pen, scene, side, lanes);
  drawArrows(pen, scene, side, cone, false);
  const drawMember = company?.drawMember ?? drawLane;
  for (const lane of lanes) drawMember(pen, scene, side, lane);
  company?.drawExports(pen, scene, side);
  company?.drawOverlaps(pen, scene, side);
  drawEvents(pen, scene, side, () => true);
  if (cone !== null) {
    for (const lane of lanes) {
      veil(pen, scene, lane, cone.pastUntilUs[lane.node]!, cone.futureFromUs[lane.node]!, side.headUs);
    }
    drawArrows(pen, scene, side, cone, true);
    drawEvents(
      pen,
      scene,
      side,
      ({ node, atUs }) => atUs <= cone.pastUntilUs[node]! || atUs >= cone.futureFromUs[node]!,
    );
  }
  drawGaps(pen, scene, side);
  drawFaults(pen, scene, side);
  company?.drawSkews(pen, scene, side);
  company?.drawShields(pen, scene, side);
  for (const target of [scene.chosen?.target ?? null, scene.hovered]) drawEmphasis(pen, scene, side, target);
}

/** Whatever has nothing to do with what was chosen steps back. */
function veil(pen: Pen, scene: Scene, lane: Lane, fromUs: number, untilUs: number, headUs: number): void {
  const { view, field, inks, layout } = scene;
  const x1 = Math.max(0, xOf(view, field, fromUs));
  const x2 = Math.min(field, xOf(view, field, Math.min(untilUs, headUs)));
  if (x2 <= x1) return;
  pen.globalAlpha = 0.8;
  pen.fillStyle = inks.raised;
  pen.fillRect(x1, lane.top, x2 - x1, layout.pitch - 1);
  pen.globalAlpha = 1;
}

function drawEmphasis(pen: Pen, scene: Scene, source: SideScene, target: Target | null): void {
  if (!isEvent(target) || target.side !== source.side) return;
  const { inks } = scene;
  switch (target.kind) {
    case 'message':
      if (target.id < source.index.trace.messages.firstKept) return;
      drawInHand(pen, scene, arrowFor(scene, source, target.id));
      return;
    case 'event': {
      const mark = source.events.find(
        (one) => one.target.kind === 'event' && one.target.record === target.record,
      );
      if (mark === undefined) return;
      pen.strokeStyle = inks.text;
      pen.lineWidth = 1.5;
      pen.beginPath();
      pen.arc(mark.x, mark.y, 8, 0, 2 * Math.PI);
      pen.stroke();
      return;
    }
    case 'fault':
    case 'violation': {
      const marks = target.kind === 'fault' ? source.faults : source.violations;
      const mark = marks.find(({ target: one }) =>
        one.kind === 'fault' && target.kind === 'fault' ? one.record === target.record : one === target,
      );
      if (mark === undefined) return;
      pen.fillStyle = target.kind === 'violation' ? inks.danger : inks.text;
      pen.fillRect(mark.x - 1, mark.signY, 2, mark.bottom - mark.signY);
      return;
    }
    default:
      target satisfies never;
  }
}

/** A chosen message may be one of those that are not drawn for want of room. */
function arrowFor(scene: Scene, source: SideScene, id: number): Arrow {
  return (
    source.arrows.find((arrow) => arrow.id === id) ??
    arrowOf({ ...source, meanLatencyUs: scene.meanLatencyUs }, id, scene.view, scene.field, scene.layout)
  );
}

/** What is recorded but later than the instant that is shown: still there, set back. */
function drawLater(pen: Pen, scene: Scene): void {
  const { view, field, inks, timeUs, layout } = scene;
  const lastUs = Math.max(...scene.sides.map(({ headUs }) => headUs));
  const x1 = Math.max(0, xOf(view, field, timeUs));
  const x2 = Math.min(field, xOf(view, field, lastUs));
  if (x2 <= x1) return;
  // What is lit of the future is what the person asked for.
  pen.globalAlpha = scene.chosen === null ? 0.58 : 0.25;
  pen.fillStyle = inks.sunken;
  pen.fillRect(x1, 0, x2 - x1, layout.height);
  pen.globalAlpha = 1;
}

function drawScrubber(pen: Pen, { view, field, gutter, timeUs, height, inks }: Scene): void {
  const x = xOf(view, field, timeUs);
  if (x < 0 || x > field) return;
  pen.fillStyle = inks.accent;
  pen.fillRect(crisp(gutter + x) - 1.25, 0, 1.5, height);
}

function visibleLanes({ layout, scrollTop, height, ruler }: Scene, { side }: SideScene): readonly Lane[] {
  const bottom = scrollTop + height - ruler;
  return layout.lanes.filter(
    (lane) => lane.side === side && lane.top + layout.pitch > scrollTop && lane.top < bottom,
  );
}

function extentOf({ layout }: Scene, side: 0 | 1): { top: number; bottom: number } {
  return {
    top: layout.gaps[side] ?? layout.signs[side]!,
    bottom: bottomOf(layout, side),
  };
}
