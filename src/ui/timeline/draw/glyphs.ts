/** The small signs of the timeline, as paths around a point. They are filled or stroked by whoever draws them. */
import type { Pen } from './pen';

export function traceCross(pen: Pen, x: number, y: number, half: number): void {
  pen.beginPath();
  pen.moveTo(x - half, y - half);
  pen.lineTo(x + half, y + half);
  pen.moveTo(x + half, y - half);
  pen.lineTo(x - half, y + half);
}

export function traceDiamond(pen: Pen, x: number, y: number, half: number): void {
  polygon(pen, [
    [x, y - half],
    [x + half, y],
    [x, y + half],
    [x - half, y],
  ]);
}

/** Stands on `foot`. The same outline as on the stage. */
export function traceCrown(pen: Pen, x: number, foot: number, width: number): void {
  const half = width / 2;
  const high = width * 0.68;
  polygon(pen, [
    [x - half, foot],
    [x - half, foot - high * 0.86],
    [x - half * 0.45, foot - high * 0.42],
    [x, foot - high],
    [x + half * 0.45, foot - high * 0.42],
    [x + half, foot - high * 0.86],
    [x + half, foot],
  ]);
}

/** A bolt of lightning: something from outside struck here. */
export function traceBolt(pen: Pen, x: number, y: number, height: number): void {
  const u = height / 10;
  polygon(pen, [
    [x + 1 * u, y - 5 * u],
    [x - 3 * u, y + 0.8 * u],
    [x - 0.4 * u, y + 0.8 * u],
    [x - 1 * u, y + 5 * u],
    [x + 3 * u, y - 1 * u],
    [x + 0.4 * u, y - 1 * u],
  ]);
}

/** A warning triangle. */
export function traceWarning(pen: Pen, x: number, y: number, height: number): void {
  polygon(pen, [
    [x, y - height * 0.5],
    [x + height * 0.58, y + height * 0.5],
    [x - height * 0.58, y + height * 0.5],
  ]);
}

/** A shield around a point: what came was held off. */
export function traceShield(pen: Pen, x: number, y: number, height: number): void {
  const u = height / 10;
  polygon(pen, [
    [x, y - 5 * u],
    [x + 4 * u, y - 3.6 * u],
    [x + 4 * u, y + 0.6 * u],
    [x + 2.4 * u, y + 3.2 * u],
    [x, y + 5 * u],
    [x - 2.4 * u, y + 3.2 * u],
    [x - 4 * u, y + 0.6 * u],
    [x - 4 * u, y - 3.6 * u],
  ]);
}

/** The crack of a shield that did not hold. */
export function traceCrack(pen: Pen, x: number, y: number, height: number): void {
  const u = height / 10;
  pen.beginPath();
  pen.moveTo(x + 1.4 * u, y - 5.4 * u);
  pen.lineTo(x - 1.4 * u, y - 1.2 * u);
  pen.lineTo(x + 1.2 * u, y + 0.8 * u);
  pen.lineTo(x - 0.6 * u, y + 5.4 * u);
}

/** A tick: it was done. */
export function traceTick(pen: Pen, x: number, y: number, half: number): void {
  pen.beginPath();
  pen.moveTo(x - half, y);
  pen.lineTo(x - half * 0.2, y + half * 0.8);
  pen.lineTo(x + half, y - half * 0.8);
}

/** Diagonal lines across a rectangle, to be stroked inside of a clip of that rectangle. */
export function traceHatch(pen: Pen, left: number, top: number, width: number, height: number): void {
  const STEP = 5;
  pen.beginPath();
  // Tied to nothing but the rectangle's own left edge, so that it moves with what it marks.
  for (let x = left - height; x < left + width; x += STEP) {
    pen.moveTo(x, top + height);
    pen.lineTo(x + height, top);
  }
}

function polygon(pen: Pen, points: readonly (readonly [x: number, y: number])[]): void {
  pen.beginPath();
  points.forEach(([x, y], at) => {
    if (at === 0) pen.moveTo(x, y);
    else pen.lineTo(x, y);
  });
  pen.closePath();
}
