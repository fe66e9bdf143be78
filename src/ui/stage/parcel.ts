/** The parcel at the edge of a node that works on an export: its outline around the origin, as SVG path data. */
export const PARCEL_PATH = 'M-4.5,-2.5L-3,-5H3L4.5,-2.5V5H-4.5ZM-4.5,-2.5H4.5M0,-5V0';

export const parcelScale = (nodeRadius: number): number => (nodeRadius >= 16 ? 1.15 : 0.9);
