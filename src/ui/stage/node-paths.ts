/** The outlines of nodes that are no circles, around the origin, as SVG path data. */

/** As heavy to the eye as a circle of that radius. */
export function diamondPath(radius: number): string {
  const reach = round(radius * 1.2);
  return `M0,${-reach}L${reach},0L0,${reach}L${-reach},0Z`;
}

export function crossPath(half: number): string {
  const h = round(half);
  return `M${-h},${-h}L${h},${h}M${h},${-h}L${-h},${h}`;
}

const SPIKES = 12;

/** A jagged edge: this node did not just stop, it broke. */
export function burstPath(radius: number): string {
  const points = Array.from({ length: SPIKES * 2 }, (_, at) => {
    const angle = (at / (SPIKES * 2)) * 2 * Math.PI - Math.PI / 2;
    const reach = at % 2 === 0 ? radius * 1.06 : radius * 0.88;
    return `${round(Math.cos(angle) * reach)},${round(Math.sin(angle) * reach)}`;
  });
  return `M${points.join('L')}Z`;
}

/** A crown that stands on the origin: three points, a flat foot. */
export function crownPath(width: number): string {
  const half = width / 2;
  const high = width * 0.62;
  const points = [
    [-half, 0],
    [-half, -high * 0.86],
    [-half * 0.45, -high * 0.42],
    [0, -high],
    [half * 0.45, -high * 0.42],
    [half, -high * 0.86],
    [half, 0],
  ] as const;
  return `M${points.map(([x, y]) => `${round(x)},${round(y)}`).join('L')}Z`;
}

const round = (value: number): number => Math.round(value * 100) / 100;
