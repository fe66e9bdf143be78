/** Who was what: bands for primaries, lines for replicas, gaps for the dead, each in the colour of its epoch. */
import type { Words } from '../../../core/protocol';
import { epochColourIn } from '../../stage/palette';
import type { Stretch } from '../recorded/lane-history';
import type { Scene, SideScene } from '../scene';
import type { Lane } from '../view/layout';
import { xOf } from '../view/time-view';
import { traceCross, traceCrown, traceHatch } from './glyphs';
import { readableOn, type Inks } from './inks';
import { crisp, type Pen } from './pen';
import { fontOf } from './text';

export function drawLane(pen: Pen, scene: Scene, side: SideScene, lane: Lane): void {
  const { view, field } = scene;
  const history = side.index.lanes[lane.node];
  if (history === undefined) return;
  const endUs = Math.min(view.startUs + view.spanUs, side.headUs);
  const pixelUs = view.spanUs / field;
  history.eachStretch(view.startUs, endUs, pixelUs, (stretch) => {
    const x1 = xOf(view, field, stretch.startUs);
    const x2 = xOf(view, field, Math.min(stretch.endUs, side.headUs));
    if (x2 > 0 && x1 < field)
      drawStretch(pen, scene, lane, stretch, x1, Math.max(x2, x1 + 1), side.index.words);
  });
  history.eachAuthority(view.startUs, endUs, pixelUs, ({ startUs, endUs: until }) => {
    const x1 = xOf(view, field, startUs);
    const x2 = xOf(view, field, Math.min(until, side.headUs));
    if (x2 > x1) drawAuthority(pen, scene, lane, history.stretchAt(startUs).epoch, x1, Math.max(x2, x1 + 1));
  });
}

export function drawStretch(
  pen: Pen,
  scene: Scene,
  lane: Lane,
  stretch: Stretch,
  startX: number,
  endX: number,
  words: Words,
): void {
  const { inks, layout, field } = scene;
  const { role, status, epoch } = stretch;
  // Nobody sees further, and some engines get lost with coordinates of millions.
  const x1 = Math.max(startX, -20);
  const x2 = Math.min(endX, field + 20);
  const width = x2 - x1;
  const colour = epoch === 0 ? inks.strong : epochColourIn(inks, epoch);
  const half = (role === 'primary' ? layout.band : Math.round(layout.band * 0.6)) / 2;
  switch (status) {
    case 'killed':
    case 'crashed':
      // Nobody is there before the first process starts, and nobody died.
      if (epoch === 0 && stretch.startUs === 0) return;
      drawAbsence(pen, scene, lane, status, startX, x2);
      return;
    case 'frozen':
      pen.save();
      pen.beginPath();
      pen.rect(x1, lane.centre - half, width, half * 2);
      pen.clip();
      pen.strokeStyle = colour;
      pen.lineWidth = 1.25;
      traceHatch(pen, x1, lane.centre - half, width, half * 2);
      pen.stroke();
      pen.restore();
      outline(pen, colour, x1, lane.centre - half, width, half * 2);
      return;
    case 'forgotten':
      dotted(pen, inks.strong, x1, x2, lane.centre);
      return;
    case 'up':
      break;
    default:
      status satisfies never;
  }
  switch (role) {
    case 'replica':
      pen.fillStyle = colour;
      pen.fillRect(x1, lane.centre - 1, width, 2);
      return;
    case 'candidate':
      pen.fillStyle = inks.raised;
      pen.fillRect(x1, lane.centre - half, width, half * 2);
      outline(pen, colour, x1, lane.centre - half, width, half * 2);
      return;
    case 'primary':
      pen.fillStyle = colour;
      pen.fillRect(x1, lane.centre - half, width, half * 2);
      labelBand(pen, scene, lane, epoch, colour, startX, endX, words);
      return;
    default:
      role satisfies never;
  }
}

