import { expect, test } from 'vitest';
import { transformOf, viewOf } from './time-zoom';

test("a view and D3's transform are two ways to say the same", () => {
  const subject = { view: { startUs: 5_000_000, spanUs: 2_000_000 }, left: 60, width: 1000, headUs: 1e7 };
  const transform = transformOf(subject);
  // Where the view begins is where time begins on the element.
  expect(transform.applyX(5_000_000)).toBeCloseTo(60, 6);
  expect(transform.applyX(7_000_000)).toBeCloseTo(1060, 6);
  const { startUs, spanUs } = viewOf(transform, subject);
  expect(startUs).toBeCloseTo(5_000_000, 3);
  expect(spanUs).toBeCloseTo(2_000_000, 3);
});
