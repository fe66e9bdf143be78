import { expect, test } from 'vitest';
import { shownEpochs } from './epochs';

test('each epoch once, in the order of numbers', () => {
  expect(shownEpochs([10, 9, 10, 2, 9].map((epoch) => ({ epoch })))).toEqual([2, 9, 10]);
});
