import { describe, expect, test } from 'vitest';
import { simulate } from './index';
import { changedConfigs, configFor, sameNodeConfig, withNodeConfig } from './node-config';
import type { Fault, Run } from './run';
import { whyRefused } from './run-rules';
import { settingsAt } from './settings';
import { Lab } from './test-kit';

const lease = { leaseDurationMs: 15_000, renewDeadlineMs: 10_000, retryPeriodMs: 2000 };

describe('settings of single nodes', () => {
  const before = { config: { a: 1, b: 2 }, nodeConfig: { n2: { a: 5 } } };

  test('lie on top of those of all', () => {
    expect(configFor('n2', before)).toEqual({ a: 5, b: 2 });
    expect(configFor('n1', before)).toBe(before.config);
  });

  test('change for one node, or for all, also for those who had their own', () => {
    const rolled = changedConfigs(before, { node: 'n1', config: { b: 3 } });
    expect(rolled).toEqual({ config: { a: 1, b: 2 }, nodeConfig: { n1: { b: 3 }, n2: { a: 5 } } });
    expect(changedConfigs(rolled, { config: { b: 4 } })).toEqual({
      config: { a: 1, b: 4 },
      nodeConfig: { n2: { a: 5 } },
    });
    expect(changedConfigs(before, { config: { a: 9 } })).toEqual({ config: { a: 9, b: 2 } });
    expect(changedConfigs(before, {})).toBe(before);
  });

  test('are the same whoever has none', () => {
    expect(sameNodeConfig(undefined, { n1: {} })).toBe(true);
    expect(sameNodeConfig({ n1: { a: 1 } }, { n1: { a: 1 } })).toBe(true);
    expect(sameNodeConfig({ n1: { a: 1 } }, {})).toBe(false);
    expect(sameNodeConfig({}, { n1: { a: 1 } })).toBe(false);
    expect(withNodeConfig({ n1: {} })).toEqual({});
  });
});

const runOf = (more: Partial<Run>, faults: readonly Fault[] = []): Run => ({
  ...{ version: 1, protocol: 'quorum', nodes: ['n1', 'n2', 'n3'], seed: 4 },
  config: { hbIntervalMs: 100, downAfterMs: 800, electionTimeoutMs: 500 },
  ...more,
  faults,
});

/** Heartbeats that this node sent in a second to one peer, to the nearest five. */
function pace(run: Run, from: string, untilMs: number): number {
  const rows = new Lab(run).to(untilMs).messages();
  const last = rows.filter((row) => row.from === from && row.verb === 'HB' && row.to !== from);
  const second = last.filter(({ sentUs }) => sentUs > (untilMs - 1000) * 1000);
  return 5 * Math.round(second.length / (run.nodes.length - 1) / 5);
}

describe('in a run', () => {
  test('a node goes by its own from the start, and after a restart', () => {
    const own = runOf({ nodeConfig: { n2: { hbIntervalMs: 50 } } });
    expect([pace(own, 'n1', 3000), pace(own, 'n2', 3000)]).toEqual([10, 20]);
    const restarted = runOf(own, [{ atMs: 1000, kind: 'restart', node: 'n2' }]);
    expect(pace(restarted, 'n2', 3000)).toBe(20);
  });

  test('one is configured alone, and all of them again', () => {
    const faults: readonly Fault[] = [
      { atMs: 1000, kind: 'configure', node: 'n2', config: { hbIntervalMs: 50 } },
      { atMs: 4000, kind: 'configure', config: { hbIntervalMs: 200 } },
    ];
    const run = runOf({}, faults);
    expect([pace(run, 'n1', 3500), pace(run, 'n2', 3500)]).toEqual([10, 20]);
    expect([pace(run, 'n1', 6000), pace(run, 'n2', 6000)]).toEqual([5, 5]);
  });

  test('what is in force is told, and how it came about', () => {
    const faults: readonly Fault[] = [
      { atMs: 1000, kind: 'configure', node: 'n2', config: { hbIntervalMs: 50 } },
    ];
    const { world } = simulate(runOf({ nodeConfig: { n1: { downAfterMs: 900 } } }, faults), 2000);
    expect(settingsAt(world.run, 999_999).nodeConfig).toEqual({ n1: { downAfterMs: 900 } });
    expect(settingsAt(world.run, 1_000_000).nodeConfig).toEqual({
      n1: { downAfterMs: 900 },
      n2: { hbIntervalMs: 50 },
    });
  });

  test('none is what there was before', () => {
    expect(simulate(runOf({ nodeConfig: {} }), 3000).digest).toBe(simulate(runOf({}), 3000).digest);
  });
});

const kubernetes = (more: Partial<Run>, faults: readonly Fault[] = []): Run => ({
  ...runOf({}, faults),
  protocol: 'kubernetes-lease',
  config: lease,
  ...more,
});

describe('is refused with a sentence', () => {
  test.each<[string, Run, RegExp]>([
    ['a node that is not there', runOf({ nodeConfig: { n9: {} } }), /^nodeConfig: "n9" is not a node/],
    [
      'a setting that is none',
      runOf({ nodeConfig: { n2: { leaseSeconds: 3 } } }),
      /^nodeConfig\.n2\.leaseSeconds: is not a setting of protocol "quorum"/,
    ],
    [
      'a number out of bounds',
      runOf({ nodeConfig: { n2: { hbIntervalMs: 0 } } }),
      /^nodeConfig\.n2\.hbIntervalMs: must be a whole number from 1/,
    ],
    [
      'one that contradicts the others of its node',
      kubernetes({ nodeConfig: { n3: { leaseDurationMs: 9000 } } }),
      /^On n3: leaseDurationMs \(9000\) must be above renewDeadlineMs \(10000\)/,
    ],
    [
      'a change that does so later',
      kubernetes({ nodeConfig: { n3: { leaseDurationMs: 30_000 } } }, [
        { atMs: 1000, kind: 'configure', node: 'n3', config: { renewDeadlineMs: 40_000 } },
      ]),
      /^faults\[0\]: On n3: leaseDurationMs \(30000\) must be above renewDeadlineMs \(40000\)/,
    ],
    [
      'a network for one node',
      runOf({}, [{ atMs: 0, kind: 'configure', node: 'n1', network: { lossRatio: 0.5 } }]),
      /^faults\[0\]\.node: only "config" can be another one/,
    ],
    [
      'the store',
      kubernetes({}, [{ atMs: 0, kind: 'configure', node: 'store', config: {} }]),
      /^faults\[0\]\.node: "store" is not a node/,
    ],
  ])('%s', (_, run, sentence) => {
    expect(whyRefused(run)).toMatch(sentence);
  });

  test('and what agrees on each node is taken', () => {
    expect(whyRefused(kubernetes({ nodeConfig: { n3: { leaseDurationMs: 30_000 } } }))).toBeNull();
  });
});
