import { expect, test } from 'vitest';
import type { MarkShape } from '../../core/protocol';
import { markPath, traceMark } from './marks';
import { burstPath, crownPath, diamondPath } from './node-paths';
import { epochColourIn } from './palette';
import { recordingPen } from './test-kit';

const SHAPES: readonly MarkShape[] = ['dot', 'triangle', 'square', 'star', 'bar'];

test('no two marks look the same', () => {
  expect(new Set(SHAPES.map((shape) => markPath(shape, 5))).size).toBe(SHAPES.length);
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
