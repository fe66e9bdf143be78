/** The marks of messages: the canvas draws them, the legend and the lists show the same ones as SVG (`mark-path.ts`). */
import type { MarkShape } from '../../core/protocol';

/** The part of a 2D context that marks are drawn on. */
export type MarkContext = Pick<CanvasRenderingContext2D, 'moveTo' | 'lineTo' | 'closePath' | 'rect' | 'arc'>;

interface Outline {
  /** An area for a size of 1: they look equally heavy, and a dot, which is chatter, lighter than what decides something. */
  readonly weight: number;
  /** Around the origin, with this area, in pixels. */
  readonly draw: (context: MarkContext, area: number) => void;
}

/** The inner corners of a star lie this share of the way out. */
const STAR_WAIST = Math.sin(Math.PI / 10) / Math.sin((7 * Math.PI) / 10);
/** Of a star that reaches this far: the square of that is this share of its area. */
const STAR_REACH = 0.8908130915292852;

/** The outlines of d3-shape's symbols, to which a test holds them: with its curves it is too much to wait for. */
const MARKS: Readonly<Record<MarkShape, Outline>> = {
  dot: {
    weight: 2.2,
    draw(context, area) {
      const radius = Math.sqrt(area / Math.PI);
      context.moveTo(radius, 0);
      context.arc(0, 0, radius, 0, 2 * Math.PI);
    },
  },
  triangle: {
    weight: 4.2,
    draw(context, area) {
      const radius = 2 * Math.sqrt(area / (3 * Math.sqrt(3)));
      corners(context, 3, () => radius);
    },
  },
  square: {
    weight: 4.2,
    draw(context, area) {
      const width = Math.sqrt(area);
      context.rect(-width / 2, -width / 2, width, width);
    },
  },
  star: {
    weight: 4.4,
    draw(context, area) {
      const radius = Math.sqrt(area * STAR_REACH);
      corners(context, 10, (corner) => (corner % 2 === 0 ? radius : radius * STAR_WAIST));
    },
  },
  bar: {
    weight: 2.4,
    draw(context, area) {
      const width = Math.sqrt(area / 3);
      context.rect(-width / 2, (-width * 3) / 2, width, width * 3);
    },
  },
};

/** Evenly around the origin, the first one straight above it. */
function corners(context: MarkContext, count: number, radiusOf: (corner: number) => number): void {
  for (let corner = 0; corner < count; corner += 1) {
    const angle = (2 * Math.PI * corner) / count;
    const radius = radiusOf(corner);
    const [x, y] = [radius * Math.sin(angle), -radius * Math.cos(angle)];
    if (corner === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.closePath();
}

/** Adds the outline of a mark around the origin to the context's path; `size` is about half its width in pixels. */
export function traceMark(context: MarkContext, mark: MarkShape, size: number): void {
  const { weight, draw } = MARKS[mark];
  draw(context, weight * size * size);
}
