import { describe, expect, test } from 'vitest';
import { DEFAULT_NETWORK, resolveRun, type Fault, type Run } from './run';

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
    expect(() => resolveRun({ ...run, protocol: 'raft' })).toThrow(
      'protocol: "raft" is not known here; use one of "quorum", "kevy", "ballot-lease".',
    );
  });
});
