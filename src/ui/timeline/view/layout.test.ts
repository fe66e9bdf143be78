import { expect, test } from 'vitest';
import {
  bottomOf,
  EXPORTS_HEIGHT,
  exportsAt,
  GAPS_HEIGHT,
  HEADING_HEIGHT,
  laneAt,
  laneOf,
  layOut,
  LOWEST_PITCH,
  SIGNS_HEIGHT,
  usualHeight,
} from './layout';

test('lanes share the height that there is', () => {
  const layout = layOut(5, 1, 5 * 30 + SIGNS_HEIGHT);
  expect(layout.pitch).toBe(30);
  expect(layout.height).toBe(5 * 30 + SIGNS_HEIGHT);
  expect(layout.lanes.map(({ top }) => top)).toEqual([14, 44, 74, 104, 134]);
  expect(layout.headings).toEqual([]);
});

test('they get no lower than a name is high, and then need to be scrolled', () => {
  const layout = layOut(50, 1, 170);
  expect(layout.pitch).toBe(LOWEST_PITCH);
  expect(layout.height).toBe(50 * LOWEST_PITCH + SIGNS_HEIGHT);
});

test('two branches lie one above the other, each under its name', () => {
  const layout = layOut(3, 2, 300);
  expect(layout.headings).toEqual([0, HEADING_HEIGHT + SIGNS_HEIGHT + 3 * layout.pitch]);
  expect(layout.lanes).toHaveLength(6);
  expect(laneOf(layout, 1, 0).top).toBe(layout.headings[1]! + HEADING_HEIGHT + SIGNS_HEIGHT);
});

test('a height belongs to one lane, or to none', () => {
  const layout = layOut(3, 1, 100);
  for (const lane of layout.lanes) {
    expect(laneAt(layout, lane.top)).toBe(lane);
    expect(laneAt(layout, lane.centre)).toBe(lane);
  }
  expect(laneAt(layout, SIGNS_HEIGHT - 1)).toBeNull();
  expect(laneAt(layout, layout.height)).toBeNull();
  expect(() => laneOf(layout, 0, 3)).toThrow('no lane 3');
});

test('export rounds have a lane below those of the members, on each side', () => {
  const layout = layOut(3, 2, 400, { exports: true });
  for (const side of [0, 1] as const) {
    const last = laneOf(layout, side, 2);
    expect(layout.exports[side]).toBe(last.top + layout.pitch);
    expect(exportsAt(layout, layout.exports[side]! + 5)).toBe(side);
    expect(bottomOf(layout, side)).toBe(layout.exports[side]! + EXPORTS_HEIGHT);
  }
  expect(exportsAt(layout, 5)).toBeNull();
  expect(layout.height).toBe(bottomOf(layout, 1));
  const without = layOut(3, 1, 400);
  expect(without.exports).toEqual([]);
  expect(bottomOf(without, 0)).toBe(without.height);
});

test('export rounds have a lane of their own', () => {
  expect(usualHeight(8, 1, { exports: true })).toBeGreaterThan(usualHeight(8, 1));
  const height = usualHeight(6, 1, { exports: true });
  expect(layOut(6, 1, height, { exports: true }).height).toBeLessThanOrEqual(height);
});

test('a few lanes take what they need, many are as low as a name allows', () => {
  expect(usualHeight(1, 1)).toBeLessThan(60);
  expect(usualHeight(5, 1)).toBeLessThan(150);
  expect(usualHeight(50, 1)).toBe(50 * LOWEST_PITCH + SIGNS_HEIGHT);
  expect(layOut(5, 2, usualHeight(5, 2)).height).toBeLessThanOrEqual(usualHeight(5, 2));
});

test('the times without a leader have a row above the signs, on each side, where it is asked for', () => {
  const layout = layOut(3, 2, 400, { gaps: true });
  for (const side of [0, 1] as const) {
    expect(layout.gaps[side]).toBe(layout.headings[side]! + HEADING_HEIGHT);
    expect(layout.signs[side]).toBe(layout.gaps[side]! + GAPS_HEIGHT);
  }
  expect(layOut(3, 1, 400).gaps).toEqual([]);
  expect(usualHeight(5, 2, { gaps: true })).toBe(usualHeight(5, 2) + 2 * GAPS_HEIGHT);
});
