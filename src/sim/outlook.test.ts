import { describe, expect, test } from 'vitest';
import { concernsOf, whyInVain } from './outlook';
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

describe('concerns', () => {
  const quick = { hbIntervalMs: 100, downAfterMs: 1000, electionTimeoutMs: 600, leaseMs: 750 };
  const lease = { leaseMs: 1000, refreshMs: 300, storeTimeoutMs: 300 };
  const writing = { ...quick, writeTimeoutMs: 1000, giveUpMs: 2000 };

  test.each<[string, Partial<Run>, Run['config'], [number, number], readonly RegExp[]]>([
    ['none', {}, quick, [10, 300], []],
    [
      'votes and grants that are late',
      {},
      quick,
      [10, 330],
      [
        /^leaseMs \(750\) is not above hbIntervalMs and two latencies \(up to 760 ms\): /,
        /^electionTimeoutMs \(600\) is below two latencies \(up to 660 ms\): /,
      ],
    ],
    [
      'heartbeats too seldom for a lease',
      {},
      { ...quick, hbIntervalMs: 800 },
      [1, 5],
      [/^hbIntervalMs \(800\) is not below leaseMs \(750\): /],
    ],
    [
      'heartbeats that come unevenly',
      { protocol: 'kevy' },
      { hbIntervalMs: 100, downAfterMs: 290, electionTimeoutMs: 600 },
      [10, 200],
      [/^downAfterMs \(290\) is not above what may lie between two heartbeats \(up to 290 ms\): /],
    ],
    ['a store that is near enough', { protocol: 'ballot-lease' }, lease, [1, 174], []],
    [
      'a store that is far',
      { protocol: 'ballot-lease' },
      lease,
      [1, 175],
      [/^leaseMs \(1000\) is not above refreshMs and two ways to the store and back \(up to 1000 ms\): /],
    ],
    ['clients that wait long enough', { clients: 1 }, writing, [10, 250], []],
    [
      'clients that do not wait',
      { clients: 1 },
      writing,
      [10, 260],
      [/^writeTimeoutMs \(1000\) is below the four latencies of a write \(up to 1040 ms\): /],
    ],
    [
      'clients that give everything up',
      { clients: 1 },
      { ...writing, writeTimeoutMs: 100, giveUpMs: 800 },
      [200, 250],
      [/^giveUpMs \(800\) is not above the four latencies of a write \(at least 800 ms\): /],
    ],
    [
      'a network in which nothing works',
      {},
      quick,
      [400, 500],
      [/^Nobody can have authority: .*, or lengthen leaseMs\.$/],
    ],
  ])('%s', (_, parts, config, latencyMs, sentences) => {
    const run = resolveRun(runOf(3, { ...parts, config: config! }));
    const concerns = concernsOf(run, 3, run.config, { latencyMs, lossRatio: 0 });
    expect(concerns).toHaveLength(sentences.length);
    sentences.forEach((sentence, at) => expect(concerns[at]).toMatch(sentence));
  });

  test('a node alone has none', () => {
    const run = resolveRun(runOf(1));
    expect(concernsOf(run, 1, run.config, { latencyMs: [1, 60_000], lossRatio: 0 })).toEqual([]);
  });
});
