import { describe, expect, test } from 'vitest';
import { UNSEEN_NODE, type NodeSnapshot } from '../../sim/view';
import { nodeName } from '../stage/words';
import { handOverActions } from './node-actions';

const node = (id: string, what: Partial<NodeSnapshot> = {}): NodeSnapshot => ({
  ...UNSEEN_NODE,
  id,
  part: 'node',
  status: 'up',
  ...what,
});

describe('handing over', () => {
  const others = [node('n2'), node('n3', { status: 'killed' }), node('store', { part: 'store' })];

  test('is offered to a primary that runs, to every other node that runs', () => {
    const primary = node('n1', { role: 'primary' });
    expect(handOverActions(primary, [primary, ...others])).toEqual([
      { name: 'Hand over to n2', faults: [{ kind: 'transfer', node: 'n1', to: 'n2' }] },
    ]);
  });

  test('is offered to nobody else', () => {
    expect(handOverActions(node('n1'), others)).toEqual([]);
    expect(handOverActions(node('n1', { role: 'primary', status: 'frozen' }), others)).toEqual([]);
  });
});

test('who writes to its disk says so in its name, for as long as that takes', () => {
  const busy = node('n1', { writesUntilUs: 5000 });
  expect(nodeName(busy, 4999)).toBe('n1, replica, epoch 0, writes to its disk');
  expect(nodeName(busy, 5000)).toBe('n1, replica, epoch 0');
});
