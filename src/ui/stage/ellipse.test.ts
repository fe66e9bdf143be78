import { describe, expect, test } from 'vitest';
import { evenEllipse } from './ellipse';

describe('evenEllipse', () => {
  test('on a circle the angles are equal, from the top, clockwise', () => {
    const { angles, perimeter } = evenEllipse(4, 1);
    expect(perimeter).toBeCloseTo(2 * Math.PI, 3);
    angles.forEach((angle, at) => expect(angle).toBeCloseTo(-Math.PI / 2 + (at * Math.PI) / 2, 3));
  });

  test('on a flat ellipse the ways between neighbours are equal', () => {
    const ratio = 0.45;
    const { angles } = evenEllipse(50, ratio);
    const gaps = angles.map((angle, at) => {
      const next = angles[(at + 1) % angles.length] as number;
      return Math.hypot(Math.cos(next) - Math.cos(angle), ratio * (Math.sin(next) - Math.sin(angle)));
    });
    expect(Math.max(...gaps) / Math.min(...gaps)).toBeLessThan(1.03);
  });

  test('knows how far its points reach', () => {
    const three = evenEllipse(3, 1);
    expect(three.top).toBeCloseTo(-1, 3);
    expect(three.bottom).toBeCloseTo(0.5, 3);
    expect(three.halfWidth).toBeCloseTo(Math.sqrt(3) / 2, 3);
    expect(evenEllipse(2, 1).halfWidth).toBeGreaterThan(0);
  });
});
