import type { MarkContext } from '../../stage/marks';

/** What is drawn on: a 2D context, or whatever records the same calls. */
export type Pen = MarkContext &
  Pick<
    CanvasRenderingContext2D,
    | 'save'
    | 'restore'
    | 'translate'
    | 'rotate'
    | 'beginPath'
    | 'closePath'
    | 'rect'
    | 'clip'
    | 'fill'
    | 'stroke'
    | 'fillRect'
    | 'clearRect'
    | 'fillText'
    | 'strokeText'
    | 'setLineDash'
    | 'fillStyle'
    | 'strokeStyle'
    | 'lineWidth'
    | 'lineCap'
    | 'lineJoin'
    | 'globalAlpha'
    | 'font'
    | 'textAlign'
    | 'textBaseline'
  >;

/** The middle of a device pixel of a thin line, so that it is crisp. */
export const crisp = (at: number): number => Math.round(at) + 0.5;
