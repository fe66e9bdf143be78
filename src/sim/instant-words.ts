/**
 * Instants of virtual time as people read them: one way for the page, pictures, tests, explanations, links and terminals,
 * so that the same instant is the same number everywhere.
 */

/** `12.345`: seconds to the millisecond, without the unit. Rounds down, so that a moment is never shown early. */
export function secondsText(us: number): string {
  return (Math.floor(us / 1000) / 1000).toFixed(3);
}

/** `12.345 s`. */
export function instantText(us: number): string {
  return `${secondsText(us)} s`;
}
