import { EPOCH_WORDS } from '../../core/words';
import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../sim/view';
import { clientService, node, storeService } from './test-kit';
import { believedLeader, memberName, nodeName, registerWords, standstill } from './words';

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

describe('memberName', () => {
  const store = (change = {}) => node({ part: 'store', id: 'store', service: storeService(7), ...change });
  const client = (change = {}) =>
    node({ part: 'client', id: 'c1', service: clientService({ leader: 'n2' }), ...change });

  test('of a node is that of the node', () => {
    expect(memberName(node(), 0)).toBe('n1, replica, epoch 3');
  });

  test('of a store counts its keys, while it runs', () => {
    expect(memberName(store(), 0)).toBe('store, 7 keys');
    expect(memberName(store({ service: storeService(1) }), 0)).toBe('store, 1 key');
    expect(memberName(store({ service: null }), 0)).toBe('store, 0 keys');
    expect(memberName(store({ status: 'frozen' }), 0)).toBe('store, 7 keys, frozen');
    expect(memberName(store({ status: 'killed' }), 0)).toBe('store, killed');
  });

  test('of a client says whom it believes in', () => {
    expect(memberName(client(), 0)).toBe('c1, client, believes n2 leads');
    expect(memberName(client({ service: clientService() }), 0)).toBe('c1, client, knows of no leader');
    expect(memberName(client({ status: 'frozen' }), 0)).toBe('c1, client, believes n2 leads, frozen');
    expect(memberName(client({ status: 'crashed' }), 0)).toBe('c1, client, crashed');
  });

  test('a client that does not run believes in nobody', () => {
    expect(believedLeader(client())).toBe('n2');
    expect(believedLeader(client({ status: 'killed' }))).toBeNull();
    expect(believedLeader(node())).toBeNull();
  });
});

describe('what a node does beside its election', () => {
  const register = { value: '', history: '', fence: 8, token: 8, serving: false, confirmed: '', fenced: 0 };
  const exporting = { phase: 'working', round: 3, outcome: 'none' } as const;
  const server = (change = {}) =>
    node({ replOffset: 169, service: { kind: 'server', register, exporting, ...change } });

  test('an export is told, while it lasts', () => {
    expect(nodeName(server(), 0)).toBe('n1, replica, epoch 3, exporting');
    expect(nodeName({ ...server(), status: 'killed' }, 0)).toBe('n1, replica, epoch 3, killed');
    expect(nodeName(server({ exporting: { ...exporting, phase: 'trying' } }), 0)).toBe(
      'n1, replica, epoch 3',
    );
  });

  test('its register stands at an offset, under a token', () => {
    expect(registerWords(server())).toEqual({ offset: '#169', token: 8 });
    expect(registerWords(server({ register: null }))).toBeNull();
    expect(registerWords({ ...server(), status: 'crashed' })).toBeNull();
    expect(registerWords(node())).toBeNull();
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
    expect(standstill(snapshot({ timeUs: 12_345_678, nodes, inFlight: 1 }), EPOCH_WORDS)).toBe(
      'Paused at 12.345 seconds. n1 at epoch 3 has authority. n3 frozen, n2 killed. 1 message in flight',
    );
  });

  test('says what the store says, where it is asked', () => {
    expect(standstill(snapshot({}), EPOCH_WORDS, 'n2 holds the lease with ballot 7')).toContain(
      '. In the store n2 holds the lease with ballot 7. ',
    );
  });

  test('says when nobody leads, and when two do', () => {
    expect(standstill(snapshot({ nodes: [node()] }), EPOCH_WORDS)).toContain('Nobody has authority');
    const two = [node({ authorityUntilUs: 9 }), node({ id: 'n2', epoch: 4, authorityUntilUs: 9 })];
    expect(standstill(snapshot({ nodes: two }), EPOCH_WORDS)).toContain(
      'n1 at epoch 3 and n2 at epoch 4 have authority',
    );
  });
});
