import { expect, test } from 'vitest';
import { selectedOf, selectionOf } from './selected';

test.each([null, { kind: 'node', node: 'n1' }, { kind: 'link', a: 'n1', b: 'n2' }] as const)(
  'a selection comes back: %j',
  (selection) => {
    expect(selectionOf(selectedOf(selection))).toEqual(selection);
  },
);
