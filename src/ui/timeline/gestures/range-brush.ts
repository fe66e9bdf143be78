/** D3's brush over the overview: it reports the range that a person draws, moves or resizes, in pixels. */
import { brushX, select, type D3BrushEvent } from 'd3';

export type Range = readonly [left: number, right: number];

export interface RangeBrush {
  /** To be called whenever the size of the strip or the range has changed by other means. */
  sync(size: { readonly width: number; readonly height: number }, range: Range): void;
  destroy(): void;
}

export function rangeBrush(
  group: SVGGElement,
  changed: (range: Range) => void,
  /** A click beside the range. */
  clicked: (x: number) => void,
): RangeBrush {
  const selection = select(group);
  const behavior = brushX<unknown>()
    .handleSize(8)
    .on('brush', ({ selection: range, sourceEvent }: D3BrushEvent<unknown>) => {
      // Without a gesture behind it, it is an echo of `sync`.
      if (sourceEvent != null && range !== null) changed(range as [number, number]);
    })
    .on('end', (event: D3BrushEvent<unknown>) => {
      if (event.sourceEvent == null || event.selection !== null) return;
      const { left } = group.ownerSVGElement!.getBoundingClientRect();
      clicked((event.sourceEvent as MouseEvent).clientX - left);
    });
  let busy = false;
  behavior
    .on('start.busy', ({ sourceEvent }: D3BrushEvent<unknown>) => (busy ||= sourceEvent != null))
    .on('end.busy', () => (busy = false));
  let extent = '';

  return {
    sync({ width, height }, [left, right]) {
      const wanted = `${width} ${height}`;
      if (wanted !== extent) {
        extent = wanted;
        behavior.extent([
          [0, 0],
          [width, height],
        ]);
        selection.call(behavior);
      }
      // Whoever is drawing a range knows where it is.
      if (!busy) selection.call(behavior.move, [left, right]);
    },
    destroy() {
      selection.on('.brush', null).selectChildren().remove();
    },
  };
}
