import { describe, expect, test } from 'vitest';
import { ownProtocol } from '../../core/protocols/own/protocol';
import { addProtocol } from '../../core/registry';
import { simulate } from '../../sim/simulate';
import type { Run } from '../../sim/run';
import bully from './examples/bully';

function runOf(definition: unknown, id: string, more: Partial<Run> = {}): Run {
  addProtocol({ ...ownProtocol(definition), id });
  return { version: 1, protocol: id, nodes: ['n1', 'n2', 'n3', 'n4', 'n5'], seed: 1, ...more };
}

describe('Bully', () => {
  const leadersAt = (run: Run, ms: number) =>
    simulate(run, ms).view.nodes.flatMap(({ id, authority, status }) =>
      authority && status === 'up' ? [id] : [],
    );

  test('the highest leads, and after its death the next one', () => {
    const run = runOf(bully, 'bully', { faults: [{ atMs: 5000, kind: 'kill', node: 'n5' }] });
    expect(leadersAt(run, 4999)).toEqual(['n5']);
    expect(leadersAt(run, 9000)).toEqual(['n4']);
  });

  test('one that comes back takes over, and remembers the term', () => {
    const run = runOf(bully, 'bully', {
      faults: [
        { atMs: 5000, kind: 'kill', node: 'n5' },
        { atMs: 9000, kind: 'restart', node: 'n5', disk: 'kept' },
      ],
    });
    expect(leadersAt(run, 14_000)).toEqual(['n5']);
  });

  test('a leader that is cut off goes on leading: that is what is to be seen', () => {
    const groups = [['n5'], ['n1', 'n2', 'n3', 'n4']];
    const run = runOf(bully, 'bully', { faults: [{ atMs: 5000, kind: 'partition', groups }] });
    expect(leadersAt(run, 9000)).toEqual(['n4', 'n5']);
  });
});
