import { expect, test } from 'vitest';
import type { InvariantStatus } from '../../app/session/state';
import { safetySummary } from './safety-words';

const status = (id: string, broken: boolean, note = false): InvariantStatus => ({
  ...{ id, title: id, sentence: id, note, notPromised: null },
  violation: broken ? ({ invariant: id } as NonNullable<InvariantStatus['violation']>) : null,
});

test('says how many hold, and what does not', () => {
  expect(safetySummary([status('a', false), status('b', false)])).toBe('all 2 hold');
  expect(safetySummary([status('a', true), status('b', false)])).toBe('1 violated, 1 holds');
  expect(
    safetySummary([status('a', true), status('b', true, true), status('c', false), status('d', false)]),
  ).toBe('1 violated, 1 did not hold, 2 hold');
});

test('counts what is not promised apart', () => {
  const open = { ...status('b', false), notPromised: 'nothing rests on it' };
  expect(safetySummary([status('a', false), open])).toBe('all 1 hold, 1 not promised');
  expect(safetySummary([status('a', true), open])).toBe('1 violated, 0 hold, 1 not promised');
});
