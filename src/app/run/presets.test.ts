import { describe, expect, test } from 'vitest';
import { ALL_PROTOCOLS } from '../../core/everything';
import { systemOf } from '../../core/system';
import { concernsOf } from '../../sim/outlook';
import { resolveConfig, resolveRun } from '../../sim/run';
import { nodeIds, openingRun, presetConfig } from './opening-run';
import { presetOf, presetsFor } from './presets';

const systems = ALL_PROTOCOLS.flatMap(({ id: protocol }) => [
  { name: protocol, protocol: systemOf({ protocol, clients: 0, exports: false }) },
  {
    name: `${protocol}, clients and exports`,
    protocol: systemOf({ protocol, clients: 2, exports: true }),
  },
]);
const everyPair = systems.flatMap((system) =>
  presetsFor(system.protocol).map((preset) => ({ ...system, preset })),
);

describe.each(everyPair)('$preset.title with protocol $name', ({ preset, protocol }) => {
  const config = resolveConfig(protocol, presetConfig(preset, protocol));

  test('names only fields of the protocol, within their bounds', () => {
    const given = presetConfig(preset, protocol);
    for (const name of Object.keys(given)) {
      const field = protocol.config.find((candidate) => candidate.name === name)!;
      expect(given[name]).toBeGreaterThanOrEqual(field.min);
      expect(given[name]).toBeLessThanOrEqual(field.max);
    }
  });

  test('agrees with itself, and gives no cause for concern', () => {
    expect(protocol.checkConfig(config)).toBeNull();
    // The one that leads on for longer than its lease lasts, as its authors published it.
    const concern = preset.id === 'openshift-sno' ? [expect.stringContaining('others may take over')] : [];
    expect(concernsOf(protocol.spec, 5, config, preset.network)).toEqual(concern);
  });

  test('leaves room for lost and slow heartbeats', () => {
    const [, slowestMs] = preset.network.latencyMs;
    const { hbIntervalMs, downAfterMs } = config;
    if (hbIntervalMs === undefined || downAfterMs === undefined) return;
    expect(downAfterMs).toBeGreaterThanOrEqual(3 * hbIntervalMs + slowestMs);
  });

  test('gives an election time for a round trip', () => {
    const [, slowestMs] = preset.network.latencyMs;
    if (config['electionTimeoutMs'] === undefined) return;
    expect(config['electionTimeoutMs']).toBeGreaterThan(2 * slowestMs);
  });

  test('gives a request to the store time for a round trip', () => {
    const [, slowestMs] = preset.network.latencyMs;
    if (config['storeTimeoutMs'] === undefined) return;
    expect(config['storeTimeoutMs']).toBeGreaterThan(2 * slowestMs);
  });

  test('lets a leader miss an attempt to prolong its lease', () => {
    const [, slowestMs] = preset.network.latencyMs;
    const { leaseMs, refreshMs, storeTimeoutMs } = config;
    if (leaseMs === undefined || refreshMs === undefined || storeTimeoutMs === undefined) return;
    expect(leaseMs).toBeGreaterThan(refreshMs + storeTimeoutMs + 4 * slowestMs);
  });

  test('lets a follower hear of a prolonged lease before the one it knows of is over', () => {
    const [, slowestMs] = preset.network.latencyMs;
    const { leaseMs, refreshMs, heartbeatMs } = config;
    if (leaseMs === undefined || refreshMs === undefined || heartbeatMs === undefined) return;
    // To prolong it takes two round trips, to look one and a half.
    expect(leaseMs - refreshMs - 4 * slowestMs).toBeGreaterThan(heartbeatMs + 3 * slowestMs);
  });

  test('gives a write time to be replicated', () => {
    const [, slowestMs] = preset.network.latencyMs;
    const { writeTimeoutMs, replIntervalMs } = config;
    if (writeTimeoutMs === undefined || replIntervalMs === undefined) return;
    expect(writeTimeoutMs).toBeGreaterThan(4 * slowestMs);
    expect(replIntervalMs).toBeGreaterThan(2 * slowestMs);
  });

  test('is recognised in a run that was made with it', () => {
    expect(presetOf(protocol, config, preset.network)?.id).toBe(preset.id);
  });
});

test('a Kubernetes lease is offered its own four, and others are not', () => {
  const idsFor = (id: string) =>
    presetsFor(ALL_PROTOCOLS.find((each) => each.id === id)!).map((preset) => preset.id);
  const own = ['kubernetes', 'client-go', 'openshift', 'openshift-sno'];
  expect(idsFor('kubernetes-lease')).toEqual(['classroom', ...own]);
  expect(idsFor('ballot-lease').filter((id) => own.includes(id))).toEqual([]);
});

test('numbers chosen by hand belong to no preset', () => {
  const run = resolveRun(openingRun());
  const protocol = ALL_PROTOCOLS[0]!;
  expect(presetOf(protocol, { ...run.config, hbIntervalMs: 999 }, run.network)).toBeNull();
  expect(presetOf(protocol, run.config, { ...run.network, lossRatio: 0.1 })).toBeNull();
});

test('the page opens with five nodes at the pace of the classroom', () => {
  const run = resolveRun(openingRun());
  expect(run.nodes).toEqual(['n1', 'n2', 'n3', 'n4', 'n5']);
  expect(presetOf(ALL_PROTOCOLS[0]!, run.config, run.network)?.id).toBe('classroom');
});

test('nodes are counted from one', () => {
  expect(nodeIds(1)).toEqual(['n1']);
  expect(nodeIds(50).at(-1)).toBe('n50');
});
