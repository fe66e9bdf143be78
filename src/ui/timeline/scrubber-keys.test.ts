import { expect, test } from 'vitest';
import { scrubberMove } from './scrubber-keys';

test('arrows go from event to event, with Shift by a tenth of a second', () => {
  expect(scrubberMove('ArrowRight', false)).toEqual({ kind: 'step', direction: 'on' });
  expect(scrubberMove('ArrowDown', false)).toEqual({ kind: 'step', direction: 'back' });
  expect(scrubberMove('ArrowLeft', true)).toEqual({ kind: 'by', us: -100_000 });
  expect(scrubberMove('ArrowUp', true)).toEqual({ kind: 'by', us: 100_000 });
});

test('pages are seconds, Home and End the ends', () => {
  expect(scrubberMove('PageUp', false)).toEqual({ kind: 'by', us: 1_000_000 });
  expect(scrubberMove('PageDown', false)).toEqual({ kind: 'by', us: -1_000_000 });
  expect(scrubberMove('Home', false)).toEqual({ kind: 'start' });
  expect(scrubberMove('End', true)).toEqual({ kind: 'live' });
});

test.each(['Tab', 'Enter', 'a', ' '])('%s belongs to others', (key) => {
  expect(scrubberMove(key, false)).toBeNull();
});
