import { describe, expect, test } from 'vitest';
import { UNSEEN_NODE, type NodeSnapshot } from '../../sim/view';
import { nodeName } from '../stage/words';
import { orderActions } from './node-actions';

const node = (id: string, what: Partial<NodeSnapshot> = {}): NodeSnapshot => ({
  ...UNSEEN_NODE,
  id,
  part: 'node',
  status: 'up',
  ...what,
});

const ORDERS = ['transfer', 'campaign', 'forgetLeader'];

describe('orders', () => {
  const others = [node('n2'), node('n3', { status: 'killed' }), node('store', { part: 'store' })];
  const names = (one: NodeSnapshot, orders?: readonly string[]) =>
    orderActions(one, [one, ...others], orders).map(({ name }) => name);

  test('to hand over are for a primary that runs, to every other node that runs', () => {
    const primary = node('n1', { role: 'primary' });
    expect(orderActions(primary, [primary, ...others], ORDERS)).toEqual([
      { name: 'Hand over to n2', faults: [{ kind: 'transfer', node: 'n1', to: 'n2' }] },
    ]);
    expect(names(node('n1', { role: 'primary', status: 'frozen' }), ORDERS)).toEqual([]);
  });

  test('to stand, and to forget whom it follows, are for the others', () => {
    const follower = node('n1', { primary: 'n2' });
    expect(orderActions(follower, [follower, ...others], ORDERS)).toEqual([
      { name: 'Tell n1 to stand', faults: [{ kind: 'campaign', node: 'n1' }] },
      { name: 'Let n1 forget n2', faults: [{ kind: 'forgetLeader', node: 'n1' }] },
    ]);
    expect(names(node('n1'), ORDERS)).toEqual(['Tell n1 to stand']);
    expect(names(node('n1', { status: 'killed' }), ORDERS)).toEqual([]);
  });

  test('are offered only where they are heeded', () => {
    expect(names(node('n1', { role: 'primary' }), ['campaign'])).toEqual([]);
    expect(names(node('n1', { primary: 'n2' }), ['transfer'])).toEqual([]);
    expect(names(node('n1', { primary: 'n2' }))).toEqual([]);
  });
});

test('who writes to its disk says so in its name, for as long as that takes', () => {
  const busy = node('n1', { writesUntilUs: 5000 });
  expect(nodeName(busy, 4999)).toBe('n1, replica, epoch 0, writes to its disk');
  expect(nodeName(busy, 5000)).toBe('n1, replica, epoch 0');
});
