import { expect, test } from 'vitest';
import { clockIsOff, clockText, clockWords, handDegrees } from './clock-words';

const clock = (wallOffsetMs: number, clockRate = 1) => ({ wallOffsetMs, clockRate });

test('a clock that is right has nothing to show', () => {
  expect(clockIsOff(clock(0))).toBe(false);
  expect([clockText(clock(0)), clockWords(clock(0))]).toEqual(['', '']);
  expect(clockIsOff(clock(-1))).toBe(true);
  expect(clockIsOff(clock(0, 1.05))).toBe(true);
});

test('its offset and its rate, as short as can be', () => {
  expect(clockText(clock(2000))).toBe('+2 s');
  expect(clockText(clock(-350))).toBe('−350 ms');
  expect(clockText(clock(0, 1.05))).toBe('×1.05');
  expect(clockText(clock(1500, 0.9))).toBe('+1.5 s ×0.9');
  expect(clockText(clock(-1_200_000))).toBe('−20 min');
});

test('the same in words', () => {
  expect(clockWords(clock(2000))).toBe('wall clock 2 s ahead');
  expect(clockWords(clock(-350, 1.05))).toBe('wall clock 350 ms behind, clocks at 1.05 times true speed');
});

test('the hand leans to the side of the error, the more the larger it is, and never all the way round', () => {
  expect(handDegrees(clock(10))).toBeGreaterThanOrEqual(30);
  expect(handDegrees(clock(-10))).toBeLessThanOrEqual(-30);
  expect(handDegrees(clock(5000))).toBeGreaterThan(handDegrees(clock(500)));
  expect(handDegrees(clock(1e9))).toBeLessThanOrEqual(130);
  expect(handDegrees(clock(0, 0.9))).toBeLessThan(0);
});
