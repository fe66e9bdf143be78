/** Lengths of time as NOW says them. */

/** `40 ms`, `0.4 s`, `12.3 s`, `3 min 20 s`, `1 h 5 min`: rounded down, and never a length that is not there. */
export function lengthText(us: number): string {
  if (us < 100_000) return `${Math.max(0, Math.floor(us / 1000))} ms`;
  const seconds = Math.max(0, us) / 1_000_000;
  if (seconds < 120) return `${(Math.floor(seconds * 10) / 10).toFixed(1)} s`;
  const whole = Math.floor(seconds);
  if (whole < 7200) return withRest(Math.floor(whole / 60), 'min', whole % 60, 's');
  return withRest(Math.floor(whole / 3600), 'h', Math.floor((whole % 3600) / 60), 'min');
}

function withRest(amount: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${amount} ${unit}` : `${amount} ${unit} ${rest} ${restUnit}`;
}
