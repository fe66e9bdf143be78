import { expect, test } from 'vitest';
import { nameInWords } from './name-in-words';

test.each([
  ['noTwoLeaders', 'No two leaders'],
  ['one_at_a_time', 'One at a time'],
  ['time without a leader: nodes', 'time without a leader: nodes'],
])('%s is %s', (name, words) => {
  expect(nameInWords(name)).toBe(words);
});
