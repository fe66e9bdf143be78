import { describe, expect, test } from 'vitest';
import { whyInVain } from './outlook';
import { resolveRun, systemOfRun, type Run } from './run';
import { simulate } from './simulate';
import { runOf } from './test-kit';
import { ROLES } from './trace/record-table';

/** Whether anybody but the first node, which was killed, ever becomes primary. */
function somebodyElected(run: Run): boolean {
  const { records } = simulate(run, 120_000).trace;
  return Array.from({ length: records.length }, (_, id) => records.row(id)).some(
    ({ kind, node, a: role }) => kind === 'role' && node > 0 && ROLES[role] === 'primary',
  );
}

const ELECTION = { hbIntervalMs: 50, downAfterMs: 5000, electionTimeoutMs: 1000, electionBackoffMs: 200 };
const withLatency = (run: Partial<Run>, ms: number): Run =>
  runOf(3, {
    ...run,
    network: { latencyMs: [ms, ms], lossRatio: 0, duplicateRatio: 0 },
    faults: [{ atMs: 500, kind: 'kill', node: 'n1' }],
  });
const wordsOf = (run: Run): string | null => {
  const { config, network, nodes } = resolveRun(run);
  return whyInVain(run, nodes.length, config, network);
};

/** The largest latency at which something can come of it, and the least at which nothing can. */
describe.each<[string, Partial<Run>, number, number, RegExp]>([
  [
    'votes of quorum',
    { protocol: 'quorum', config: { ...ELECTION, electionBackoffJitterMs: 100, leaseMs: 4000 } },
    490,
    501,
    /^nobody can win an election: a vote takes at least 1002 ms there and back, .* electionTimeoutMs \(1000\); shorten/,
  ],
  [
    'votes of kevy',
    { protocol: 'kevy', config: { ...ELECTION, electionBackoffJitterMs: 100 } },
    490,
    501,
    /^nobody can win an election: .* electionTimeoutMs \(1000\)/,
  ],
  [
    'claims of a lease',
    {
      protocol: 'ballot-lease',
      config: { leaseMs: 2000, refreshMs: 500, storeTimeoutMs: 1000, heartbeatMs: 500 },
    },
    490,
    500,
    /^nobody can lead: a claim takes at least 2000 ms, .* leaseMs \(2000\) .*; shorten the latency, or lengthen leaseMs/,
  ],
])('%s', (_, parts, possibleMs, vainMs, sentence) => {
  test('a network that is just quick enough', () => {
    const run = withLatency(parts, possibleMs);
    expect(wordsOf(run)).toBeNull();
    expect(somebodyElected(run)).toBe(true);
  });

  test('and one that is not', () => {
    const run = withLatency(parts, vainMs);
    expect(wordsOf(run)).toMatch(sentence);
    expect(somebodyElected(run)).toBe(false);
  });
});

describe('grants of quorum', () => {
  const run = (latencyMs: number) =>
    runOf(3, {
      config: { ...ELECTION, electionTimeoutMs: 3000, electionBackoffJitterMs: 100, leaseMs: 1000 },
      network: { latencyMs: [latencyMs, latencyMs], lossRatio: 0, duplicateRatio: 0 },
    });
  const authorityOf = (latencyMs: number): boolean => {
    const { records } = simulate(run(latencyMs), 60_000).trace;
    return Array.from({ length: records.length }, (_, id) => records.row(id)).some(
      ({ kind, atUs, a: untilUs }) => kind === 'authority' && untilUs > atUs,
    );
  };

  test('that come back while their lease holds', () => {
    expect(wordsOf(run(470))).toBeNull();
    expect(authorityOf(470)).toBe(true);
  });

  test('and that come back too late', () => {
    expect(wordsOf(run(500))).toMatch(
      /^nobody can have authority: .* 1000 ms there and back, .* leaseMs \(1000\)/,
    );
    expect(authorityOf(500)).toBe(false);
  });
});

test('a network that loses everything is in vain, but not for a node alone', () => {
  const { config } = resolveRun(runOf(1));
  const network = { latencyMs: [60_000, 60_000], lossRatio: 1 } as const;
  expect(whyInVain({ protocol: 'quorum' }, 2, config, network)).toMatch(
    /^nobody can lead: every message is lost/,
  );
  expect(whyInVain({ protocol: 'quorum' }, 1, config, network)).toBeNull();
  const store = resolveRun({ ...runOf(1), protocol: 'ballot-lease', config: {} });
  expect(systemOfRun(store).store).toBeDefined();
  expect(whyInVain(store, 1, store.config, network)).toMatch(/^nobody can lead/);
});
