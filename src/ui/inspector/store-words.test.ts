import { BALLOT } from '../../core/protocols/ballot-lease/about';
import { describe, expect, test } from 'vitest';
import { storeRecord } from '../../core/store/record';
import { beginning, keysOf, leaseSentence } from './store-words';

const disk = storeRecord(
  {
    version: 9,
    entries: [
      { key: 'a/config', value: '{}', version: 1 },
      { key: 'a/leader', value: null, version: 9 },
      { key: 'b', value: 'x', version: 4 },
    ],
  },
  [],
);

test('the key that says who leads comes first, tombstone or not', () => {
  expect(keysOf(disk, 'a/leader').map(({ key }) => key)).toEqual(['a/leader', 'a/config', 'b']);
  expect(keysOf(disk, undefined).map(({ key }) => key)).toEqual(['a/config', 'a/leader', 'b']);
});

test('an empty disk holds nothing', () => {
  expect(keysOf(null, 'a/leader')).toEqual([]);
});

describe('what the lease says', () => {
  const lease = { holder: 'n2', token: 7, untilUs: 12_400_000 };

  test('while it holds, and after', () => {
    expect(leaseSentence('{}', lease, 6_300_000, BALLOT.words)).toBe(
      'n2 leads with ballot 7, until 12.400 s (6.1 s left)',
    );
    expect(leaseSentence('{}', lease, 12_400_000, BALLOT.words)).toBe(
      'n2 led with ballot 7, until 12.400 s (over for 0 ms)',
    );
  });

  test('when it names nobody', () => {
    expect(leaseSentence(null, null, 0, BALLOT.words)).toMatch(/^Deleted/);
    expect(leaseSentence('{"ballot":7}', null, 0, BALLOT.words)).toContain('given back');
    expect(leaseSentence('#corrupt#', null, 0, BALLOT.words)).toBe('Nobody can read this.');
  });
});

test('only what is long is folded', () => {
  expect(beginning('x'.repeat(200))).toBe('x'.repeat(200));
  expect(beginning('x'.repeat(201))).toBe(`${'x'.repeat(200)}…`);
});
