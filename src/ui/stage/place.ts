/** Where things on the stage are: plain numbers, in CSS pixels, no DOM. */
import type { Part } from '../../core/service';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * What the words beside a node hold. `full`: id, epoch and what it stores, in a line each; `roomy`: id over epoch;
 * `line`: both in one line; `radial`: that line points away from the centre; `terse`: so does the id, alone.
 */
export type Labelling = 'full' | 'roomy' | 'line' | 'radial' | 'terse';

/** Where one member of the cluster is. */
export interface Place extends Point {
  readonly part: Part;
  /** All of its shape is within this. */
  readonly radius: number;
  /** The direction in which its words are, of length 1: for a node, away from the ring. */
  readonly outX: number;
  readonly outY: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** The middle of the ring. */
  readonly centre: Point;
  readonly nodeRadius: number;
  readonly labelling: Labelling;
  /** In the order of the run: the nodes first, then the store, then the clients. */
  readonly places: readonly Place[];
}

export function placeAt(layout: Layout, index: number): Place {
  const place = layout.places[index];
  if (place === undefined) throw new RangeError(`the stage has no place ${index}`);
  return place;
}
