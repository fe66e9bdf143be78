import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../sim/view';
import { node } from './test-kit';
import { nodeName, standstill } from './words';

describe('nodeName', () => {
  test('begins with id, role and epoch', () => {
    expect(nodeName(node(), 0)).toBe('n1, replica, epoch 3');
  });

  test('goes on with what is special about it', () => {
    const primary = node({ role: 'primary', authorityUntilUs: 100 });
    expect(nodeName(primary, 50)).toBe('n1, primary, epoch 3, has authority');
    expect(nodeName(primary, 100)).toBe('n1, primary, epoch 3');
    expect(nodeName(node({ status: 'frozen' }), 0, true)).toBe(
      'n1, replica, epoch 3, frozen, witness of the violation',
    );
  });
});

describe('standstill', () => {
  const snapshot = (change: Partial<Snapshot>): Snapshot => ({
    timeUs: 0,
    nodes: [],
    links: [],
    inFlight: 0,
    ...change,
  });

  test('says who leads, who is down and what is in the air', () => {
    const nodes = [
      node({ role: 'primary', authorityUntilUs: Infinity }),
      node({ id: 'n2', status: 'killed' }),
      node({ id: 'n3', status: 'frozen' }),
    ];
    expect(standstill(snapshot({ timeUs: 12_345_678, nodes, inFlight: 1 }))).toBe(
      'Paused at 12.345 seconds. n1 at epoch 3 has authority. n3 frozen, n2 killed. 1 message in flight',
    );
  });

  test('says when nobody leads, and when two do', () => {
    expect(standstill(snapshot({ nodes: [node()] }))).toContain('Nobody has authority');
    const two = [node({ authorityUntilUs: 9 }), node({ id: 'n2', epoch: 4, authorityUntilUs: 9 })];
    expect(standstill(snapshot({ nodes: two }))).toContain('n1 at epoch 3 and n2 at epoch 4 have authority');
  });
});
