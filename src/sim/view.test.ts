import type { ClientObservation } from '../core/service';
import { describe, expect, test } from 'vitest';
import { Lab, runOf } from './test-kit';
import { clusterView, nodesIn, type ClusterView } from './view';

const viewOf = ({ world }: Lab): ClusterView => clusterView(world.run.protocol, world.snapshot());

test('nothing in a view is in microseconds', () => {
  const lab = new Lab(runOf(3, { clients: 2, exports: true })).to(3000);
  expect(JSON.stringify(viewOf(lab))).not.toMatch(/Us"/);
});

describe('the view of a cluster', () => {
  test('of nodes alone has nothing else', () => {
    const view = viewOf(new Lab(runOf(3)).to(1000));
    expect(view).not.toHaveProperty('store');
    expect(view).not.toHaveProperty('clients');
    for (const node of view.nodes) {
      expect(node).not.toHaveProperty('register');
      expect(node).not.toHaveProperty('exporting');
    }
    expect(view.links).toHaveLength(6);
  });

  test('with clients tells of them, and of the register in each node', () => {
    const lab = new Lab(runOf(3, { clients: 2, config: { ...runOf(3).config, writeIntervalMs: 50 } })).to(
      2000,
    );
    const view = viewOf(lab);
    expect(view.nodes.map(({ id }) => id)).toEqual(['n1', 'n2', 'n3']);
    for (const { register, exporting } of view.nodes) {
      expect(register!.history).toMatch(/^c1:1-\d+ c2:1-\d+$/);
      expect(exporting).toBeUndefined();
    }
    const [leader] = view.nodes.filter(({ authority }) => authority);
    expect(leader!.register).toMatchObject({ serving: true });
    expect(view.clients!.map(({ id, status }) => [id, status])).toEqual([
      ['c1', 'up'],
      ['c2', 'up'],
    ]);
    for (const client of view.clients!) {
      expect(client).toMatchObject({ kind: 'client', leader: leader!.id, abandoned: 0 });
      expect(client.acknowledged).toBeGreaterThan(10);
      const service = lab.node(client.id).service as ClientObservation;
      expect(client.lastAckMs).toBe(service.lastAckUs / 1000);
      expect(client.longestGapMs).toBe(service.longestGapUs / 1000);
    }
    expect(view).not.toHaveProperty('store');
    expect(view.links).toHaveLength(5 * 4);
  });

  test('with clients that read tells what they were told, in milliseconds', () => {
    const config = { ...runOf(3).config, writeIntervalMs: 50, readShare: 100 };
    const lab = new Lab(runOf(3, { clients: 1, config })).to(2000);
    const [client] = viewOf(lab).clients!;
    const { last } = (lab.node('c1').service as ClientObservation).reads!;
    expect(client!.reads!.answered).toBeGreaterThan(10);
    expect(client!.reads!.last).toEqual({
      ...{ number: last!.number, by: last!.by, epoch: last!.epoch, value: '', history: '' },
      begunMs: last!.begunUs / 1000,
      endedMs: last!.endedUs / 1000,
    });
  });

  test('with a store tells its keys, with the raw value of each', () => {
    const lab = new Lab(runOf(2, { protocol: 'ballot-lease', config: {}, exports: true })).to(3000);
    const { store, nodes } = viewOf(lab);
    expect(store).toMatchObject({ id: 'store', status: 'up' });
    const byKey = Object.fromEntries(store!.keys.map(({ key, value }) => [key, value]));
    const leader = nodes.find(({ authority }) => authority)!;
    const { leaseKey } = lab.world.protocol.store!;
    expect(JSON.parse(byKey[leaseKey]!)).toMatchObject({ leaderId: leader.id });
    expect(JSON.parse(byKey['export/lease']!)).toHaveProperty('holderId');
    expect(nodes.map(({ exporting }) => exporting!.phase).sort()).toEqual(['idle', 'idle']);
    expect(nodes.map(({ exporting }) => exporting!.outcome).sort()).toEqual(['done', 'held']);
  });

  test('shows a tombstone without a value, and what is damaged as it is', () => {
    const lab = new Lab(runOf(2, { config: {}, exports: true })).to(3000);
    const keys = () => viewOf(lab).store!.keys;
    const [{ key, version }] = keys() as [ReturnType<typeof keys>[0]];
    lab.do({ kind: 'store', how: 'corrupt', key }).to(3001);
    expect(keys()).toEqual([{ key, value: expect.any(String) as string, version: version + 1 }]);
    expect(() => JSON.parse(keys()[0]!.value!) as unknown).toThrow();
    lab.do({ kind: 'store', how: 'tombstone', key }).to(3002);
    expect(keys()).toEqual([{ key, value: null, version: version + 2 }]);
  });

  test('has a store that is down with all that is on its disk, and a client that is down without an account', () => {
    const lab = new Lab(runOf(2, { protocol: 'ballot-lease', config: {}, clients: 1 })).to(3000);
    const before = viewOf(lab).store!.keys;
    expect(before.length).toBeGreaterThan(2);
    lab.do({ kind: 'kill', node: 'store' }, { kind: 'kill', node: 'c1' });
    expect(viewOf(lab).store).toEqual({ id: 'store', status: 'killed', keys: before });
    expect(viewOf(lab).clients![0]).toMatchObject({ id: 'c1', status: 'killed' });
    lab.do({ kind: 'restart', node: 'c1' });
    expect(viewOf(lab).clients).toEqual([{ id: 'c1', status: 'up' }]);
    lab.do({ kind: 'restart', node: 'store', disk: 'wiped' });
    expect(viewOf(lab).store!.keys).toEqual([]);
  });

  test('is plain data', () => {
    const lab = new Lab(runOf(3, { protocol: 'ballot-lease', config: {}, clients: 2, exports: true })).to(
      3000,
    );
    const view = viewOf(lab);
    expect(JSON.parse(JSON.stringify(view))).toEqual(view);
  });
});

test('the nodes of a snapshot are those that elect', () => {
  const snapshot = new Lab(runOf(3, { protocol: 'ballot-lease', config: {}, clients: 2 })).world.snapshot();
  expect(snapshot.nodes.map(({ part }) => part)).toEqual([
    'node',
    'node',
    'node',
    'store',
    'client',
    'client',
  ]);
  expect(nodesIn(snapshot)).toEqual(snapshot.nodes.slice(0, 3));
});
