import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adjustClock, readClock, startClock, whenClockReads, type NodeClock } from './clock';

const HOUR_US = 3_600_000_000;

/** Every rate that a fault may set: 0.1 … 10, fractions included. */
const rates = fc.oneof(
  fc.constantFrom(0.1, 0.3, 0.9, 0.999999, 1, 1.000001, 1.1, 3, 10),
  fc.double({ min: 0.1, max: 10, noNaN: true }),
);
const instants = fc.integer({ min: 0, max: HOUR_US });
const clocks: fc.Arbitrary<NodeClock> = fc
  .tuple(fc.nat(49), instants, rates, fc.integer({ min: -86_400_000_000, max: 86_400_000_000 }))
  .map(([node, atUs, rate, shiftUs]) => adjustClock(startClock(node), atUs, rate, shiftUs));

describe('a clock', () => {
  test('starts at a time of its own, with a right wall clock', () => {
    expect(readClock(startClock(0), 0)).toEqual({
      nowUs: 1_000_000_000,
      wallUs: Date.UTC(2026, 0, 1) * 1000,
    });
    expect(readClock(startClock(4), 7)).toEqual({
      nowUs: 5_000_000_007,
      wallUs: Date.UTC(2026, 0, 1) * 1000 + 7,
    });
  });

  test('reads whole microseconds', () => {
    const { nowUs, wallUs } = readClock(adjustClock(startClock(0), 10, 0.3, 0), 12);
    expect([nowUs, wallUs].every(Number.isSafeInteger)).toBe(true);
  });

  test('is read first at the instant that whenClockReads says', () => {
    fc.assert(
      fc.property(clocks, fc.integer({ min: 0, max: HOUR_US }), (clock, aheadUs) => {
        const wantedUs = clock.nowAtOriginUs + aheadUs;
        const atUs = whenClockReads(clock, wantedUs);
        expect(readClock(clock, atUs).nowUs).toBeGreaterThanOrEqual(wantedUs);
        expect(readClock(clock, atUs - 1).nowUs).toBeLessThan(wantedUs);
      }),
      { numRuns: 2000 },
    );
  });

  // 21 / 0.7 rounds up, and 63 / 0.7 down: division alone is off by one either way.
  test('is read first then at every tenth of a rate', () => {
    const wrong: string[] = [];
    for (let tenths = 1; tenths <= 100; tenths += 1) {
      const clock: NodeClock = { originUs: 0, nowAtOriginUs: 0, wallAtOriginUs: 0, rate: tenths / 10 };
      for (let us = 0; us < 1000; us += 1) {
        const atUs = whenClockReads(clock, us);
        const first = readClock(clock, atUs).nowUs >= us && readClock(clock, atUs - 1).nowUs < us;
        if (!first) wrong.push(`${us} at rate ${clock.rate}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('has read by an instant what it reads then', () => {
    fc.assert(
      fc.property(clocks, fc.nat(HOUR_US), (clock, laterUs) => {
        const atUs = clock.originUs + laterUs;
        expect(whenClockReads(clock, readClock(clock, atUs).nowUs)).toBeLessThanOrEqual(atUs);
      }),
    );
  });

  test.each([0.1, 1, 7.3])('at rate %d reads "never" never, and "always" always', (rate) => {
    const clock = adjustClock(startClock(0), 5, rate, 0);
    expect(whenClockReads(clock, Infinity)).toBe(Infinity);
    expect(whenClockReads(clock, -Infinity)).toBe(-Infinity);
  });

  test('never goes back, and only its wall clock jumps, however often it is adjusted', () => {
    const step = fc.tuple(fc.nat(5_000_000), rates, fc.integer({ min: -10_000_000, max: 10_000_000 }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let clock = startClock(2);
        let atUs = 0;
        for (const [laterUs, rate, shiftUs] of steps) {
          const sinceUs = readClock(clock, atUs).nowUs;
          atUs += laterUs;
          const before = readClock(clock, atUs);
          expect(before.nowUs).toBeGreaterThanOrEqual(sinceUs);
          clock = adjustClock(clock, atUs, rate, shiftUs);
          const after = readClock(clock, atUs);
          expect(after.nowUs).toBe(before.nowUs);
          expect(after.wallUs).toBe(before.wallUs + shiftUs);
        }
      }),
    );
  });
});
