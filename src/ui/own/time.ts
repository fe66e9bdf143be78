/** `3.250`: seconds of virtual time, for a column. */
export const secondsText = (us: number): string => (us / 1_000_000).toFixed(3);
