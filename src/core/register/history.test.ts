import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatHistory,
  hasWrite,
  highestWrite,
  includesHistory,
  INTERVALS_MAX,
  missingWrites,
  parseHistory,
  unionOf,
  withWrite,
} from './history';

type Writes = readonly (readonly [client: string, number: number])[];

const writes: fc.Arbitrary<Writes> = fc.array(
  fc.tuple(fc.constantFrom('c1', 'c2', 'c10', 'xc1'), fc.integer({ min: 1, max: 30 })),
  { maxLength: 60 },
);

const textOf = (list: Writes): string =>
  list.reduce((text, [client, number]) => withWrite(text, client, number), '');
const setOf = (list: Writes): Set<string> => new Set(list.map(([client, number]) => `${client}#${number}`));

test('clients in order, intervals ascending and apart', () => {
  const inOrder: Writes = [
    ['c2', 1],
    ['c1', 1],
    ['c1', 2],
    ['c1', 4],
    ['c1', 5],
    ['c10', 3],
  ];
  expect(textOf(inOrder)).toBe('c1:1-2,4-5 c10:3 c2:1');
  expect(withWrite('c1:1-2,4-5', 'c1', 3)).toBe('c1:1-5');
  expect(withWrite('c1:3', 'c1', 1)).toBe('c1:1,3');
});

test.each([
  'c1',
  'c1:',
  'c1:0',
  'c1:1-1',
  'c1:2-1',
  'c1:1-2,3',
  'c1:3,1',
  'c1:01',
  ' c1:1',
  'c1:1 ',
  'c2:1 c1:1',
  'c1:1 c1:3',
  ':1',
  'c1:1-99999999999999999',
  'c1:1-9007199254740993',
])('"%s" is no history', (text) => {
  expect(parseHistory(text)).toBeNull();
});

describe('as a set of writes', () => {
  test('holds what was written, in one form', () => {
    fc.assert(
      fc.property(writes, fc.integer({ min: 0, max: 31 }), (list, number) => {
        const text = textOf(list);
        const model = setOf(list);
        expect(formatHistory(parseHistory(text)!)).toBe(text);
        expect(textOf([...list].reverse())).toBe(text);
        for (const client of ['c1', 'c2', 'c10', 'c', 'xc1', 'c3']) {
          expect(hasWrite(text, client, number)).toBe(model.has(`${client}#${number}`));
          const numbers = list.filter(([of]) => of === client).map(([, each]) => each);
          expect(highestWrite(text, client)).toBe(Math.max(0, ...numbers));
        }
      }),
    );
  });

  test('superset, union and difference', () => {
    fc.assert(
      fc.property(writes, writes, fc.nat(70), (a, b, limit) => {
        const [big, small] = [textOf(a), textOf(b)];
        const missing = [...setOf(b)].filter((name) => !setOf(a).has(name));
        expect(includesHistory(big, small)).toBe(missing.length === 0);
        expect(unionOf(big, small)).toBe(textOf([...a, ...b]));
        expect(missingWrites(big, small, 1000).sort()).toEqual(missing.sort());
        expect(missingWrites(big, small, limit)).toHaveLength(Math.min(limit, missing.length));
        expect(missingWrites(textOf([...a, ...b]), small)).toEqual([]);
      }),
    );
  });

  test('the whole of a long history is compared without counting it out', () => {
    expect(missingWrites('c1:2-9007199254740990', 'c1:1-9007199254740991')).toEqual([
      'c1#1',
      'c1#9007199254740991',
    ]);
    expect(missingWrites('', 'c1:1-9007199254740991')).toHaveLength(20);
  });
});

test('a write that it has already leaves the very same text', () => {
  const text = 'c1:1-3,7 c2:1';
  expect(withWrite(text, 'c1', 2)).toBe(text);
  expect(withWrite(text, 'c1', 7)).toBe(text);
});

test('the oldest gaps are closed when there are too many', () => {
  let text = '';
  for (let i = 0; i < INTERVALS_MAX; i++) text = withWrite(text, 'c1', 1 + 2 * i);
  expect(hasWrite(text, 'c1', 2)).toBe(false);
  const more = withWrite(text, 'c1', 1 + 2 * INTERVALS_MAX);
  expect(more.startsWith('c1:1-3,5,7,')).toBe(true);
  expect(parseHistory(more)!.get('c1')).toHaveLength(2 * INTERVALS_MAX);
  expect(includesHistory(more, text)).toBe(true);
  expect(hasWrite(more, 'c1', 4)).toBe(false);
});

test('writes are numbered from 1', () => {
  expect(() => withWrite('', 'c1', 0)).toThrow(/numbered from 1/);
  expect(() => withWrite('', 'c 1', 1)).toThrow(/cannot stand in a history/);
});
