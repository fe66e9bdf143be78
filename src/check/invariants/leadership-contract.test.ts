import { describe, expect, test } from 'vitest';
import type { LeaderState } from '../../core/leadership/leader-state';
import { leadershipContract } from './leadership-contract';
import { Stage } from './test-kit';

const stage = (): Stage => new Stage(leadershipContract, { clients: 1, exports: true });
const follower = (leaderEpoch: number, leaderEndpoint = '10.0.0.1:6004'): { leadership: LeaderState } => ({
  leadership: { kind: 'follower', leaderEpoch, leaderEndpoint },
});

describe('leadership keeps its contract', () => {
  test('while the epochs that are named rise', () => {
    const nodes = stage();
    expect(nodes.show('n1', follower(3))).toBeNull();
    expect(nodes.show('n1', follower(3, '10.0.0.2:6004'))).toBeNull();
    expect(nodes.show('n1', { leadership: { kind: 'unknown' } })).toBeNull();
    expect(nodes.show('n1', { leadership: { kind: 'leader', epoch: 4 } })).toBeNull();
    expect(nodes.show('n1', follower(5))).toBeNull();
    // Each node has heard what it has heard.
    expect(nodes.show('n2', follower(2))).toBeNull();
  });

  test('and not when an older leader is named', () => {
    const nodes = stage();
    nodes.show('n1', follower(3));
    nodes.show('n1', { leadership: { kind: 'unknown' } });
    expect(nodes.show('n1', follower(2))).toEqual({
      witnesses: ['n1'],
      text: 'n1 broke the contract of its leadership: leaderEpoch went back from 3 to 2.',
    });
  });

  test('nor when an endpoint has a scheme', () => {
    expect(stage().show('n1', follower(1, 'http://10.0.0.1:6004'))).toEqual({
      witnesses: ['n1'],
      text: 'n1 broke the contract of its leadership: leaderEndpoint "http://10.0.0.1:6004" is not host:port without a scheme.',
    });
  });

  test('a new process begins anew', () => {
    const nodes = stage();
    nodes.show('n1', follower(3));
    nodes.restart('n1');
    expect(nodes.show('n1', follower(2))).toBeNull();
  });

  test('also as far as it is known from before, also by those that lead now', () => {
    const nodes = stage();
    nodes.show('n1', follower(3));
    nodes.resume();
    expect(nodes.show('n1', { leadership: { kind: 'leader', epoch: 4 } })).toBeNull();
    nodes.resume();
    expect(nodes.show('n1', follower(3))).toBeNull();
    nodes.resume();
    expect(nodes.show('n1', follower(2))).not.toBeNull();
  });

  test('a process that was started since then is not held to it', () => {
    const nodes = stage();
    nodes.show('n1', follower(3));
    nodes.resume();
    nodes.restart('n1');
    expect(nodes.show('n1', follower(2))).toBeNull();
  });

  test('is no matter of a store or a client', () => {
    const nodes = stage();
    expect(nodes.show('store', follower(1, 'http://x:1'))).toBeNull();
    expect(nodes.show('c1', follower(1, 'http://x:1'))).toBeNull();
  });
});
