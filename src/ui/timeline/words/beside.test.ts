import { BALLOT } from '../../../core/protocols/ballot-lease/about';
import { expect, test } from 'vitest';
import { fencingText, skewText } from './beside';

test('what fencing did is said, and no more than was found', () => {
  expect(fencingText({ kind: 'held', token: 7, refused: 1 }, BALLOT.words)).toBe(
    'ballot 7 refused 1 stale write',
  );
  expect(fencingText({ kind: 'held', token: 7, refused: 3 }, BALLOT.words)).toBe(
    'ballot 7 refused 3 stale writes',
  );
  expect(fencingText({ kind: 'pierced' }, BALLOT.words)).toBe('fencing off: stale write got through');
  expect(fencingText({ kind: 'lost' }, BALLOT.words)).toBe('an acknowledged write was lost');
});

test('a clock is set by so much', () => {
  const set = (change: { offsetMs?: number; rate?: number }) =>
    skewText({ kind: 'clock', node: 'n1', ...change });
  expect(set({ offsetMs: 12_000 })).toBe('+12 s');
  expect(set({ offsetMs: -350 })).toBe('−350 ms');
  expect(set({ offsetMs: 0 })).toBe('±0');
  expect(set({ offsetMs: 1500, rate: 1.02 })).toBe('+1.5 s ×1.02');
});
