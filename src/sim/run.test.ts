import { describe, expect, test } from 'vitest';
import {
  DEFAULT_NETWORK,
  membersOf,
  resolveRun,
  systemOfRun,
  type Fault,
  type FaultAction,
  type Run,
} from './run';
import { whyImpossible } from './impossible';

const run: Run = { version: 1, protocol: 'quorum', nodes: ['a', 'b', 'c'], seed: 1 };

describe('resolving a run', () => {
  test('fills in every default', () => {
    const resolved = resolveRun(run);
    expect(resolved.network).toEqual(DEFAULT_NETWORK);
    expect(resolved.config).toMatchObject({ hbIntervalMs: 200, downAfterMs: 5000, leaseMs: 3750 });
    expect(Object.values(resolved.safeguards)).not.toContain(false);
    expect(resolved.faults).toEqual([]);
  });

  test('keeps what was given, and lets other defaults follow it', () => {
    const resolved = resolveRun({
      ...run,
      config: { downAfterMs: 1000 },
      network: { lossRatio: 0.5 },
      safeguards: { bootGrace: false },
    });
    expect(resolved.config['leaseMs']).toBe(750);
    expect(resolved.network).toEqual({ ...DEFAULT_NETWORK, lossRatio: 0.5 });
    expect(resolved.safeguards).toMatchObject({ bootGrace: false, durableVotes: true });
  });

  test('starts the first node as primary only where the protocol bootstraps one', () => {
    expect(resolveRun(run).bootstrap).toBeNull();
    expect(resolveRun({ ...run, protocol: 'kevy' }).bootstrap).toBe('a');
    expect(resolveRun({ ...run, protocol: 'kevy', bootstrap: null }).bootstrap).toBeNull();
    expect(resolveRun({ ...run, protocol: 'kevy', bootstrap: 'c' }).bootstrap).toBe('c');
  });

  test('puts faults in order of time, those of one instant as they were listed', () => {
    const faults: Fault[] = [
      { atMs: 5, kind: 'kill', node: 'a' },
      { atMs: 2, kind: 'kill', node: 'b' },
      // A millionth of a millisecond later is the same microsecond.
      { atMs: 2.000001, kind: 'freeze', node: 'c' },
      { atMs: 2, kind: 'thaw', node: 'c' },
    ];
    const { faults: sorted } = resolveRun({ ...run, faults });
    expect(sorted.map(({ kind }) => kind)).toEqual(['kill', 'freeze', 'thaw', 'kill']);
    expect(sorted.map(({ atMs }) => atMs)).toEqual([2, 2, 2, 5]);
    expect(faults[0]).toMatchObject({ atMs: 5 });
  });

  test('resolves a resolved run to itself', () => {
    const resolved = resolveRun({ ...run, faults: [{ atMs: 0.1 + 0.2, kind: 'healAll' }] });
    expect(resolveRun(resolved)).toEqual(resolved);
  });

  test('says which protocols there are', () => {
    expect(() => resolveRun({ ...run, protocol: 'paxos' })).toThrow(
      'protocol: "paxos" is not known here; use one of "quorum", "kevy", "ballot-lease", "kubernetes-lease", "raft".',
    );
  });
});

describe('what a run has besides its nodes', () => {
  const full: Run = { ...run, clients: 2, exports: true };

  test('is nothing unless it says so', () => {
    expect(membersOf(run).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(systemOfRun(run)).toBe(systemOfRun({ ...run, clients: 0, exports: false }));
    expect(resolveRun(run)).not.toHaveProperty('clients');
  });

  test('brings its settings and safeguards along', () => {
    const { config, safeguards } = resolveRun({ ...full, config: { exportEveryMs: 5000 } });
    expect(config).toMatchObject({ writeIntervalMs: 300, exportEveryMs: 5000, exportLeaseMs: 4000 });
    expect(safeguards).toMatchObject({ stickyVoters: true, fencing: true, majorityAck: true });
    expect(resolveRun(run).config).not.toHaveProperty('writeIntervalMs');
  });

  test('are members like its nodes, after them', () => {
    expect(membersOf(full).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'store', 'c1', 'c2']);
    expect(membersOf(resolveRun(full))).toEqual(membersOf(full));
  });
});

describe('a fault', () => {
  const plain = run;
  const withStore: Run = { ...run, exports: true };
  const withClients: Run = { ...run, clients: 1 };
  const leases: Run = { ...run, protocol: 'ballot-lease', clients: 1 };

  test.each<[FaultAction, Run]>([
    [{ kind: 'kill', node: 'store' }, withStore],
    [{ kind: 'freeze', node: 'c1' }, withClients],
    [{ kind: 'clock', node: 'store', offsetMs: 5 }, leases],
    [{ kind: 'cut', from: 'a', to: 'store' }, leases],
    [{ kind: 'link', from: 'c1', to: 'a', lossRatio: 0.5 }, withClients],
    [{ kind: 'corrupt', from: 'store', to: 'b' }, withStore],
    [{ kind: 'partition', groups: [['a', 'c1'], ['store']] }, leases],
    [{ kind: 'priority', node: 'a', value: -2 }, leases],
    [{ kind: 'resign', node: 'a' }, leases],
    [{ kind: 'export', node: 'a', how: 'fail' }, withStore],
    [{ kind: 'store', how: 'corrupt', key: 'any' }, withStore],
    [{ kind: 'store', how: 'tombstone', key: 'any' }, leases],
    [{ kind: 'replOffset', node: 'a', value: 1 }, leases],
  ])('that means something: %o', (fault, given) => {
    expect(whyImpossible(fault, given)).toBeNull();
  });

  test.each<[FaultAction, Run, string]>([
    [
      { kind: 'kill', node: 'store' },
      withClients,
      'node: "store" is not a node of this run; use one of a, b, c, c1.',
    ],
    [
      { kind: 'freeze', node: 'c2' },
      withClients,
      'node: "c2" is not a node of this run; use one of a, b, c, c1.',
    ],
    [
      { kind: 'cut', from: 'a', to: 'store' },
      plain,
      'to: "store" is not a node of this run; use one of a, b, c.',
    ],
    [
      { kind: 'partition', groups: [['a'], ['c1']] },
      plain,
      'groups[1]: "c1" is not a node of this run; use one of a, b, c.',
    ],
    [
      { kind: 'replOffset', node: 'c1', value: 1 },
      leases,
      'node: "c1" is not a node of this run; use one of a, b, c.',
    ],
    [
      { kind: 'resign', node: 'store' },
      leases,
      'node: "store" is not a node of this run; use one of a, b, c.',
    ],
    [
      { kind: 'export', node: 'store', how: 'fail' },
      withStore,
      'node: "store" is not a node of this run; use one of a, b, c.',
    ],
    [
      { kind: 'priority', node: 'a', value: 1 },
      withStore,
      'kind: "priority" means nothing to protocol "quorum".',
    ],
    [{ kind: 'resign', node: 'a' }, plain, 'kind: "resign" means nothing to protocol "quorum".'],
    [
      { kind: 'export', node: 'a', how: 'fail' },
      leases,
      'kind: "export" needs a run that does exports; set "exports" to true.',
    ],
    [
      { kind: 'store', how: 'corrupt', key: 'any' },
      withClients,
      'kind: "store" needs a run that has a store.',
    ],
  ])('that means nothing says why: %o', (fault, given, sentence) => {
    expect(whyImpossible(fault, given)).toBe(sentence);
  });
});
