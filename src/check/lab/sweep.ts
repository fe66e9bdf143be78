/** One or two numbers of a setup over ranges: which clusters that makes. */
import { changed, parameterOf, problemWith, type Parameter } from './parameter';
import type { LabSetup } from './setup';

export interface Range {
  readonly parameter: string;
  readonly from: number;
  readonly to: number;
  /** How many values, both ends included. */
  readonly points: number;
}

export const FEWEST_POINTS = 2;
export const MOST_POINTS = 12;

export interface Cell {
  readonly x: number;
  /** Null where one number is varied. */
  readonly y: number | null;
  readonly setup: LabSetup;
  /** Why there can be no such cluster; null if there can. */
  readonly problem: string | null;
}

export interface Sweep {
  readonly x: { readonly parameter: Parameter; readonly values: readonly number[] };
  readonly y: { readonly parameter: Parameter; readonly values: readonly number[] } | null;
  /** Row by row: all of `x` for the first of `y`, then for the next. */
  readonly cells: readonly Cell[];
}

/** A sentence that says what is wrong with such a range; null if nothing is. */
export function problemOfRange(setup: LabSetup, { parameter, from, to, points }: Range): string | null {
  const { label, unit, min, max } = parameterOf(setup, parameter);
  const bad = [from, to].find((value) => !(value >= min && value <= max));
  if (bad !== undefined) {
    return `${label}: give numbers from ${min} to ${max}${unit === '' ? '' : ` ${unit}`}.`;
  }
  if (from >= to) return `${label}: the range must end above where it begins.`;
  if (!Number.isInteger(points) || points < FEWEST_POINTS || points > MOST_POINTS) {
    return `${label}: give from ${FEWEST_POINTS} to ${MOST_POINTS} points.`;
  }
  return null;
}

/** Throws the sentence of `problemOfRange`. */
export function planSweep(setup: LabSetup, rangeX: Range, rangeY: Range | null = null): Sweep {
  const x = axisOf(setup, rangeX);
  const y = rangeY === null ? null : axisOf(setup, rangeY);
  const cells = (y === null ? [null] : y.values).flatMap((ofY) =>
    x.values.map((ofX): Cell => {
      const moved = ofY === null || y === null ? setup : changed(setup, y.parameter.id, ofY);
      const problem = problemWith(moved, x.parameter.id, ofX);
      return { x: ofX, y: ofY, setup: changed(moved, x.parameter.id, ofX), problem };
    }),
  );
  return { x, y, cells };
}

/** Evenly spaced; whole where the number has to be, so that there may be fewer than asked for. */
export function valuesOf({ from, to, points }: Range, whole: boolean): readonly number[] {
  const values = Array.from({ length: points }, (_, at) => {
    const value = from + ((to - from) * at) / (points - 1);
    return whole ? Math.round(value) : Math.round(value * 1000) / 1000;
  });
  return [...new Set(values)];
}

function axisOf(setup: LabSetup, range: Range) {
  const problem = problemOfRange(setup, range);
  if (problem !== null) throw new RangeError(problem);
  const parameter = parameterOf(setup, range.parameter);
  return { parameter, values: valuesOf(range, parameter.whole) };
}
