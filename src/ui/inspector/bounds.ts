/** Numbers that people type. A refusal is a sentence that names the field and what would do. */
export interface Bounds {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  /** Behind the numbers in a sentence: ` ms`, ` %`, or nothing. */
  readonly unit: string;
  readonly whole?: boolean;
}

/** Throws the sentence. */
export function parseBounded(text: string, { label, min, max, unit, whole = false }: Bounds): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (!Number.isFinite(value) || value < min || value > max || (whole && !Number.isInteger(value))) {
    const kind = whole ? 'a whole number' : 'a number';
    throw new RangeError(`${label}: give ${kind} from ${min} to ${max}${unit}.`);
  }
  return value;
}
