/** How much each node said, as a ribbon along its line, relative to the busiest moment in view. */
import type { Scene, SideScene } from '../scene';
import type { Lane } from '../view/layout';
import { ribbonsOf } from '../view/ribbons';
import type { Pen } from './pen';

export function drawRibbons(
  pen: Pen,
  { view, field, inks, layout }: Scene,
  { index, detail }: SideScene,
  lanes: readonly Lane[],
): void {
  if (detail.density === 0) return;
  const { counts, columnWidth, most } = ribbonsOf(index, detail, view, field);
  const highest = layout.pitch * 0.36;
  pen.globalAlpha = 0.3 * detail.density;
  pen.fillStyle = inks.muted;
  for (const { node, centre } of lanes) {
    // The lanes of a store and of clients have marks of their own for what they were asked and told.
    if (index.trace.parts[node] !== 'node') continue;
    counts[node]!.forEach((count, at) => {
      if (count === 0) return;
      const half = Math.max(1, Math.sqrt(count / most) * highest);
      pen.fillRect(at * columnWidth, centre - half, columnWidth, half * 2);
    });
  }
  pen.globalAlpha = 1;
}
