import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Digest } from './digest';

function digestOf(values: readonly number[]): string {
  const digest = new Digest();
  for (const value of values) digest.add(value);
  return digest.hex();
}

describe('a digest', () => {
  test('has this value, or runs recorded elsewhere no longer compare', () => {
    expect(digestOf([])).toBe('9e37fc5285ef3bd0');
    expect(digestOf([1, 2, 3, -4, 2 ** 53 - 1, -(2 ** 53 - 1), 2 ** 32, 0])).toBe('175443707faa6575');
  });

  test('depends on the order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.maxSafeInteger(), { minLength: 2, maxLength: 6 }), (values) => {
        expect(digestOf([...values].reverse())).not.toBe(digestOf(values));
      }),
    );
  });

  test('tells large and negative numbers apart', () => {
    const values = [
      0,
      1,
      -1,
      2 ** 31,
      -(2 ** 31),
      2 ** 32,
      -(2 ** 32),
      2 ** 32 + 1,
      2 ** 40,
      2 ** 53 - 1,
      1 - 2 ** 53,
    ];
    expect(new Set(values.map((value) => digestOf([value]))).size).toBe(values.length);
  });

  test('sees one bit in one of many values', () => {
    const numbers = fc.array(fc.maxSafeNat(), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(numbers, fc.nat(), fc.nat(51), (values, at, bit) => {
        const place = at % values.length;
        const flag = 2 ** bit;
        const changed = [...values];
        const isSet = Math.floor(changed[place]! / flag) % 2 === 1;
        changed[place] = changed[place]! + (isSet ? -flag : flag);
        expect(digestOf(changed)).not.toBe(digestOf(values));
      }),
      { numRuns: 1000 },
    );
  });

  test('goes on from what was saved', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeInteger()), fc.array(fc.maxSafeInteger()), (before, after) => {
        const whole = new Digest();
        for (const value of before) whole.add(value);
        const restored = Digest.restore(whole.save());
        for (const value of after) {
          whole.add(value);
          restored.add(value);
        }
        expect(restored.hex()).toBe(whole.hex());
      }),
    );
  });

  test('is sixteen hexadecimal digits', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeInteger()), (values) => {
        expect(digestOf(values)).toMatch(/^[0-9a-f]{16}$/);
      }),
    );
  });
});
