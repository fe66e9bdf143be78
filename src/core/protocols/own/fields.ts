/**
 * The fields of an author's messages: what they may be, and how they travel. A flag crosses as 0 or 1, a list as JSON in a
 * text; handlers see `true` and `false`, and lists.
 */
import { assert } from '../../assert';
import type { WireMessage } from '../../program';
import type { Codec, FieldKind, WireSpec } from '../../protocol';
import { makeCodec } from '../../wire/resp-codec';
import { utf8Length } from '../../wire/utf8';
import type { FieldType, FieldTypes } from './definition';

export const LONGEST_TEXT_BYTES = 256;
export const LONGEST_LIST = 64;

export type OwnMessage = WireMessage & Readonly<Record<string, string | number>>;
export type Fields = Readonly<Record<string, unknown>>;

const KINDS: Readonly<Record<FieldType, FieldKind>> = {
  number: 'number',
  text: 'text',
  flag: 'flag',
  list: 'text',
};

const EXPECTED: Readonly<Record<FieldType, string>> = {
  number: 'a whole number from −1 on',
  text: `a text of at most ${LONGEST_TEXT_BYTES} bytes`,
  flag: 'true or false',
  list: `a list of at most ${LONGEST_LIST} texts of at most ${LONGEST_TEXT_BYTES} bytes each`,
};

type MessageTypes = Readonly<Record<string, FieldTypes>>;

/** Verbs and fields in the order in which they were written down. */
export function codecOf(messages: MessageTypes): Codec<OwnMessage> {
  const numbers = new Set<string>();
  const spec: Record<string, WireSpec[string]> = {};
  for (const [verb, fields] of Object.entries(messages)) {
    spec[verb] = Object.entries(fields).map(([name, type]) => {
      if (type === 'number') numbers.add(name);
      return [name, KINDS[type]] as const;
    });
  }
  return makeCodec<OwnMessage>(spec, numbers);
}

/** Throws a sentence that names the verb, the field, what it was and what it should be. */
export function packFields(messages: MessageTypes, verb: string, given: unknown): OwnMessage {
  const types = Object.hasOwn(messages, verb) ? messages[verb] : undefined;
  if (types === undefined) {
    throw new Error(`"${verb}" is none of its messages: ${Object.keys(messages).join(', ')}`);
  }
  const fields = (given ?? {}) as Fields;
  if (typeof fields !== 'object')
    throw new Error(`the fields of ${verb} must be an object, and not ${told(given)}`);
  const message: Record<string, string | number> = { verb };
  for (const name in types) {
    const packed = packValue(types[name]!, fields[name]);
    if (packed === null) {
      throw new Error(`${verb}.${name} must be ${EXPECTED[types[name]!]}, and not ${told(fields[name])}`);
    }
    message[name] = packed;
  }
  for (const name in fields) {
    if (!Object.hasOwn(types, name))
      throw new Error(`${verb} has no field "${name}"; it has ${listOf(Object.keys(types))}`);
  }
  return message as OwnMessage;
}

function packValue(type: FieldType, value: unknown): string | number | null {
  switch (type) {
    case 'number':
      return Number.isSafeInteger(value) && (value as number) >= -1 ? (value as number) + 0 : null;
    case 'text':
      return isText(value) ? value : null;
    case 'flag':
      return value === true || value === 1 ? 1 : value === false || value === 0 ? 0 : null;
    case 'list':
      return Array.isArray(value) && value.length <= LONGEST_LIST && value.every(isText)
        ? JSON.stringify(value)
        : null;
  }
}

/** What a handler gets: a fresh object, frozen as far as it goes. Null for a frame that carries no such list. */
export function unpackFields(types: FieldTypes, message: OwnMessage): Fields | null {
  const fields: Record<string, unknown> = {};
  for (const name in types) {
    const value = message[name]!;
    switch (types[name]!) {
      case 'number':
      case 'text':
        fields[name] = value;
        break;
      case 'flag':
        fields[name] = value === 1;
        break;
      case 'list': {
        const list = listIn(value as string);
        if (list === null) return null;
        fields[name] = list;
        break;
      }
    }
  }
  return fields;
}

/** A damaged frame may carry anything as a text. */
function listIn(text: string): readonly string[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.length <= LONGEST_LIST && value.every(isText) ? value : null;
  } catch {
    return null;
  }
}

function isText(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > LONGEST_TEXT_BYTES) return false;
  return isWellFormed(value) && utf8Length(value) <= LONGEST_TEXT_BYTES;
}

/** Half of a pair of surrogates has no bytes of its own: it would arrive as something else. */
function isWellFormed(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0xd800 || unit > 0xdfff) continue;
    const next = text.charCodeAt(i + 1);
    if (unit > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return false;
    i += 1;
  }
  return true;
}

/** A value in a sentence: short, whatever it is. */
export function told(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'string') return `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}"`;
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

const listOf = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));

/** What a frame of such a message says, in words that the author did not have to write. */
export function describeFields(types: FieldTypes, message: OwnMessage): string {
  assert(message.verb !== '', 'a message has a verb');
  const fields = unpackFields(types, message) ?? {};
  const parts = Object.entries(fields).map(([name, value]) => {
    if (Array.isArray(value)) return `${name} [${value.join(', ')}]`;
    return typeof value === 'boolean' ? `${name} ${value ? 'yes' : 'no'}` : `${name} ${String(value)}`;
  });
  return [message.verb, parts.join(', ')].filter((part) => part !== '').join(': ');
}
