import { path } from 'd3';
import type { MarkShape } from '../../core/protocol';
import { traceMark } from './marks';

/** A mark as SVG path data; `size` is about half its width in pixels. */
export function markPath(mark: MarkShape, size: number): string {
  const outline = path();
  traceMark(outline, mark, size);
  return outline.toString();
}
