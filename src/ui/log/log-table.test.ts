import { describe, expect, test } from 'vitest';
import { EMPTY_LOG, writtenLog, type NodeLog } from '../../core/log';
import type { ProgramView } from '../../core/program';
import { UNSEEN_NODE, type NodeSnapshot } from '../../sim/view';
import { entryWords, logTable, MOST_COLUMNS, rowWords } from './log-table';

/** A log by the terms of its entries. */
const logOf = (...terms: number[]): NodeLog =>
  writtenLog(EMPTY_LOG, {
    from: 1,
    entries: terms.map((term, at) => ({ term, index: at + 1, data: `c1#${at + 1}` })),
  });

const node = (id: string, log: NodeLog, more: Partial<NodeSnapshot> = {}): NodeSnapshot => ({
  ...UNSEEN_NODE,
  id,
  part: 'node',
  status: 'up',
  log,
  ...more,
});

const leading = { role: 'primary', epoch: 3 } as const;

describe('the table', () => {
  test('has a row for each node and a column for each index that anybody has', () => {
    const table = logTable([
      node('n1', logOf(1, 1, 3), { ...leading, commit: 2 }),
      node('n2', logOf(1), { commit: 1 }),
      { ...node('c1', EMPTY_LOG), part: 'client' },
    ]);
    expect(table.columns).toEqual([1, 2, 3]);
    expect(table.rows.map(({ id, length, leads }) => [id, length, leads])).toEqual([
      ['n1', 3, true],
      ['n2', 1, false],
    ]);
    expect(table.rows[0]!.cells.map((cell) => cell?.committed)).toEqual([true, true, false]);
    expect(table.rows[1]!.cells.map((cell) => cell?.entry.term)).toEqual([1, undefined, undefined]);
  });

  test('marks what is not what the leader has there, by terms and not by data', () => {
    const [, behind, apart, longer] = logTable([
      node('n1', logOf(1, 1, 3, 3), leading),
      node('n2', logOf(1, 1)),
      node('n3', logOf(1, 2, 2)),
      node('n4', logOf(1, 1, 3, 3, 3)),
    ]).rows;
    expect([behind, apart, longer].map((row) => row!.agreesUpTo)).toEqual([2, 1, 4]);
    expect(apart!.cells.map((cell) => cell?.differs)).toEqual([false, true, true, undefined, undefined]);
    expect(longer!.cells[4]!.differs).toBe(true);
  });

  test('of two that say they lead believes the one of the higher term, and none that is down', () => {
    const leads = (...nodes: NodeSnapshot[]) => logTable(nodes).rows.map((row) => row.leads);
    expect(
      leads(node('n1', logOf(1), { role: 'primary', epoch: 1 }), node('n2', logOf(1, 3), leading)),
    ).toEqual([false, true]);
    expect(leads(node('n1', logOf(1), { ...leading, status: 'killed' }), node('n2', logOf(1)))).toEqual([
      false,
      false,
    ]);
  });

  test('shows what the leader knows of each follower', () => {
    const peer = { heardAtUs: 1, alive: true, role: 'replica', epoch: 3, replOffset: 1, facts: [] } as const;
    const view = {
      peers: [{ id: 'n2', ...peer, progress: { match: 1, next: 3 } }],
    } as unknown as ProgramView;
    const rows = logTable(
      [node('n1', logOf(1, 3), leading), node('n2', logOf(1)), node('n3', logOf(1))],
      view,
    ).rows;
    expect(rows.map(({ progress }) => progress)).toEqual([null, { match: 1, next: 3 }, null]);
  });

  test('of a long log is its end', () => {
    const terms = Array.from({ length: MOST_COLUMNS + 7 }, () => 1);
    const table = logTable([node('n1', logOf(...terms), { commit: 10 }), node('n2', logOf(1))]);
    expect(table.hidden).toBe(7);
    expect(table.columns[0]).toBe(8);
    expect(table.columns).toHaveLength(MOST_COLUMNS);
    expect(table.rows[0]!.cells.map((cell) => cell?.committed).indexOf(false)).toBe(3);
  });
});

test.each([
  ['c1#17', 'entry 4, term 2: write 17 of c1'],
  ['', 'entry 4, term 2: nothing: a new leader begins its log with it'],
  ['hello', 'entry 4, term 2: "hello"'],
])('an entry of %j in words', (data, words) => {
  expect(entryWords({ term: 2, index: 4, data }, 'term')).toBe(words);
});

test('a row in words, for who does not see it', () => {
  const rows = logTable([
    node('n1', logOf(1, 1, 3), { ...leading, commit: 2 }),
    node('n2', logOf(1, 2), { commit: 1 }),
    node('n3', EMPTY_LOG),
  ]).rows;
  expect(rows.map((row) => rowWords(row, 'term'))).toEqual([
    'n1, who leads: 3 entries, the last of term 3, committed up to 2.',
    "n2: 2 entries, the last of term 2, committed up to 1, other than the leader's from 2 on.",
    'n3: its log is empty.',
  ]);
});
