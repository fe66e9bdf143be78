import { expect, test } from 'vitest';
import { Trace } from '../../sim/trace/trace';
import { clockSentence, skewText } from './clock-words';
import { WallClock } from './wall-time';

test('wall and monotonic clock are told apart', () => {
  expect(clockSentence(0, 1)).toBe('Its wall clock and its monotonic clock are right.');
  expect(clockSentence(2_000_000, 1.05)).toBe(
    'Its wall clock is 2.0 s ahead; its monotonic clock runs at 1.05×.',
  );
  expect(clockSentence(-350_000, 1)).toBe(
    'Its wall clock is 350 ms behind; its monotonic clock runs at true pace.',
  );
  expect(clockSentence(0, 0.9)).toBe('Its wall clock is right; its monotonic clock runs at 0.9×.');
  expect(skewText(499)).toBe('right');
});

test('a wall clock is off by what it was set, and by what it drifted since', () => {
  const trace = new Trace(['n1', 'n2'], {}, true);
  const clock = new WallClock(trace, 1);
  expect(clock.aheadUs(5_000_000)).toBe(0);
  trace.clock(10_000_000, 1, 1, 2000);
  trace.clock(12_000_000, 0, 1, 9000);
  trace.clock(20_000_000, 1, 1.5, 2000);
  expect([5, 10, 20, 24].map((s) => clock.aheadUs(s * 1_000_000))).toEqual([0, 2e6, 2e6, 4e6]);
});
