import { expect, test } from 'vitest';
import type { EventLine } from '../../app/session/state';
import { around, lastBehind, newestEvents } from './event-filter';

const line = (id: number, tag: string, node: string | null = 'n1'): EventLine => ({
  id,
  atUs: id * 1000,
  tag,
  node,
  epoch: 1,
  text: `${node} did ${tag}`,
});

const log = [
  line(0, 'candidate', 'n2'),
  line(1, 'fault', 'n1'),
  line(2, 'note', 'n1'),
  line(3, 'vote', 'n1'),
  line(4, 'violation', null),
  line(5, 'drop', 'n2'),
];
const ids = (query: Parameters<typeof newestEvents>[1]) =>
  newestEvents(log, query, 100).lines.map(({ id }) => id);

test('kinds: elections and faults both keep a violation', () => {
  expect(ids({ kind: 'all', node: null })).toEqual([0, 1, 2, 3, 4, 5]);
  expect(ids({ kind: 'elections', node: null })).toEqual([0, 3, 4]);
  expect(ids({ kind: 'faults', node: null })).toEqual([1, 4, 5]);
});

test('one node', () => {
  expect(ids({ kind: 'all', node: 'n1' })).toEqual([1, 2, 3]);
  expect(ids({ kind: 'elections', node: 'n2' })).toEqual([0]);
});

test('only the newest are drawn, and the rest is counted', () => {
  const page = newestEvents(log, { kind: 'all', node: null }, 2);
  expect(page.lines.map(({ id }) => id)).toEqual([4, 5]);
  expect(page.earlier).toBe(4);
  expect(newestEvents([], { kind: 'all', node: null }, 2)).toEqual({ lines: [], earlier: 0 });
});

test('around an instant: what has happened, and a few lines of what has not', () => {
  // The violation was found after record 5, and before what came next at the same instant.
  const events = [3, 4, 5.5, 7, 8].map((id) => line(id, 'vote'));
  const ids = (records: number, later: number) => around(events, records, later).map(({ id }) => id);
  expect(ids(4, 0)).toEqual([3]);
  expect(ids(6, 1)).toEqual([3, 4, 5.5, 7]);
  expect(ids(2, 2)).toEqual([3, 4]);
  expect(ids(1000, 5)).toHaveLength(5);
  expect(lastBehind(events, 3)).toBe(-1);
});
