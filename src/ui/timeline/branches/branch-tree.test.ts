import { expect, test } from 'vitest';
import type { BranchInfo } from '../../../app/session/state';
import { branchRows } from './branch-tree';

const branch = (id: number, parent: number | null): BranchInfo => ({
  id,
  name: `b${id}`,
  parent,
  forkedAtUs: 0,
  headUs: 0,
  active: id === 1,
});

const shape = (branches: readonly BranchInfo[]) =>
  branchRows(branches).map(({ branch: { id }, depth, parentName }) => [id, depth, parentName]);

test('each branch stands below the one that it left', () => {
  expect(shape([branch(1, null), branch(2, 1), branch(3, 1), branch(4, 2)])).toEqual([
    [1, 0, null],
    [2, 1, 'b1'],
    [4, 2, 'b2'],
    [3, 1, 'b1'],
  ]);
});

test('one whose parent was deleted is not lost, nor are its own', () => {
  expect(shape([branch(1, null), branch(3, 2), branch(4, 3)])).toEqual([
    [1, 0, null],
    [3, 0, null],
    [4, 1, 'b3'],
  ]);
});
