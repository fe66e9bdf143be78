import { expect, test } from 'vitest';
import type { MarkShape } from '../../core/protocol';
import { path, symbolCircle, symbolSquare, symbolStar, symbolTriangle } from 'd3';
import { markPath } from './mark-path';
import { traceMark } from './marks';
import { burstPath, crownPath, diamondPath } from './node-paths';
import { epochColourIn } from './palette';
import { recordingPen } from './test-kit';

const SHAPES: readonly MarkShape[] = ['dot', 'triangle', 'square', 'star', 'bar'];

test('no two marks look the same', () => {
  expect(new Set(SHAPES.map((shape) => markPath(shape, 5))).size).toBe(SHAPES.length);
});

test('the outlines are those of the symbols of D3', () => {
  const types = { dot: symbolCircle, triangle: symbolTriangle, square: symbolSquare, star: symbolStar };
  const weights = { dot: 2.2, triangle: 4.2, square: 4.2, star: 4.4 };
  const numbers = (text: string) =>
    (text.match(/-?\d+(\.\d+)?(e-?\d+)?/g) ?? []).map(Number).sort((a, b) => a - b);
  for (const mark of ['dot', 'triangle', 'square', 'star'] as const) {
    const theirs = path();
    types[mark].draw(theirs as never, weights[mark] * 25);
    const own = numbers(markPath(mark, 5));
    expect(own).toHaveLength(numbers(theirs.toString()).length);
    numbers(theirs.toString()).forEach((value, at) => expect(own[at], mark).toBeCloseTo(value, 2));
  }
});

test('the canvas and the SVG show the same outline', () => {
  for (const shape of SHAPES) {
    const { pen, notes } = recordingPen();
    traceMark(pen, shape, 5);
    expect(notes.length, shape).toBeGreaterThan(0);
    expect(markPath(shape, 5), shape).toMatch(/^M/);
  }
});

test('outlines of nodes are closed', () => {
  for (const path of [diamondPath(20), burstPath(20), crownPath(18)]) expect(path).toMatch(/^M[-\d.,L]+Z$/);
});

test('an epoch takes the colour of its place in the cycle, no epoch a grey', () => {
  const palette = {
    epochs: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'],
    text: '',
    muted: 'grey',
    line: '',
    surface: '',
  };
  expect([-1, 0, 7, 8, 17].map((epoch) => epochColourIn(palette, epoch))).toEqual([
    'grey',
    'a',
    'h',
    'a',
    'b',
  ]);
});
