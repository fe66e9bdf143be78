/**
 * A codec made from a table: a message is a RESP2 array of bulk strings, verb first, numbers as decimal text, verbs and
 * roles in any letter case.
 *
 * Frames come from a network that may damage them, so `decode` never throws and never trusts an announced length: it
 * only compares it with the bytes that are there. The envelope is judged as a whole before what it carries
 * (`Truncated`, `Bad`), then verb and arity (`WrongShape`), then the fields in wire order.
 *
 * Simplified: only arrays are accepted, not the inline commands that a Redis server reads as well.
 */
import { assert } from '../assert';
import type { LogEntry } from '../log';
import type { WireMessage } from '../program';
import type { Codec, DecodeError, Decoded, FieldKind, WireSpec } from '../protocol';
import { decimalLength, NOT_A_NUMBER, readDecimal, writeDecimal } from './decimal';
import { entriesText, readEntries } from './entries';
import { textOf, type TextOrData } from './text';
import { utf8Length, utf8Read, utf8Write } from './utf8';

const ROLES: readonly string[] = ['primary', 'replica', 'candidate'];

/** The limits of Redis: more than this is no frame to wait for, but garbage. */
const ELEMENTS_MAX = 1024 * 1024;
const BULK_BYTES_MAX = 512 * 1024 * 1024;

const CR = 13;
const LF = 10;
const PLUS = 43;
const MINUS = 45;
const DIGIT_0 = 48;
const DOLLAR = 36;
const STAR = 42;

type Value = TextOrData | number;
type Failure = { readonly ok: false; readonly error: DecodeError };

/** Made once: a flood of damaged frames costs no garbage. */
const FAILURES: Readonly<Record<DecodeError, Failure>> = {
  Truncated: { ok: false, error: 'Truncated' },
  Bad: { ok: false, error: 'Bad' },
  WrongShape: { ok: false, error: 'WrongShape' },
  BadNumeric: { ok: false, error: 'BadNumeric' },
  BadRole: { ok: false, error: 'BadRole' },
};

interface VerbLayout {
  readonly verb: string;
  readonly names: readonly string[];
  readonly kinds: readonly FieldKind[];
  /** Whether -1, for "none", is a value of this field. */
  readonly noneAllowed: readonly boolean[];
  /** The frame up to its first field, which is the same for every message of the verb. */
  readonly head: Uint8Array;
  /** A message with all fields in order: its copies share one hidden class. */
  readonly template: Readonly<Record<string, Value>>;
}

/**
 * A codec for the messages that `spec` lists. Numbers are whole, 0 … 2^53-1; those of the fields in `noneFields` may
 * also be -1. `encode` throws if a message does not fit the spec, because then the program that made it is broken.
 */
export function makeCodec<M extends WireMessage>(
  spec: WireSpec,
  noneFields: ReadonlySet<string> = new Set(),
): Codec<M> {
  const layouts = Object.entries(spec).map(([verb, fields]) => layoutOf(verb, fields, noneFields));
  const layoutByVerb = new Map(layouts.map((layout) => [layout.verb, layout]));
  const longest = Math.max(...layouts.map((layout) => layout.names.length)) + 1;
  // Where each element begins and ends; elements beyond the longest message only need to be well-formed.
  const starts = new Int32Array(longest);
  const ends = new Int32Array(longest);
  const header: Header = { value: 0, next: 0 };
  // Frames are made here and leave as a copy of their exact size. `room` is enough for all but the texts themselves.
  const room = 64 * longest;
  let scratch = new Uint8Array(2 * room);

  function encode(message: M): Uint8Array {
    const layout = layoutByVerb.get(message.verb);
    if (layout === undefined) throw new Error(`no verb ${message.verb} in this protocol`);
    const values = message as unknown as Readonly<Record<string, Value>>;
    const { names, kinds, head } = layout;

    scratch.set(head);
    let at = head.length;
    for (let i = 0; i < names.length; i++) {
      const value = values[names[i]!]!;
      const kind = kinds[i]!;
      if (kind === 'number' || kind === 'flag') {
        if (kind === 'flag' && value !== 0 && value !== 1)
          throw new Error(`the wire cannot carry ${names[i]} ${value}`);
        if (!isCarried(value, layout.noneAllowed[i]!))
          throw new Error(`the wire cannot carry ${names[i]} ${value}`);
        at = writeBulkHeader(scratch, at, decimalLength(value));
        at = writeDecimal(scratch, at, value);
      } else {
        if (value === null || (typeof value !== 'string' && typeof value !== 'object'))
          throw new Error(`the wire cannot carry ${names[i]} ${value}`);
        const text = kind === 'entries' ? entriesText(value as readonly LogEntry[]) : textOf(value);
        const length = utf8Length(text);
        if (at + length + room > scratch.length) scratch = grown(scratch, at + length + room);
        at = writeBulkHeader(scratch, at, length);
        at = utf8Write(scratch, at, text);
      }
      scratch[at++] = CR;
      scratch[at++] = LF;
    }
    return scratch.slice(0, at);
  }

  function decode(bytes: Uint8Array): Decoded<M> {
    if (bytes.length === 0) return FAILURES.Truncated;
    if (bytes[0] !== STAR) return FAILURES.Bad;
    let failure = readHeader(bytes, 1, header);
    if (failure !== null) return failure;
    const count = header.value;
    if (count > ELEMENTS_MAX) return FAILURES.Bad;

    let at = header.next;
    for (let i = 0; i < count; i++) {
      if (at === bytes.length) return FAILURES.Truncated;
      if (bytes[at] !== DOLLAR) return FAILURES.Bad;
      failure = readHeader(bytes, at + 1, header);
      if (failure !== null) return failure;
      const length = header.value;
      if (length < 0 || length > BULK_BYTES_MAX) return FAILURES.Bad;
      const end = header.next + length;
      if (end + 2 > bytes.length) return FAILURES.Truncated;
      if (bytes[end] !== CR || bytes[end + 1] !== LF) return FAILURES.Bad;
      if (i < longest) {
        starts[i] = header.next;
        ends[i] = end;
      }
      at = end + 2;
    }

    // A null array (a negative count) is an array without a verb.
    const layout = count > 0 ? findVerb(bytes, starts[0]!, ends[0]!) : undefined;
    if (layout === undefined || count !== layout.names.length + 1) return FAILURES.WrongShape;

    const message: Record<string, Value> = { ...layout.template };
    for (let i = 0; i < layout.names.length; i++) {
      const start = starts[i + 1]!;
      const end = ends[i + 1]!;
      const kind = layout.kinds[i]!;
      switch (kind) {
        case 'number': {
          const value = readDecimal(bytes, start, end);
          if (value === NOT_A_NUMBER || (value === -1 && !layout.noneAllowed[i])) return FAILURES.BadNumeric;
          message[layout.names[i]!] = value;
          break;
        }
        case 'flag': {
          const value = readDecimal(bytes, start, end);
          if (value !== 0 && value !== 1) return FAILURES.BadNumeric;
          message[layout.names[i]!] = value;
          break;
        }
        case 'role': {
          const role = findRole(bytes, start, end);
          if (role === undefined) return FAILURES.BadRole;
          message[layout.names[i]!] = role;
          break;
        }
        case 'text': {
          const text = utf8Read(bytes, start, end);
          if (text === null) return FAILURES.Bad;
          message[layout.names[i]!] = text;
          break;
        }
        case 'entries': {
          const text = utf8Read(bytes, start, end);
          const entries = text === null ? null : readEntries(text);
          if (entries === null) return FAILURES.WrongShape;
          message[layout.names[i]!] = entries;
          break;
        }
        default: {
          const unknown: never = kind;
          assert(false, `unknown kind of field ${String(unknown)}`);
        }
      }
    }
    return { ok: true, message: message as unknown as M, consumed: at };
  }

  function findVerb(bytes: Uint8Array, start: number, end: number): VerbLayout | undefined {
    for (const layout of layouts) if (sameWord(bytes, start, end, layout.verb)) return layout;
    return undefined;
  }

  return { spec, noneFields, encode, decode };
}

