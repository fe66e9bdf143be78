import { expect, test } from 'vitest';
import { nodeCountOf, quorumSentence } from './node-count';

test.each([
  ['1', 1],
  ['50', 50],
  ['0', null],
  ['51', null],
  ['2.5', null],
  ['', null],
  ['five', null],
])('%j is %s nodes', (text, amount) => {
  expect(nodeCountOf(text)).toBe(amount);
});

test('an even number buys nothing', () => {
  expect(quorumSentence(1)).toContain('no failure');
  expect(quorumSentence(3)).toContain('2 of 3: it survives 1 failure.');
  expect(quorumSentence(4)).toContain('3 of 4: it survives 1 failure.');
  expect(quorumSentence(5)).toContain('3 of 5: it survives 2 failures.');
});
