/**
 * Reading records that anybody with access to the store may have damaged: each field is there with the right type and
 * within its range, or the whole text is refused with null. Fields that nobody asks for are let through, so that a later
 * version may add some.
 */

export type JsonRecord = Readonly<Record<string, unknown>>;

/** The object that `text` spells; null for anything else. */
export function parseRecord(text: string): JsonRecord | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonRecord)
      : null;
  } catch {
    return null;
  }
}

export function textField(record: JsonRecord, name: string): string | null {
  const value = record[name];
  return typeof value === 'string' ? value : null;
}

export function flagField(record: JsonRecord, name: string): boolean | null {
  const value = record[name];
  return typeof value === 'boolean' ? value : null;
}

/** A whole number, `min` … 2^53-1. */
export function wholeField(record: JsonRecord, name: string, min: number): number | null {
  const value = record[name];
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= min ? value : null;
}

/**
 * Nanoseconds as decimal text, since they do not fit into a JSON number; at most 20 digits, as 64 bits have. Below zero
 * too: a wall clock can be wrong by more than it counts.
 */
export function nanosField(record: JsonRecord, name: string): bigint | null {
  const value = record[name];
  return typeof value === 'string' && /^(0|-?[1-9][0-9]{0,19})$/.test(value) ? BigInt(value) : null;
}
