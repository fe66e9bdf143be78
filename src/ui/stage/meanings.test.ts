import { EPOCH_WORDS } from '../../core/words';
import { expect, test } from 'vitest';
import { UNSEEN_NODE, type NodeSnapshot, type Snapshot } from '../../sim/view';
import { meaningsOf } from './meanings';

const node = (given: Partial<NodeSnapshot>): NodeSnapshot => ({
  ...UNSEEN_NODE,
  id: 'n1',
  part: 'node',
  status: 'up',
  epoch: 2,
  ...given,
});
const signs = (given: Partial<NodeSnapshot>, protocol = { words: EPOCH_WORDS }) => {
  const member = node(given);
  const snapshot = { timeUs: 5_000_000, nodes: [member, node({}), node({})] } as unknown as Snapshot;
  return meaningsOf(member, snapshot, protocol).map(({ sign }) => sign);
};

test('each sign that is there has its sentence, and no other', () => {
  expect(signs({ role: 'replica' })).toEqual(['Thin arc', 'Colour: epoch 2', 'Quorum']);
  expect(signs({ role: 'primary' })).toEqual(['Hollow crown', 'Thin arc', 'Colour: epoch 2', 'Quorum']);
  expect(signs({ role: 'candidate' })[0]).toBe('Diamond');
  expect(signs({ status: 'killed' })).toEqual(['Cross']);
  expect(signs({ status: 'frozen' })[0]).toBe('Hatched');
  expect(signs({ role: 'replica' }, { store: {}, words: EPOCH_WORDS } as never)).toContain('Lease');
});

test('a quorum is told in numbers', () => {
  const member = node({ role: 'replica' });
  const snapshot = { timeUs: 0, nodes: [member, member, member, member, member] } as unknown as Snapshot;
  expect(meaningsOf(member, snapshot, { words: EPOCH_WORDS }).at(-1)?.sentence).toMatch(/^3 of 5 nodes/);
});
