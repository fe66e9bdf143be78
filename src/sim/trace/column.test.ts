import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { float64Column, uint32Column, uint8Column } from './column';

const CHUNK = 1 << 14;

describe('a column', () => {
  test('keeps values across chunks, and grows by whole ones', () => {
    const column = uint32Column();
    expect(column.byteLength).toBe(0);
    for (let i = 0; i < 2 * CHUNK + 1; i += 1) column.push(i * 3);
    expect(column.length).toBe(2 * CHUNK + 1);
    for (const at of [0, CHUNK - 1, CHUNK, 2 * CHUNK - 1, 2 * CHUNK]) expect(column.get(at)).toBe(at * 3);
    expect(column.byteLength).toBe(3 * CHUNK * 4);
  });

  test('replaces a value', () => {
    const column = uint8Column();
    for (let i = 0; i <= CHUNK; i += 1) column.push(1);
    column.set(CHUNK, 7);
    expect([column.get(CHUNK - 1), column.get(CHUNK)]).toEqual([1, 7]);
  });

  test('keeps what a time can be', () => {
    const column = float64Column();
    for (const value of [Infinity, -1, 2 ** 53 - 1, 0.5]) column.push(value);
    expect([0, 1, 2, 3].map((at) => column.get(at))).toEqual([Infinity, -1, 2 ** 53 - 1, 0.5]);
  });

  test('counts like a walk from the start', () => {
    const gaps = fc.array(fc.nat(3), { maxLength: 200 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: -2, max: 320 }), (steps, limit) => {
        const column = float64Column();
        const values: number[] = [];
        let value = 0;
        for (const step of steps) {
          value += step;
          column.push(value);
          values.push(value);
        }
        expect(column.countUpTo(limit)).toBe(values.filter((each) => each <= limit).length);
      }),
    );
  });
});
