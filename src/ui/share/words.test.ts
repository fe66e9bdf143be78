import { expect, test } from 'vitest';
import { resolveRun } from '../../sim/run';
import { runOf } from '../../sim/test-kit';
import { fileName, placeText, rangeText } from './words';

const bookmark = { version: 1, run: resolveRun(runOf(5)), headMs: 12_345.678 } as const;

test('a place is an instant, and more only where there is more', () => {
  expect(placeText(bookmark)).toBe('12.345 s');
  expect(placeText({ ...bookmark, atMs: 0, branch: 'late kill', select: 'n1' })).toBe(
    '0.000 s, branch “late kill”, n1 selected',
  );
  expect(placeText({ ...bookmark, select: ['n1', 'n2'] })).toBe('12.345 s, n1 – n2 selected');
});

test('a range has two ends', () => {
  expect(rangeText({ fromUs: 0, toUs: 1_500_000 })).toBe('0.000 s – 1.500 s');
});

test('a file is called after what is in it', () => {
  expect(fileName({ ...bookmark, atMs: 3000 }, '.json')).toBe('interregnum-quorum-5-nodes-at-3.000s.json');
  expect(fileName({ ...bookmark, run: resolveRun(runOf(1)) }, '.log')).toBe(
    'interregnum-quorum-1-node-at-12.345s.log',
  );
});