function layoutOf(verb: string, fields: WireSpec[string], noneFields: ReadonlySet<string>): VerbLayout {
  const text = `*${fields.length + 1}\r\n$${verb.length}\r\n${verb}\r\n`;
  const template: Record<string, Value> = { verb };
  for (const [name, kind] of fields) template[name] = kind === 'number' || kind === 'flag' ? 0 : '';
  return {
    verb,
    names: fields.map(([name]) => name),
    kinds: fields.map(([, kind]) => kind),
    noneAllowed: fields.map(([name]) => noneFields.has(name)),
    head: Uint8Array.from(text, (character) => character.charCodeAt(0)),
    template,
  };
}

interface Header {
  value: number;
  /** Just behind the header's line end. */
  next: number;
}

/**
 * Reads `<number>\r\n` at `at` into `into`; a sign is allowed, as in Redis. A number too large to be exact stays too
 * large for the caller's limit.
 */
function readHeader(bytes: Uint8Array, at: number, into: Header): Failure | null {
  const sign = bytes[at];
  const first = sign === MINUS || sign === PLUS ? at + 1 : at;
  let value = 0;
  let i = first;
  for (; ; i++) {
    if (i >= bytes.length) return FAILURES.Truncated;
    const digit = bytes[i]! - DIGIT_0;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  if (i === first || bytes[i] !== CR) return FAILURES.Bad;
  if (i + 1 === bytes.length) return FAILURES.Truncated;
  if (bytes[i + 1] !== LF) return FAILURES.Bad;
  into.value = sign === MINUS ? -value : value;
  into.next = i + 2;
  return null;
}

function findRole(bytes: Uint8Array, start: number, end: number): string | undefined {
  for (const role of ROLES) if (sameWord(bytes, start, end, role)) return role;
  return undefined;
}

/** Whether the bytes spell `word`, which is all letters, in any case. */
function sameWord(bytes: Uint8Array, start: number, end: number, word: string): boolean {
  if (end - start !== word.length) return false;
  for (let i = 0; i < word.length; i++) {
    // The two cases of an ASCII letter differ in one bit, and only letters of `word` are compared so.
    if ((bytes[start + i]! ^ word.charCodeAt(i)) & ~0x20) return false;
  }
  return true;
}

function isCarried(value: Value, noneAllowed: boolean): value is number {
  return Number.isSafeInteger(value) && (value as number) >= (noneAllowed ? -1 : 0);
}

function writeBulkHeader(frame: Uint8Array, at: number, length: number): number {
  frame[at] = DOLLAR;
  const end = writeDecimal(frame, at + 1, length);
  frame[end] = CR;
  frame[end + 1] = LF;
  return end + 2;
}

function grown(bytes: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(2 * size);
  larger.set(bytes);
  return larger;
}
