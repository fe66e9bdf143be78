import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bounded,
  endOf,
  longestSpanUs,
  openingSpanUs,
  SHORTEST_SPAN_US,
  showing,
  timeAt,
  whole,
  xOf,
  zoomed,
  type TimeView,
} from './time-view';

const views: fc.Arbitrary<TimeView> = fc.record({
  startUs: fc.integer({ min: -1e9, max: 1e10 }),
  spanUs: fc.integer({ min: 1, max: 1e10 }),
});

test('pixels and instants are two ways to say the same', () => {
  const view = { startUs: 2_000_000, spanUs: 4_000_000 };
  expect(xOf(view, 800, 3_000_000)).toBe(200);
  expect(timeAt(view, 800, 200)).toBe(3_000_000);
  expect(timeAt(view, 800, -80)).toBe(1_600_000);
});

describe('a bounded view', () => {
  test('shows something of the run, at a span that makes sense', () => {
    fc.assert(
      fc.property(views, fc.nat(1e10), (view, headUs) => {
        const { startUs, spanUs } = bounded(view, headUs);
        expect(spanUs).toBeGreaterThanOrEqual(SHORTEST_SPAN_US);
        expect(spanUs).toBeLessThanOrEqual(longestSpanUs(headUs));
        expect(startUs).toBeLessThanOrEqual(headUs);
        expect(startUs + spanUs).toBeGreaterThan(0);
      }),
    );
  });

  test('that was within bounds is the same, and a run that has just begun begins on the left', () => {
    expect(bounded({ startUs: 5e6, spanUs: 1e7 }, 1e8)).toEqual({ startUs: 5e6, spanUs: 1e7 });
    expect(bounded({ startUs: 0, spanUs: 2e7 }, 100)).toEqual({ startUs: 0, spanUs: 2e7 });
  });
});

test('zooming leaves what it is about where it is on the screen', () => {
  const view = { startUs: 0, spanUs: 1000 };
  const closer = zoomed(view, 100, 250);
  expect(closer).toEqual({ startUs: 225, spanUs: 100 });
  expect(xOf(closer, 800, 250)).toBeCloseTo(xOf(view, 800, 250));
});

describe('showing an instant', () => {
  const view = { startUs: 1000, spanUs: 100 };

  test('that is well in view moves nothing', () => {
    expect(showing(view, 1050)).toBe(view);
    expect(showing({ startUs: 0, spanUs: 100 }, 2)).toEqual({ startUs: 0, spanUs: 100 });
  });

  test.each([0, 999, 1095, 1100, 5000])('%i brings it into view without another span', (timeUs) => {
    const moved = showing(view, timeUs);
    expect(moved.spanUs).toBe(100);
    expect(moved.startUs).toBeLessThanOrEqual(timeUs);
    expect(endOf(moved)).toBeGreaterThan(timeUs);
    expect(showing(moved, timeUs)).toEqual(moved);
  });
});

test('the whole run is in view, with a little air', () => {
  const view = whole(3_600_000_000);
  expect(view.startUs).toBeLessThan(0);
  expect(endOf(view)).toBeGreaterThan(3_600_000_000);
  expect(bounded(view, 3_600_000_000)).toEqual(view);
});

test('at first some dozens of flights are seen, within what fits people, and more at speed', () => {
  expect(openingSpanUs(450_000, 1)).toBe(20_250_000);
  expect(openingSpanUs(2_000, 1)).toBe(5_000_000);
  expect(openingSpanUs(450_000, 10)).toBe(202_500_000);
  expect(openingSpanUs(450_000, 0.1)).toBe(20_250_000);
});
