/** The values that such fragments have: lengths of time, numbers, and switches, each in the spelling of its own system. */

/** Whole milliseconds, or null: this is none. */
const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** As Go and Rust's configs spell it: `15s`, `1m30s`, `500ms`, `1.5s`. A number without a unit is no length of time. */
export function durationMs(text: string): number | null {
  if (!/^(\d+(\.\d+)?(ms|h|m|s))+$/.test(text)) return null;
  let ms = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g))
    ms += Number(amount) * UNITS_MS[unit!]!;
  return Number.isSafeInteger(ms) ? ms : null;
}

const GO_UNITS_MS: Readonly<Record<string, number>> = {
  Millisecond: 1,
  Second: 1000,
  Minute: 60_000,
  Hour: 3_600_000,
};

/** As Go's source spells it: `15 * time.Second`, also handed through a function that makes a pointer of it. */
export function goDurationMs(text: string): number | null {
  const inner = /^[\w.]+\((.*)\)$/.exec(text)?.[1] ?? text;
  const product = /^(?:(\d+)\s*\*\s*)?time\.(Millisecond|Second|Minute|Hour)(?:\s*\*\s*(\d+))?$/.exec(
    inner.trim(),
  );
  if (product === null) return null;
  const [, before, unit, behind] = product;
  if (before !== undefined && behind !== undefined) return null;
  return Number(before ?? behind ?? 1) * GO_UNITS_MS[unit!]!;
}

/** Digits alone. */
export const wholeNumber = (text: string): number | null => {
  const number = /^\d{1,12}$/.test(text) ? Number(text) : NaN;
  return Number.isNaN(number) ? null : number;
};

export const switchOf = (text: string): boolean | null =>
  text === 'true' ? true : text === 'false' ? false : null;
