/** Whom a node takes for the leader, as a thin strip under its band; of itself the band says it already. */
import { epochColourIn } from '../../stage/palette';
import type { Beside } from '../recorded/beside';
import type { Scene, SideScene } from '../scene';
import type { Lane } from '../view/layout';
import { endOf, xOf } from '../view/time-view';
import type { Pen } from './pen';
import { fontOf } from './text';

/** An arrow, an id, and air. */
const LABEL_FROM = 64;

export function drawBeliefs(pen: Pen, scene: Scene, side: SideScene, lane: Lane, { beliefs }: Beside): void {
  const { view, field, inks, layout } = scene;
  const { nodes } = side.index.trace;
  const endUs = Math.min(endOf(view), side.headUs);
  const thick = layout.pitch >= 30 ? 3 : 2;
  const top = Math.round(lane.centre + layout.band / 2) + 1;
  let named = -1;
  beliefs[lane.node]!.each(view.startUs, endUs, view.spanUs / field, ({ leader, epoch, ...belief }) => {
    const before = named;
    named = leader;
    if (leader < 0 || leader === lane.node) return;
    const x1 = xOf(view, field, belief.startUs);
    const x2 = Math.max(x1 + 1, xOf(view, field, Math.min(belief.endUs, side.headUs)));
    if (x2 <= 0) {
      named = -1;
      return;
    }
    const from = Math.max(x1, -20);
    pen.fillStyle = epoch > 0 ? epochColourIn(inks, epoch) : inks.strong;
    pen.fillRect(from, top, Math.min(x2, field + 20) - from, thick);
    // Its name once, not again with each new epoch of the same one.
    if (leader === before) return;
    const { role, status } = side.index.lanes[lane.node]!.stretchAt(belief.startUs);
    if (role !== 'replica' || status !== 'up') return;
    const left = Math.max(x1, 0) + 10;
    if (Math.min(x2, field) - left >= LABEL_FROM) label(pen, scene, `→ ${nodes[leader]}`, left, lane.centre);
  });
}

function label(pen: Pen, { inks }: Scene, text: string, x: number, y: number): void {
  pen.font = fontOf(inks, 13, 500);
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.lineJoin = 'round';
  pen.lineWidth = 5;
  pen.strokeStyle = inks.raised;
  pen.strokeText(text, x, y);
  pen.fillStyle = inks.muted;
  pen.fillText(text, x, y);
}
