import { expect, test } from 'vitest';
import type { BranchInfo } from '../../../app/session/state';
import { countingOptions, countingSentence } from './counting-words';

const main: BranchInfo = { id: 1, name: 'main', parent: null, forkedAtUs: 0, headUs: 1, active: true };
const shown = (live: boolean, branches: readonly BranchInfo[] = [main]) => ({
  live,
  branches,
  snapshot: { timeUs: 12_300_400 },
});

test('the choice names the instant that is shown, and at the head none: it moves', () => {
  expect(countingOptions(shown(false)).map(({ title }) => title)).toEqual([
    'starts again from 0 s',
    'counts from 12.300 s on',
  ]);
  expect(countingOptions(shown(true))[1]).toEqual({ id: 'onward', title: 'counts from now on' });
});

test('says what becomes of the run', () => {
  expect(countingSentence('again', shown(true))).toBe('Every change starts the run again from 0 s.');
  expect(countingSentence('again', shown(false, [main, { ...main, id: 2 }]))).toBe(
    'Every change starts the run again from 0 s, and its branches are gone.',
  );
  expect(countingSentence('onward', shown(true))).toMatch(/^The run goes on/);
  expect(countingSentence('onward', shown(false))).toMatch(/^A change begins another branch at 12\.300 s;/);
});
