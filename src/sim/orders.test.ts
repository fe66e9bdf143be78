import { describe, expect, test } from 'vitest';
import { describeFault } from './fault-words';
import { whyImpossible } from './impossible';
import type { FaultAction } from './run';

describe('orders of the operator', () => {
  const raft = { protocol: 'raft', nodes: ['n1', 'n2'] };
  const transfer: FaultAction = { kind: 'transfer', node: 'n1', to: 'n2' };

  test('are for those who heed them, and name nodes that are there', () => {
    expect(whyImpossible(transfer, raft)).toBeNull();
    expect(whyImpossible({ ...transfer, to: 'n9' }, raft)).toMatch(/^to: "n9" is not a node/);
    expect(whyImpossible({ kind: 'campaign', node: 'n1' }, { ...raft, protocol: 'kevy' })).toBe(
      'kind: "campaign" means nothing to protocol "kevy".',
    );
    expect(whyImpossible({ kind: 'replOffset', node: 'n1', value: 3 }, raft)).toMatch(/whose data is a log/);
  });

  test('are told in words', () => {
    expect(describeFault(transfer)).toBe('n1 was told to hand leadership over to n2');
    expect(describeFault({ kind: 'campaign', node: 'n1' })).toBe('n1 was told to stand for election');
    expect(describeFault({ kind: 'forgetLeader', node: 'n1' })).toBe('n1 was told to forget its leader');
  });
});
