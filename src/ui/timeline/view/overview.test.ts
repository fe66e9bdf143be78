import { describe, expect, test } from 'vitest';
import { centredOn, stripOf, stripTime, stripX, viewOfWindow, windowOn } from './overview';

const strip = stripOf(1000, 3_600_000_000);

test('the strip is the whole run, and a run that has hardly begun does not fill it', () => {
  expect(stripX(strip, 1_800_000_000)).toBe(500);
  expect(stripTime(strip, 500)).toBe(1_800_000_000);
  expect(stripX(stripOf(1000, 1_000_000), 1_000_000)).toBeLessThan(200);
});

describe('the range in view', () => {
  test('is where it is', () => {
    expect(windowOn(strip, { startUs: 360e6, spanUs: 720e6 })).toEqual([100, 300]);
  });

  test('is never too narrow to be taken hold of', () => {
    const [left, right] = windowOn(strip, { startUs: 1_800_000_000, spanUs: 1_000 });
    expect(left).toBeCloseTo(497, 2);
    expect(right - left).toBeCloseTo(6);
    expect(windowOn(strip, { startUs: 0, spanUs: 1_000 })).toEqual([0, 6]);
  });

  test('that was moved keeps its span, even where it is drawn wider than it is', () => {
    const view = { startUs: 1_800_000_000, spanUs: 1_000_000 };
    const [left, right] = windowOn(strip, view);
    const moved = viewOfWindow(strip, [left + 10, right + 10], view);
    expect(moved.spanUs).toBe(1_000_000);
    expect(moved.startUs).toBeCloseTo(1_836_000_000, 3);
  });

  test('that was drawn anew or resized is that range', () => {
    const view = { startUs: 0, spanUs: 36e6 };
    expect(viewOfWindow(strip, [100, 200], view)).toEqual({ startUs: 360e6, spanUs: 360e6 });
  });

  test('jumps to where somebody clicks', () => {
    expect(centredOn({ startUs: 0, spanUs: 100 }, 1000)).toEqual({ startUs: 950, spanUs: 100 });
  });
});