function outline(pen: Pen, colour: string, x: number, y: number, width: number, height: number): void {
  if (width < 2) {
    pen.fillStyle = colour;
    pen.fillRect(x, y, width, height);
    return;
  }
  pen.strokeStyle = colour;
  pen.lineWidth = 1.25;
  pen.beginPath();
  pen.rect(x + 0.6, y + 0.6, width - 1.2, height - 1.2);
  pen.stroke();
}

function dotted(pen: Pen, colour: string, x1: number, x2: number, y: number): void {
  pen.strokeStyle = colour;
  pen.lineWidth = 1;
  pen.setLineDash([1, 4]);
  pen.beginPath();
  pen.moveTo(x1, y);
  pen.lineTo(x2, y);
  pen.stroke();
  pen.setLineDash([]);
}

function drawAbsence(
  pen: Pen,
  { inks, layout }: Scene,
  lane: Lane,
  status: 'killed' | 'crashed',
  startX: number,
  endX: number,
): void {
  const half = Math.min(4.5, layout.pitch * 0.17);
  const y = lane.centre;
  // From far away a short absence is a gap and no more.
  if (endX - startX < half) return;
  if (endX - startX > half * 3) {
    dotted(pen, inks.strong, Math.max(startX, -20) + half * 2, endX, y);
  }
  pen.strokeStyle = inks.text;
  pen.lineWidth = 1.5;
  pen.lineCap = 'round';
  traceCross(pen, startX + half, y, half);
  if (status === 'crashed') {
    // It broke by itself: one stroke more, as the jagged edge on the stage.
    pen.moveTo(startX + half, y - half * 1.35);
    pen.lineTo(startX + half, y + half * 1.35);
  }
  pen.stroke();
  pen.lineCap = 'butt';
}

/** Over the band, under its crown. */
function drawAuthority(pen: Pen, scene: Scene, lane: Lane, epoch: number, x1: number, x2: number): void {
  const { inks, layout, field } = scene;
  const colour = epochColourIn(inks, epoch);
  const thick = layout.pitch >= 24 ? 3 : 2;
  const top = lane.centre - layout.band / 2 - thick - 1.5;
  const from = Math.max(x1, -20);
  pen.fillStyle = colour;
  pen.fillRect(from, top, Math.min(x2, field + 20) - from, thick);
  const crown = layout.pitch >= 24 ? 13 : 10;
  if (x2 - x1 < crown + 4) return;
  pen.lineWidth = 2;
  pen.strokeStyle = inks.raised;
  traceCrown(pen, x1 + crown / 2, top + 1, crown);
  pen.stroke();
  pen.fill();
}

function labelBand(
  pen: Pen,
  { inks, layout, field }: Scene,
  lane: Lane,
  epoch: number,
  colour: string,
  startX: number,
  endX: number,
  words: Words,
): void {
  // It stays in sight as long as any of its band is.
  const x = Math.max(startX + 3, 0) + 6;
  const room = Math.min(endX, field) - x;
  const whole = layout.band >= 12 ? `${words.epoch} ${epoch}` : `${epoch}`;
  const text = room >= whole.length * 7.5 ? whole : `${epoch}`;
  if (room < text.length * 8 + 2) return;
  writeOn(pen, inks, text, colour, x, lane.centre);
}

/** In the ink that is easier to read on that ground, from `x` on, around the height `y`. */
export function writeOn(pen: Pen, inks: Inks, text: string, ground: string, x: number, y: number): void {
  pen.font = fontOf(inks, 13, 600);
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.fillStyle = readableOn(ground, inks.text, inks.raised);
  pen.fillText(text, x, y + 0.5);
}

/** A hairline between lanes. */
export function drawLaneGround(pen: Pen, { inks, layout, field }: Scene, lane: Lane): void {
  pen.strokeStyle = inks.line;
  pen.lineWidth = 1;
  pen.globalAlpha = 0.6;
  pen.beginPath();
  pen.moveTo(0, crisp(lane.top + layout.pitch) - 1);
  pen.lineTo(field, crisp(lane.top + layout.pitch) - 1);
  pen.stroke();
  pen.globalAlpha = 1;
}
