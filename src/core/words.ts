/** Lengths of time in the words of events: "260 ms", "2.0 s". */
export function duration(durationUs: number): string {
  return durationUs < 1_000_000
    ? `${Math.round(durationUs / 1000)} ms`
    : `${(durationUs / 1_000_000).toFixed(1)} s`;
}
