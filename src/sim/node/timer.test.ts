import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adjustClock, readClock, startClock } from '../clock';
import { whenTimerFires } from './timer';

const CLOCK = startClock(0);
const READS = (atUs: number) => readClock(CLOCK, atUs).nowUs;

describe('a timer', () => {
  test('fires when it is due, where nothing throttles it', () => {
    expect(whenTimerFires(CLOCK, READS(70), 0, 0)).toBe(70);
    expect(whenTimerFires(CLOCK, READS(70), 90, 0)).toBe(90);
    expect(whenTimerFires(CLOCK, Infinity, 90, 5)).toBe(Infinity);
    expect(whenTimerFires(CLOCK, -Infinity, 91, 5)).toBe(91);
  });

  test('fires at the first tick from when it is due', () => {
    expect(whenTimerFires(CLOCK, READS(70), 0, 20)).toBe(80);
    expect(whenTimerFires(CLOCK, READS(80), 0, 20)).toBe(80);
    expect(whenTimerFires(CLOCK, READS(10), 81, 20)).toBe(100);
  });

  test('whatever the rate, fires where the clock comes to a tick, and there it stays', () => {
    const anyOf = fc.tuple(
      fc.integer({ min: 1, max: 40 }),
      fc.nat(500),
      fc.nat(500),
      fc.integer({ min: 1, max: 97 }),
    );
    fc.assert(
      fc.property(anyOf, ([tenths, due, floor, everyUs]) => {
        const clock = adjustClock(CLOCK, 0, tenths / 10, 0);
        const atUs = whenTimerFires(clock, clock.nowAtOriginUs + due, floor, everyUs);
        const [before, after] = [readClock(clock, atUs - 1).nowUs, readClock(clock, atUs).nowUs];
        expect(Math.floor(before / everyUs)).toBeLessThan(Math.floor(after / everyUs));
        expect(atUs).toBeGreaterThanOrEqual(floor);
        expect(after).toBeGreaterThanOrEqual(clock.nowAtOriginUs + due);
        expect(whenTimerFires(clock, clock.nowAtOriginUs + due, atUs, everyUs)).toBe(atUs);
      }),
    );
  });
});
