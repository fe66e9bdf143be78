/** An author's record on the disk: what is one value there is one here, and what is more is JSON under a name that says so. */
import type { DiskRecord } from '../../program';
import { told } from './fields';
import { isPlainObject } from './plain';

const MOST_CHARACTERS = 65_536;
const NESTED = 'json:';
/** Where the record is no object with names. */
const WHOLE = 'json';

/** Throws a sentence on what does not come back from JSON as it was, and on what is too much. */
export function packRecord(record: unknown): DiskRecord {
  if (!isPlainObject(record)) return { [WHOLE]: jsonOf(record, 'the record') };
  const packed: Record<string, DiskRecord[string]> = {};
  let size = 0;
  for (const name of Object.keys(record)) {
    const value = record[name];
    if (value === undefined) continue;
    const key = isPrimitive(value) ? name : NESTED + name;
    if (name.startsWith(NESTED) || name === WHOLE || name === '__proto__')
      throw new Error(`the record cannot have a field "${name}"`);
    const stored = isPrimitive(value) ? value : jsonOf(value, name);
    size += key.length + (typeof stored === 'string' ? stored.length : 8);
    if (size > MOST_CHARACTERS) throw tooMuch();
    packed[key] = stored;
  }
  return packed;
}

export function unpackRecord(packed: DiskRecord | null): unknown {
  if (packed === null) return null;
  const whole = packed[WHOLE];
  if (whole !== undefined) return parsed(whole);
  const record: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(packed)) {
    if (key.startsWith(NESTED)) record[key.slice(NESTED.length)] = parsed(value);
    else record[key] = value;
  }
  return record;
}

const parsed = (value: DiskRecord[string]): unknown => JSON.parse(String(value));

function isPrimitive(value: unknown): value is DiskRecord[string] {
  return (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (typeof value === 'number' && Number.isFinite(value))
  );
}

function jsonOf(value: unknown, what: string): string {
  const text = JSON.stringify(value, (name: string, held: unknown) => {
    if (held === null || typeof held === 'string' || typeof held === 'boolean') return held;
    if (typeof held === 'number' && Number.isFinite(held)) return held;
    if (Array.isArray(held) || isPlainObject(held)) return held;
    throw new Error(
      `the record holds ${told(held)}${name === '' ? '' : ` at "${name}"`}, and only plain data can be saved`,
    );
  }) as string | undefined;
  if (text === undefined) throw new Error(`${what} is ${told(value)}, and only plain data can be saved`);
  if (text.length > MOST_CHARACTERS) throw tooMuch();
  return text;
}

const tooMuch = (): Error => new Error(`the record is larger than ${MOST_CHARACTERS / 1024} KB`);
