import { expect, test } from 'vitest';
import { selectionIn } from './selection';

const NODES = ['n1', 'n2', 'n3'];

test('what is there stays selected, in the order of the run', () => {
  expect(selectionIn({ kind: 'node', node: 'n2' }, NODES)).toEqual({ kind: 'node', node: 'n2' });
  expect(selectionIn({ kind: 'link', a: 'n3', b: 'n1' }, NODES)).toEqual({ kind: 'link', a: 'n1', b: 'n3' });
});

test('what is gone does not', () => {
  expect(selectionIn({ kind: 'node', node: 'n4' }, NODES)).toBeNull();
  expect(selectionIn({ kind: 'link', a: 'n1', b: 'n4' }, NODES)).toBeNull();
  expect(selectionIn({ kind: 'link', a: 'n1', b: 'n1' }, NODES)).toBeNull();
  expect(selectionIn(null, NODES)).toBeNull();
});
