/** Plain data of an author: looked through after every step, and copied whenever a state is kept. */

/** More than a protocol has any use for, and little enough to be copied. */
const MOST_VALUES = 50_000;
const MOST_CHARACTERS = 1_000_000;
const DEEPEST = 64;

/** What was looked at so far, so that what a state holds in all has a limit. */
interface Tally {
  values: number;
  characters: number;
}

/** Throws a sentence that names the path of what is no plain data, and of what is too much. */
export function checkPlain(value: unknown, what: string): void {
  const tally: Tally = { values: 0, characters: 0 };
  // Paths are only made up once there is something to say.
  if (!isPlain(value, 0, tally)) walk(value, what, 0, { values: 0, characters: 0 });
}

/** The quick look of every step: false for what `walk` may have a sentence about. */
function isPlain(value: unknown, depth: number, tally: Tally): boolean {
  tally.values += 1;
  switch (typeof value) {
    case 'string':
      tally.characters += value.length;
      return tally.characters <= MOST_CHARACTERS;
    case 'function':
    case 'symbol':
      return false;
    case 'object':
      if (value === null) return true;
      break;
    default:
      return true;
  }
  if (depth === DEEPEST || tally.values > MOST_VALUES) return false;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) if (!isPlain(value[i], depth + 1, tally)) return false;
    return tally.values <= MOST_VALUES;
  }
  if (!isPlainObject(value)) return false;
  for (const key in value) if (!isPlain(value[key], depth + 1, tally)) return false;
  return tally.values <= MOST_VALUES;
}

function walk(value: unknown, path: string, depth: number, tally: Tally): void {
  tally.values += 1;
  if (tally.values > MOST_VALUES) throw new Error(`${rootOf(path)} holds more than ${MOST_VALUES} values`);
  switch (typeof value) {
    case 'string':
      tally.characters += value.length;
      if (tally.characters > MOST_CHARACTERS)
        throw new Error(`${rootOf(path)} holds more than ${MOST_CHARACTERS} characters of text`);
      return;
    case 'number':
    case 'boolean':
    case 'undefined':
    case 'bigint':
      return;
    case 'object':
      if (value === null) return;
      break;
    case 'function':
    case 'symbol':
      throw new Error(`${path} is a ${typeof value}, and only plain data can be kept`);
  }
  if (depth === DEEPEST)
    throw new Error(`${rootOf(path)} is more than ${DEEPEST} levels deep, or contains itself`);
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) walk(value[i], `${path}[${i}]`, depth + 1, tally);
    return;
  }
  if (value instanceof Map) {
    for (const [key, held] of value) {
      walk(key, `a key of ${path}`, depth + 1, tally);
      walk(held, `${path}.get(${String(key)})`, depth + 1, tally);
    }
    return;
  }
  if (value instanceof Set) {
    for (const held of value) walk(held, `an element of ${path}`, depth + 1, tally);
    return;
  }
  if (!isPlainObject(value)) throw new Error(`${path} is ${kindOf(value)}, and only plain data can be kept`);
  for (const key of Object.keys(value)) walk(value[key], `${path}.${key}`, depth + 1, tally);
}

/** A deep copy of what `checkPlain` let through. */
export function copyPlain<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyPlain) as T;
  if (value instanceof Map)
    return new Map([...value].map(([key, held]) => [copyPlain(key), copyPlain(held)])) as T;
  if (value instanceof Set) return new Set([...value].map(copyPlain)) as T;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value))
    defineOwn(copy, key, copyPlain((value as Record<string, unknown>)[key]));
  return copy as T;
}

/** As an assignment, but `__proto__` is a name like any other. */
function defineOwn(into: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') into[key] = value;
  else Object.defineProperty(into, key, { value, writable: true, enumerable: true, configurable: true });
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // The prototype of objects of another realm is as good: its own prototype is null.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** "a Promise", "an object with a prototype of its own". */
function kindOf(value: object): string {
  const { constructor } = value;
  const name = typeof constructor === 'function' ? constructor.name : '';
  return name === '' || name === 'Object' ? 'an object with a prototype of its own' : `a ${name}`;
}

const rootOf = (path: string): string => /^\w+/.exec(path)?.[0] ?? path;
