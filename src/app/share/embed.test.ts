import { expect, test } from 'vitest';
import { addressFor, embedCode, isEmbedded } from './embed';

test('an address is embedded by one parameter, whatever its value', () => {
  expect(isEmbedded({ search: '?embed' })).toBe(true);
  expect(isEmbedded({ search: '?embed=1&x=2' })).toBe(true);
  expect(isEmbedded({ search: '' })).toBe(false);
  expect(isEmbedded({ search: '?embedded' })).toBe(false);
});

test('the parameter comes and goes, everything else stays', () => {
  const plain = 'https://example.com/play/?theme=dark#run=abc_-';
  const embedded = 'https://example.com/play/?theme=dark&embed#run=abc_-';
  expect(addressFor(plain, true)).toBe(embedded);
  expect(addressFor(embedded, true)).toBe(embedded);
  expect(addressFor(embedded, false)).toBe(plain);
  expect(addressFor('https://example.com/?embed#run=a', false)).toBe('https://example.com/#run=a');
});

test('the code holds the address and the title as attributes', () => {
  const code = embedCode('https://example.com/?a=1&b=2#run=abc', 'n1 "leads" & n2 <not>');
  expect(code).toContain('src="https://example.com/?a=1&amp;b=2&amp;embed#run=abc"');
  expect(code).toContain('title="n1 &quot;leads&quot; &amp; n2 &lt;not>"');
});
