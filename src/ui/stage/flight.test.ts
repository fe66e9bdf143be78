import { describe, expect, test } from 'vitest';
import { bowOf, flightBetween, Flights, headingOn, pointOn, progress } from './flight';
import { REACH } from './pick';
import { ringLayout } from './ring';
import { distanceToSegment } from './way';

const layout = ringLayout(5, 900, 700);
const at = (flight: ReturnType<typeof flightBetween>, t: number) => {
  const point = { x: 0, y: 0 };
  pointOn(flight, t, point);
  return point;
};

describe('flightBetween', () => {
  test('goes from edge to edge', () => {
    const [from, to] = [layout.places[0]!, layout.places[2]!];
    const flight = flightBetween(layout, 0, 2);
    expect(at(flight, 0)).toEqual(flight.from);
    expect(at(flight, 1)).toEqual(flight.to);
    for (const [end, node] of [
      [flight.from, from],
      [flight.to, to],
    ] as const) {
      expect(Math.hypot(end.x - node.x, end.y - node.y)).toBeCloseTo(layout.nodeRadius + 3, 6);
    }
  });

  test('keeps the two directions apart, and both away from the line between', () => {
    const there = at(flightBetween(layout, 0, 1), 0.5);
    const back = at(flightBetween(layout, 1, 0), 0.5);
    expect(Math.hypot(there.x - back.x, there.y - back.y)).toBeGreaterThan(2 * REACH.mouse);
    expect(distanceToSegment(there, layout.places[0]!, layout.places[1]!)).toBeGreaterThan(REACH.mouse);
  });

  test('never turns round between nodes that stand close', () => {
    const crowd = ringLayout(50, 380, 420);
    const flight = flightBetween(crowd, 0, 1);
    expect(flight.from.x).toBeLessThanOrEqual(flight.to.x);
    expect(bowOf(1)).toBe(4);
    expect(bowOf(10_000)).toBe(16);
  });

  test('the heading is that of the way', () => {
    const flight = flightBetween(layout, 0, 2);
    const heading = { x: 0, y: 0 };
    headingOn(flight, 0.4, heading);
    const [before, after] = [at(flight, 0.399), at(flight, 0.401)];
    const length = Math.hypot(after.x - before.x, after.y - before.y);
    expect(heading.x).toBeCloseTo((after.x - before.x) / length, 4);
    expect(heading.y).toBeCloseTo((after.y - before.y) / length, 4);
  });

  test('a ring computes each way once', () => {
    const flights = new Flights(layout);
    expect(flights.between(3, 1)).toBe(flights.between(3, 1));
    expect(flights.between(3, 1)).not.toBe(flights.between(1, 3));
  });
});

describe('progress', () => {
  test('is the share of the time that has passed', () => {
    expect(progress(false, 1000, 2000, 1000)).toBe(0);
    expect(progress(false, 1000, 2000, 1250)).toBe(0.25);
    expect(progress(false, 1000, 2000, 2500)).toBe(1);
  });

  test('what is lost gets halfway', () => {
    expect(progress(true, 1000, 2000, 2000)).toBe(0.5);
  });

  test('what takes no time has arrived', () => {
    expect(progress(false, 1000, 1000, 1000)).toBe(1);
  });
});
