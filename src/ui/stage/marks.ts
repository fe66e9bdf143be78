/** The marks of messages, as d3 symbols: the canvas draws them, the legend and the lists show the same ones as SVG. */
import { symbol, symbolCircle, symbolSquare, symbolStar, symbolTriangle, type SymbolType } from 'd3';
import type { MarkShape } from '../../core/protocol';

const symbolBar: SymbolType = {
  draw(context, size) {
    const width = Math.sqrt(size / 3);
    context.rect(-width / 2, (-width * 3) / 2, width, width * 3);
  },
};

/** Areas that look equally heavy: a dot is chatter and stays smaller than what decides something. */
const MARKS: Readonly<Record<MarkShape, { readonly type: SymbolType; readonly weight: number }>> = {
  dot: { type: symbolCircle, weight: 2.2 },
  triangle: { type: symbolTriangle, weight: 4.2 },
  square: { type: symbolSquare, weight: 4.2 },
  star: { type: symbolStar, weight: 4.4 },
  bar: { type: symbolBar, weight: 2.4 },
};

/** The part of a 2D context that marks are drawn on. */
export type MarkContext = Parameters<SymbolType['draw']>[0];

/** Adds the outline of a mark around the origin to the context's path; `size` is about half its width in pixels. */
export function traceMark(context: MarkContext, mark: MarkShape, size: number): void {
  const { type, weight } = MARKS[mark];
  type.draw(context, weight * size * size);
}

/** The same as SVG path data. */
export function markPath(mark: MarkShape, size: number): string {
  const { type, weight } = MARKS[mark];
  return symbol(type, weight * size * size)() ?? '';
}
