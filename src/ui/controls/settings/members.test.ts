import { expect, test } from 'vitest';
import { clientsSentence, quorumSentence } from './members';
import { wholeIn } from './whole';

test.each([
  ['1', 1],
  ['50', 50],
  ['0', null],
  ['51', null],
  ['2.5', null],
  ['', null],
  ['five', null],
])('%j is %s, of 1 to 50', (text, amount) => {
  expect(wholeIn(text, 1, 50)).toBe(amount);
});

test('an even number buys nothing', () => {
  expect(quorumSentence(1)).toContain('no failure');
  expect(quorumSentence(3)).toContain('2 of 3: it survives 1 failure.');
  expect(quorumSentence(4)).toContain('3 of 4: it survives 1 failure.');
  expect(quorumSentence(5)).toContain('3 of 5: it survives 2 failures.');
});

test('clients are as many as they are', () => {
  expect(clientsSentence(0)).toContain('Nobody writes');
  expect(clientsSentence(1)).toMatch(/^It writes/);
  expect(clientsSentence(2)).toMatch(/^They write/);
});
