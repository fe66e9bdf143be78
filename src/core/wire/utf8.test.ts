import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8Length, utf8Read, utf8Write } from './utf8';

function write(text: string): Uint8Array {
  const bytes = new Uint8Array(utf8Length(text));
  expect(utf8Write(bytes, 0, text)).toBe(bytes.length);
  return bytes;
}

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  // Halves of surrogate pairs included.
  fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units)),
);

describe('against the platform', () => {
  test('writes what TextEncoder writes', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(write(text)).toEqual(new TextEncoder().encode(text));
      }),
    );
  });

  test('reads what a strict TextDecoder reads, and nothing else', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const strict = (bytes: Uint8Array) => {
      try {
        return decoder.decode(bytes);
      } catch {
        return null;
      }
    };
    // Lead bytes and continuations often enough that whole sequences, overlong and surrogate ones too, come up.
    const byte = fc.oneof(
      fc.nat(255),
      fc.constantFrom(0x80, 0xbf, 0x9f, 0xa0, 0xc1, 0xc2, 0xe0, 0xed, 0xf0, 0xf4),
    );
    const bytes = fc.oneof(
      fc.array(byte, { maxLength: 8 }).map((list) => Uint8Array.from(list)),
      anyText.map((text) => new TextEncoder().encode(text)),
    );
    fc.assert(
      fc.property(bytes, (input) => {
        expect(utf8Read(input, 0, input.length)).toBe(strict(input));
      }),
      { numRuns: 5000 },
    );
  });
});

test('a sequence that runs into the end is no text, whatever lies behind', () => {
  const bytes = write('é!');
  expect(utf8Read(bytes, 0, 1)).toBeNull();
  expect(utf8Read(bytes, 0, 2)).toBe('é');
});
