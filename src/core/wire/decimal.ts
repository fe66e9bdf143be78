/** Whole numbers as decimal text in bytes, without the strings in between. */

const DIGIT_0 = 48;
const PLUS = 43;
const MINUS = 45;

export const NOT_A_NUMBER = -2;

/** A whole number up to 2^53-1 (a leading `+` is let through, as published), -1 for the text "-1", or NOT_A_NUMBER. */
export function readDecimal(bytes: Uint8Array, start: number, end: number): number {
  if (end - start === 2 && bytes[start] === MINUS && bytes[start + 1] === DIGIT_0 + 1) return -1;
  let i = bytes[start] === PLUS ? start + 1 : start;
  if (i >= end) return NOT_A_NUMBER;
  let value = 0;
  for (; i < end; i++) {
    const digit = bytes[i]! - DIGIT_0;
    if (digit < 0 || digit > 9) return NOT_A_NUMBER;
    value = value * 10 + digit;
    if (value > Number.MAX_SAFE_INTEGER) return NOT_A_NUMBER;
  }
  return value;
}

/** How many bytes `writeDecimal` will write for a safe integer. */
export function decimalLength(value: number): number {
  if (value < 0) return 1 + decimalLength(-value);
  let length = 1;
  for (let limit = 10; value >= limit; limit *= 10) length++;
  return length;
}

/** Writes `value` at `at` and answers where the next byte goes. */
export function writeDecimal(frame: Uint8Array, at: number, value: number): number {
  if (value < 0) {
    frame[at] = MINUS;
    return writeDecimal(frame, at + 1, -value);
  }
  const end = at + decimalLength(value);
  let i = end;
  let rest = value;
  // Division of 32-bit integers is several times faster, and most numbers are that small.
  for (; rest > 0x7fffffff; rest = Math.floor(rest / 10)) frame[--i] = DIGIT_0 + (rest % 10);
  for (let small = rest | 0; i > at; small = (small / 10) | 0) frame[--i] = DIGIT_0 + (small % 10);
  return end;
}
