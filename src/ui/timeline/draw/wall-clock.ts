/** Clocks that are wrong: the seconds of a member's own wall clock along its lane, and by how much it was set. */
import type { Beside } from '../recorded/beside';
import type { Scene, SideScene } from '../scene';
import type { Lane } from '../view/layout';
import { endOf, xOf } from '../view/time-view';
import { skewText } from '../words/beside';
import type { Pen } from './pen';
import { fontOf } from './text';

/** Ticks that are closer than this, in pixels, measure nothing for the eye. */
const SPACING = 12;
const TICK = 3;
const TENTH = 6;

export function drawSeconds(pen: Pen, scene: Scene, side: SideScene, lane: Lane, { clocks }: Beside): void {
  const { view, field, inks, layout } = scene;
  const clock = clocks[lane.node]!;
  if (((field / view.spanUs) * 1e6) / clock.rateAt(endOf(view)) < SPACING) return;
  const bottom = lane.top + layout.pitch - 1;
  pen.fillStyle = inks.text;
  clock.eachSecond(Math.max(0, view.startUs), Math.min(endOf(view), side.headUs), (atUs, second) => {
    const high = second % 10 === 0 ? TENTH : TICK;
    pen.fillRect(xOf(view, field, atUs) - 0.5, bottom - high, 1, high);
  });
}

/** Beside the sign of the fault that set a clock, on the side where there is room for it. */
export function drawSkews(pen: Pen, scene: Scene, { index, faults, violations }: SideScene): void {
  if (index.beside === null) return;
  const { field, inks } = scene;
  const signs = [...faults, ...violations].map(({ x }) => x);
  pen.font = fontOf(inks, 13, 500);
  pen.textBaseline = 'middle';
  pen.fillStyle = inks.muted;
  for (const { x, signY, target } of faults) {
    const fault = target.kind === 'fault' ? index.faultOf(target.record) : null;
    if (fault?.kind !== 'clock') continue;
    const text = skewText(fault);
    const room = text.length * 7.5 + 18;
    const right = Math.min(field, ...signs.filter((other) => other > x));
    const left = Math.max(0, ...signs.filter((other) => other < x));
    pen.textAlign = right - x >= room ? 'left' : 'right';
    if (right - x >= room) pen.fillText(text, x + 9, signY + 0.5);
    else if (x - left >= room) pen.fillText(text, x - 9, signY + 0.5);
  }
}
