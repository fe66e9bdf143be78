import { expect, test } from 'vitest';
import { setupWords } from './setup-words';

test('what is on is told, what is not is left out', () => {
  expect(setupWords('kevy, as published', { nodes: ['a', 'b', 'c'] }, 'Classroom', {})).toEqual([
    'kevy',
    '3 nodes',
    'Classroom',
    'no rules',
  ]);
  const run = { nodes: ['a'], clients: 2, exports: true };
  expect(setupWords('Quorum', run, 'own timing', { x: true, y: false }).join(' · ')).toBe(
    'Quorum · 1 node · 2 clients · exports · own timing · 1 rule off',
  );
  expect(setupWords('Quorum', { nodes: ['a', 'b'] }, 'WAN', { x: true }).at(-1)).toBe('all rules on');
});
