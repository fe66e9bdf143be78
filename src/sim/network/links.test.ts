import { expect, test } from 'vitest';
import { DEFAULT_NETWORK } from '../run';
import { Links } from './links';

test('every ordered pair has a link of its own', () => {
  const links = new Links(['a', 'b', 'c'], DEFAULT_NETWORK, 1);
  expect(links.snapshot().map(({ from, to }) => from + to)).toEqual(['ab', 'ac', 'ba', 'bc', 'ca', 'cb']);
  expect(links.between(0, 2)).not.toBe(links.between(2, 0));
  expect(links.between(0, 2).draw().latencyUs).not.toBe(links.between(2, 0).draw().latencyUs);
});

test('the shortest latency follows every change', () => {
  const links = new Links(['a', 'b'], DEFAULT_NETWORK, 1);
  expect(links.shortestUs).toBe(20_000);
  links.between(1, 0).change({ latencyMs: [3, 3] });
  links.changed();
  expect(links.shortestUs).toBe(3000);
  links.between(1, 0).heal();
  links.changed();
  expect(links.shortestUs).toBe(20_000);
});

test('without links nothing bounds a window', () => {
  expect(new Links(['a'], DEFAULT_NETWORK, 1).shortestUs).toBe(Infinity);
});

test('a snapshot stays the same object until something changes', () => {
  const links = new Links(['a', 'b'], DEFAULT_NETWORK, 1);
  const before = links.snapshot();
  expect(links.snapshot()).toBe(before);
  links.between(0, 1).cut = true;
  links.changed();
  expect(links.snapshot()).not.toBe(before);
  expect(links.snapshot()[0]).toMatchObject({ from: 'a', to: 'b', cut: true, changed: false });
});
