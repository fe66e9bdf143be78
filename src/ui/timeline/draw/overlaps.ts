/** Two leaders at once, in red over the lanes of both, and whether the data was saved from the one that was deposed. */
import type { Fencing } from '../recorded/beside';
import type { Overlap } from '../recorded/overlaps';
import type { Scene, SideScene } from '../scene';
import { laneOf, SIGNS_HEIGHT } from '../view/layout';
import { endOf, xOf } from '../view/time-view';
import { fencingText } from '../words/beside';
import { traceCrack, traceShield } from './glyphs';
import type { Pen } from './pen';
import { fontOf } from './text';

const SHIELD = 12;

export function drawOverlaps(pen: Pen, scene: Scene, side: SideScene): void {
  const { inks, layout } = scene;
  const thick = layout.pitch >= 24 ? 3 : 2;
  eachOverlap(scene, side, ({ a, b }, x1, x2) => {
    pen.fillStyle = inks.danger;
    for (const node of [a, b]) {
      const { top, centre } = laneOf(layout, side.side, node);
      pen.globalAlpha = 0.16;
      pen.fillRect(x1, top + 1, x2 - x1, layout.pitch - 2);
      pen.globalAlpha = 1;
      pen.fillRect(x1, centre - layout.band / 2 - thick - 1.5, x2 - x1, thick);
    }
  });
}

/** Above the lanes, where the other signs are: it has words of its own if there is room for them. */
export function drawShields(pen: Pen, scene: Scene, side: SideScene): void {
  const { layout, field } = scene;
  const { beside, violations } = side.index;
  if (beside === null) return;
  const y = layout.signs[side.side]! + SIGNS_HEIGHT / 2;
  const taken = [...side.faults, ...side.violations].map(({ x }) => x);
  let free = -Infinity;
  eachOverlap(scene, side, (overlap, x1) => {
    const fencing = beside.fencingOf(overlap, violations);
    if (fencing.kind === 'untested') return;
    // Beside the sign of the violation that begins there.
    let x = Math.max(x1, 0) + SHIELD;
    for (const other of [...taken].sort((p, q) => p - q))
      if (Math.abs(other - x) < SHIELD) x = other + SHIELD;
    if (x < free) return;
    drawShield(pen, scene, fencing, x, y);
    free = x + SHIELD;
    const text = fencingText(fencing, side.index.words);
    const right = Math.min(field, ...taken.filter((other) => other > x));
    if (right - x < text.length * 7 + SHIELD) return;
    free = x + text.length * 7 + SHIELD;
    pen.font = fontOf(scene.inks, 13, 500);
    pen.textAlign = 'left';
    pen.textBaseline = 'middle';
    pen.fillStyle = scene.inks.text;
    pen.fillText(text, x + SHIELD * 0.8, y + 0.5);
  });
}

function drawShield(pen: Pen, { inks }: Scene, { kind }: Fencing, x: number, y: number): void {
  traceShield(pen, x, y, SHIELD);
  pen.lineWidth = 3;
  pen.strokeStyle = inks.raised;
  pen.stroke();
  pen.fillStyle = kind === 'held' ? inks.text : inks.danger;
  pen.fill();
  if (kind === 'held') return;
  traceCrack(pen, x, y, SHIELD);
  pen.lineWidth = 1.75;
  pen.stroke();
}

function eachOverlap(
  { view, field }: Scene,
  { index, headUs }: SideScene,
  visit: (overlap: Overlap, x1: number, x2: number) => void,
): void {
  const pixelUs = view.spanUs / field;
  index.beside?.overlaps.each(view.startUs, Math.min(endOf(view), headUs), pixelUs, (overlap) => {
    const x1 = Math.max(xOf(view, field, overlap.startUs), -20);
    const x2 = Math.min(xOf(view, field, Math.min(overlap.endUs, headUs)), field + 20);
    visit(overlap, x1, Math.max(x2, x1 + 1));
  });
}
