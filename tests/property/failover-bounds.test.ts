/**
 * What each protocol says of itself about the time of a failover, against many failovers of five nodes on a local
 * network: none is shorter than the least, at most one in a thousand is longer than the last attempt that it counts.
 */
import { describe, expect, test } from 'vitest';
import { nodeIds, presetConfig } from '../../src/app/run/opening-run';
import { PRESETS } from '../../src/app/run/presets';
import { failoverTrial, FAILURES } from '../../src/check/lab/failover';
import { boundsOf, type LabSetup } from '../../src/check/lab/setup';
import { percentilesOf } from '../../src/check/lab/statistics';
import { ALL_PROTOCOLS } from '../../src/core/everything';
import { THOROUGHNESS } from './search';

const TRIALS = 200 * THOROUGHNESS;
const NODES = 5;
/** Where followers look only now and then, the longest failover is that of one that has nobody beside it. */
const NODES_OF: Readonly<Record<string, number>> = {
  'kubernetes-lease': 2,
  // The first of many followers hardly ever draws the longest timeout.
  raft: 3,
};
const lan = PRESETS.find(({ id }) => id === 'lan')!;

describe.each(ALL_PROTOCOLS.map((protocol) => [protocol.id, protocol] as const))('%s', (id, protocol) => {
  test.each(FAILURES)(`${TRIALS} failovers keep to its bounds: %s`, (failure) => {
    const setup: LabSetup = {
      protocol: id,
      nodes: nodeIds(NODES_OF[id] ?? NODES),
      config: presetConfig(lan, protocol),
      network: lan.network,
      safeguards: {},
    };
    const trials = Array.from({ length: TRIALS }, (_, at) => failoverTrial(setup, at + 1, failure));
    expect(trials.filter(({ outcome }) => outcome !== 'settled')).toEqual([]);
    const times = trials.map(({ failoverUs }) => failoverUs);
    const bounds = boundsOf(setup);
    const beyond = bounds.map(({ kind, ms }) => {
      const limitUs = ms * 1000;
      const count = times.filter((us) => (kind === 'least' ? us < limitUs : us > limitUs)).length;
      return { kind, ms, count };
    });
    const { least, median, most } = percentilesOf(times)!;
    console.info(
      `${id}, ${failure}: ${least / 1000} … ${median / 1000} … ${most / 1000} ms; ${told(beyond)}`,
    );
    expect(beyond[0]).toMatchObject({ kind: 'least', count: 0 });
    expect(beyond.at(-1)!.count).toBeLessThanOrEqual(TRIALS / 1000);
    // First attempts are what people count on: they fail seldom here.
    expect(beyond.find(({ kind }) => kind === 'first')!.count).toBeLessThanOrEqual(TRIALS / 20);
    // A bound that is far from anything that happens would be true and useless.
    expect(median).toBeGreaterThan(bounds[0]!.ms * 1000);
    expect(most).toBeGreaterThan(bounds.find(({ kind }) => kind === 'first')!.ms * 1000 * 0.85);
  });
});

const told = (
  beyond: readonly { readonly kind: string; readonly ms: number; readonly count: number }[],
): string => beyond.map(({ kind, ms, count }) => `${kind} ${ms} ms: ${count} beyond`).join(', ');
