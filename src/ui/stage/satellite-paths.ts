/** The outlines of the store and of a client, around the origin, as SVG path data. */

/** Half of a satellite's width and height, as shares of its radius. */
const STORE = { halfWidth: 0.8, halfHeight: 0.92, rim: 0.27 } as const;

/** A cylinder: something that things are put into. */
export function storePath(radius: number): string {
  const { x, y, rim } = storeMeasures(radius);
  const top = round(rim - y);
  const bottom = round(y - rim);
  return `M${-x},${top}A${x},${rim},0,0,1,${x},${top}V${bottom}A${x},${rim},0,0,1,${-x},${bottom}Z`;
}

/** The rim of its lid, and of what is stacked under it. */
export function storeRimsPath(radius: number): string {
  const { x, y, rim } = storeMeasures(radius);
  const depth = (2 * (y - rim)) / 3;
  return [0, 1, 2]
    .map((at) => round(rim - y + at * depth))
    .map((height) => `M${-x},${height}A${x},${rim},0,0,0,${x},${height}`)
    .join('');
}

function storeMeasures(radius: number) {
  return {
    x: round(radius * STORE.halfWidth),
    y: radius * STORE.halfHeight,
    rim: round(radius * STORE.rim),
  };
}

/** A square with rounded corners that a circle of that radius, a little larger, holds. */
export function clientPath(radius: number): string {
  const half = round(radius * 0.92);
  const corner = round(radius * 0.32);
  const side = round(2 * (half - corner));
  const turn = (x: number, y: number) => `a${corner},${corner},0,0,1,${x},${y}`;
  return (
    `M${round(corner - half)},${-half}h${side}${turn(corner, corner)}v${side}${turn(-corner, corner)}` +
    `h${-side}${turn(-corner, -corner)}v${-side}${turn(corner, -corner)}Z`
  );
}

const round = (value: number): number => Math.round(value * 100) / 100;
