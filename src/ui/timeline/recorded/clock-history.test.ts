import { expect, test } from 'vitest';
import { ClockHistory } from './clock-history';

function seconds(clock: ClockHistory, fromUs: number, untilUs: number): [atUs: number, second: number][] {
  const found: [number, number][] = [];
  clock.eachSecond(fromUs, untilUs, (atUs, second) => found.push([Math.round(atUs), second % 60]));
  return found;
}

test('a right clock has no seconds of its own', () => {
  expect(seconds(new ClockHistory(0), 0, 5e6)).toEqual([]);
});

test('one that was set goes over to its seconds beside those of the axis, until it is right again', () => {
  const clock = new ClockHistory(1);
  clock.take(1_500_000, 1, 12_250);
  expect(clock.aheadUs(1_000_000)).toBe(0);
  expect(clock.aheadUs(2_000_000)).toBe(12_250_000);
  expect(seconds(clock, 0, 4e6)).toEqual([
    [1_750_000, 14],
    [2_750_000, 15],
    [3_750_000, 16],
  ]);
  clock.take(3_000_000, 1, 0);
  expect(clock.aheadUs(3_500_000)).toBe(0);
  expect(seconds(clock, 0, 9e6)).toHaveLength(2);
});

test('one that runs fast has shorter seconds', () => {
  const clock = new ClockHistory(2);
  clock.take(0, 1.25, 0);
  expect(seconds(clock, 0, 4e6).map(([atUs]) => atUs)).toEqual([0, 800_000, 1_600_000, 2_400_000, 3_200_000]);
  expect(clock.aheadUs(4_000_000)).toBe(1_000_000);
  expect(clock.rateAt(5)).toBe(1.25);
});
