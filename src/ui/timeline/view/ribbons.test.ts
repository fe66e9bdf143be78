import { expect, test } from 'vitest';
import { recordedSide } from '../test-kit';
import { detailOf } from './detail';
import { ribbonsOf } from './ribbons';

const { index } = recordedSide(3, 10_000);
const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);

test('every message that was sent in view is in one column of its sender', () => {
  const view = { startUs: 1_000_000, spanUs: 3_000_000 };
  const { counts, most } = ribbonsOf(index, detailOf(index, view), view, 900);
  const { messages, nodes } = index.trace;
  const rows = Array.from({ length: messages.length }, (_, id) => messages.row(id));
  nodes.forEach((node, at) => {
    const sent = rows.filter(
      ({ from, sentUs }) => from === node && sentUs >= view.startUs && sentUs < view.startUs + view.spanUs,
    );
    expect(counts[at]).toHaveLength(300);
    expect(sum(counts[at]!)).toBe(sent.length);
  });
  expect(most).toBe(Math.max(...counts.flat()));
});

test('where there are too many to count, the running totals say about the same', () => {
  // Totals are known at the edges of buckets: a view that ends at one loses nothing.
  const view = { startUs: 0, spanUs: 600 * index.density.widthUs };
  const detail = detailOf(index, view);
  const counted = ribbonsOf(index, detail, view, 300).counts;
  const told = ribbonsOf(index, { ...detail, first: -1e9 }, view, 300).counts;
  counted.forEach((row, node) => {
    expect(sum(told[node]!)).toBe(sum(row));
    row.forEach((count, at) => expect(Math.abs(told[node]![at]! - count)).toBeLessThanOrEqual(4));
  });
});
