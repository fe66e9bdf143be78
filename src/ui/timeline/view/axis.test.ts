import { expect, test } from 'vitest';
import { ticksOf } from './axis';

const labels = (startUs: number, spanUs: number, width = 660) =>
  ticksOf({ startUs, spanUs }, width).map(({ label }) => label);

test('ticks have as many digits as tell them apart', () => {
  expect(labels(0, 10e6)).toEqual(['0 s', '2 s', '4 s', '6 s', '8 s', '10 s']);
  expect(labels(5e6, 2.5e6)).toEqual(['5.0 s', '5.5 s', '6.0 s', '6.5 s', '7.0 s', '7.5 s']);
  expect(labels(5_097_000, 2_000)[0]).toBe('5.0970 s');
  expect(labels(0, 3600e6)).toContain('3000 s');
});

test('there is no time before the start', () => {
  expect(labels(-5e6, 10e6)).toEqual(['0 s', '2 s', '4 s']);
});

test('a tick stands where its instant is', () => {
  expect(ticksOf({ startUs: 0, spanUs: 10e6 }, 660)[1]).toEqual({ x: 132, label: '2 s' });
});
