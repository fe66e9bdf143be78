import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostileRun } from '../../check/hostile-run';
import { fragmentFor, packedRunIn, packText, unpackText } from './link';
import { LONGEST_RUN_CHARACTERS } from './limits';
import { parseRun } from './schema';

const DAMAGED = 'The link is damaged or was cut short: copy the whole address and open it again.';
const run = JSON.stringify(hostileRun(5, 'quorum'));

describe('a link', () => {
  test('brings any text back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), async (text) => {
        const wellFormed = Buffer.from(text).toString();
        const packed = await packText(text);
        expect(packed).toMatch(/^[A-Za-z0-9_-]*$/);
        expect(packedRunIn(fragmentFor(packed))).toBe(packed);
        expect(await unpackText(packed)).toBe(wellFormed);
      }),
      { numRuns: 60 },
    );
  });

  test('is much shorter than the run', async () => {
    expect((await packText(run)).length).toBeLessThan(0.6 * run.length);
  });

  test('is found beside other parts of an address, and only where there is one', () => {
    expect(packedRunIn('#theme=dark&run=abc_-')).toBe('abc_-');
    expect(packedRunIn('')).toBeNull();
    expect(packedRunIn('#help')).toBeNull();
  });

  test('that was cut short says so, wherever it was cut', async () => {
    const packed = await packText(run);
    for (let length = 0; length < packed.length; length += 7) {
      await expect(unpackText(packed.slice(0, length))).rejects.toThrow(DAMAGED);
    }
  });

  test.each(['%%%', 'not a link!', 'AAAA', '\u{1F600}'])('of %j says that it is damaged', async (packed) => {
    await expect(unpackText(packed)).rejects.toThrow(DAMAGED);
  });

  test('of bytes that are no text says that it is damaged', async () => {
    const packed = deflateRawSync(Uint8Array.of(0xff, 0xfe, 0xc0)).toString('base64url');
    await expect(unpackText(packed)).rejects.toThrow(DAMAGED);
  });

  test('that was changed somewhere gives a run or a sentence, never anything else', async () => {
    const packed = await packText(run);
    await fc.assert(
      fc.asyncProperty(fc.nat(packed.length - 1), fc.constantFrom(...'Aa0_-'), async (at, character) => {
        const changed = packed.slice(0, at) + character + packed.slice(at + 1);
        try {
          expect(parseRun(await unpackText(changed))).toHaveProperty('nodes');
        } catch (error) {
          expect((error as Error).message).toMatch(/^(The link is damaged|The run |.+: ).*\.$/s);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('that unpacks to very much is refused before it has done so', async () => {
    const bomb = deflateRawSync(Buffer.alloc(300_000_000, ' '), { level: 9 }).toString('base64url');
    expect(bomb.length).toBeLessThan(500_000);
    await expect(unpackText(bomb)).rejects.toThrow(
      `The link unpacks to more than ${LONGEST_RUN_CHARACTERS} bytes: that is no run of this playground.`,
    );
  });
});
