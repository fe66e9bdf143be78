import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EMPTY_LOG, entriesOf, entryAt, lastTermOf, writtenLog, type LogEntry } from './log';

const entry = (index: number, term = 1): LogEntry => ({ term, index, data: `d${index}` });
/** Writes by where they begin, as a share of the length, and how much they hold. */
const writes = fc.array(fc.tuple(fc.nat(1000), fc.nat(150)), { maxLength: 12 });

test('is what a plain list would be after the same writes, and what it was before them', () => {
  fc.assert(
    fc.property(writes, (all) => {
      let log = EMPTY_LOG;
      let list: readonly LogEntry[] = [];
      const versions: [typeof log, readonly LogEntry[]][] = [];
      all.forEach(([share, count], term) => {
        const from = 1 + Math.floor((share * list.length) / 1000);
        const entries = Array.from({ length: count }, (_, at) => entry(from + at, term));
        log = writtenLog(log, { from, entries });
        list = [...list.slice(0, from - 1), ...entries];
        versions.push([log, list]);
      });
      for (const [was, expected] of versions) {
        expect(was.length).toBe(expected.length);
        expect(entriesOf(was)).toEqual(expected);
        expect(lastTermOf(was)).toBe(expected.at(-1)?.term ?? 0);
        for (const index of [0, 1, 64, 65, was.length, was.length + 1])
          expect(entryAt(was, index)).toEqual(expected[index - 1]);
      }
    }),
  );
});

test('equal logs are equal values, however they came about', () => {
  const entries = Array.from({ length: 200 }, (_, at) => entry(at + 1));
  let slowly = EMPTY_LOG;
  for (const one of entries) slowly = writtenLog(slowly, { from: one.index, entries: [one] });
  expect(slowly).toEqual(writtenLog(EMPTY_LOG, { from: 1, entries }));
});

test('refuses a gap', () => {
  expect(() => writtenLog(EMPTY_LOG, { from: 2, entries: [entry(2)] })).toThrow(/cannot go on at 2/);
  expect(() => writtenLog(EMPTY_LOG, { from: 0, entries: [] })).toThrow(/cannot go on at 0/);
});
