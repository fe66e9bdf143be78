import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ENTRY_DATA_MAX, entriesText, readEntries } from './entries';

const entries = fc.array(
  fc.record({ term: fc.maxSafeNat(), index: fc.maxSafeNat(), data: fc.string({ maxLength: 30 }) }),
);

test('reads what it writes', () => {
  fc.assert(
    fc.property(entries, (all) => {
      expect(readEntries(entriesText(all))).toEqual(all);
    }),
  );
  expect(entriesText([{ term: 2, index: 7, data: 'c1#3' }])).toBe('[[2,7,"c1#3"]]');
});

test.each([
  ['nothing', ''],
  ['no list', '{"length":0}'],
  ['a list of something else', '[1]'],
  ['a part too few', '[[1,2]]'],
  ['a part too many', '[[1,2,"x",3]]'],
  ['a negative term', '[[-1,2,"x"]]'],
  ['a fraction', '[[1,2.5,"x"]]'],
  ['a number that is not exact', '[[1,9007199254740993,"x"]]'],
  ['data that is no text', '[[1,2,3]]'],
  ['data without end', `[[1,2,"${'x'.repeat(ENTRY_DATA_MAX + 1)}"]]`],
  ['another spelling', '[[1, 2,"x"]]'],
  ['another spelling of a text', '[[1,2,"\\u0078"]]'],
])('refuses %s', (_what, text) => {
  expect(readEntries(text)).toBeNull();
});
