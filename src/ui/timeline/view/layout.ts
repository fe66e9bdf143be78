/** Where the lanes are: one below the other, those of another branch below those of the shown one. In pixels. */

/** The branch that is shown, or the one that is laid beside it. */
export type SideIndex = 0 | 1;

export interface Lane {
  readonly side: SideIndex;
  readonly node: number;
  readonly top: number;
  /** Where its line runs: a little below the middle, with room for authority above. */
  readonly centre: number;
}

export interface Layout {
  readonly lanes: readonly Lane[];
  /** The tops of the rows of the times without a leader, one for each side; none where there is no room for them. */
  readonly gaps: readonly number[];
  /** The tops of the rows of signs, one for each side. */
  readonly signs: readonly number[];
  /** The tops of the lines that name a branch; none while there is only one. */
  readonly headings: readonly number[];
  /** The tops of the lanes of export rounds, one for each side; none in a run without exports. */
  readonly exports: readonly number[];
  readonly pitch: number;
  /** The height of the band of a primary. */
  readonly band: number;
  /** Of everything: more than fits is scrolled. */
  readonly height: number;
  readonly nodeCount: number;
}

export const HEADING_HEIGHT = 24;
/** Above the lanes of each side: where the signs of faults and violations stand, clear of bands and crowns. */
export const SIGNS_HEIGHT = 14;
/** Above those: the times without a leader, with their lengths. */
export const GAPS_HEIGHT = 16;
/** A name of 13 px fits. */
export const LOWEST_PITCH = 18;
const HIGHEST_PITCH = 44;
const USUAL_PITCH = 22;
/** With this many lanes they are as low as a name allows. */
const MANY_LANES = 7;
/** Two rounds may be worked on at once, one below the other. */
export const EXPORTS_HEIGHT = 29;

export interface Rows {
  /** Below the lanes of the members one for export rounds. */
  readonly exports?: boolean;
  /** Above them one for the times without a leader. */
  readonly gaps?: boolean;
}

export function layOut(
  nodeCount: number,
  sides: 1 | 2,
  height: number,
  { exports = false, gaps = false }: Rows = {},
): Layout {
  const gapsHeight = gaps ? GAPS_HEIGHT : 0;
  const headingHeight = sides === 2 ? HEADING_HEIGHT : 0;
  const exportsHeight = exports ? EXPORTS_HEIGHT : 0;
  const room =
    (height - sides * (headingHeight + gapsHeight + SIGNS_HEIGHT + exportsHeight)) / (sides * nodeCount);
  const pitch = Math.floor(Math.min(Math.max(room, LOWEST_PITCH), HIGHEST_PITCH));
  const lanes: Lane[] = [];
  const headings: number[] = [];
  const signs: number[] = [];
  const leaderless: number[] = [];
  const rounds: number[] = [];
  let top = 0;
  for (let side = 0; side < sides; side += 1) {
    if (headingHeight > 0) headings.push(top);
    top += headingHeight;
    if (gaps) leaderless.push(top);
    top += gapsHeight;
    signs.push(top);
    top += SIGNS_HEIGHT;
    for (let node = 0; node < nodeCount; node += 1) {
      lanes.push({ side: side as SideIndex, node, top, centre: top + Math.round(pitch * 0.56) });
      top += pitch;
    }
    if (exports) rounds.push(top);
    top += exportsHeight;
  }
  const band = Math.min(14, Math.round(pitch * 0.55));
  return { lanes, gaps: leaderless, signs, headings, exports: rounds, pitch, band, height: top, nodeCount };
}

/** How high all lanes are before anybody changes that; whoever shows them decides how many of them are scrolled. */
export function usualHeight(
  nodeCount: number,
  sides: 1 | 2,
  { exports = false, gaps = false }: Rows = {},
): number {
  const pitch = sides * nodeCount > MANY_LANES ? LOWEST_PITCH : USUAL_PITCH;
  const one = nodeCount * pitch + SIGNS_HEIGHT + (sides === 2 ? HEADING_HEIGHT : 0);
  return sides * (one + (gaps ? GAPS_HEIGHT : 0) + (exports ? EXPORTS_HEIGHT : 0));
}

export function laneOf(layout: Layout, side: SideIndex, node: number): Lane {
  const lane = layout.lanes[side * layout.nodeCount + node];
  if (lane === undefined) throw new RangeError(`there is no lane ${node} on side ${side}`);
  return lane;
}

/** The lane that a height (from the top of all lanes) is in; null between and beyond. */
export function laneAt(layout: Layout, y: number): Lane | null {
  return layout.lanes.find(({ top }) => y >= top && y < top + layout.pitch) ?? null;
}

/** The side whose lane of export rounds a height is in; null for none. */
export function exportsAt(layout: Layout, y: number): SideIndex | null {
  const side = layout.exports.findIndex((top) => y >= top && y < top + EXPORTS_HEIGHT);
  return side < 0 ? null : (side as SideIndex);
}

/** Where what belongs to that side ends. */
export function bottomOf(layout: Layout, side: SideIndex): number {
  const lanes = laneOf(layout, side, layout.nodeCount - 1).top + layout.pitch;
  return layout.exports[side] === undefined ? lanes : lanes + EXPORTS_HEIGHT;
}
