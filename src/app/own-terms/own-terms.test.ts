import { describe, expect, test } from 'vitest';
import { simulate } from '../../sim';
import { assignmentsIn } from './assignments';
import { LONGEST_FRAGMENT, readOwnTerms } from './own-terms';

const KUBE = { leaseDurationMs: 15_000, renewDeadlineMs: 10_000, retryPeriodMs: 2000 };
const SLOW = { leaseDurationMs: 137_000, renewDeadlineMs: 107_000, retryPeriodMs: 26_000 };
const ETCD = { tickMs: 100, electionTick: 10, heartbeatTick: 1 };

/** As people have them: a name for each, the text, and what it comes to here. */
const GOOD: readonly (readonly [
  name: string,
  text: string,
  protocol: string,
  config: Record<string, number>,
])[] = [
  [
    'flags of a controller',
    '--leader-elect-lease-duration=15s --leader-elect-renew-deadline=10s --leader-elect-retry-period=2s',
    'kubernetes-lease',
    KUBE,
  ],
  [
    'a whole command line over several lines',
    'kube-controller-manager --leader-elect=true \\\n  --leader-elect-lease-duration 137s \\\n  --leader-elect-renew-deadline 1m47s \\\n  --leader-elect-retry-period 26s',
    'kubernetes-lease',
    SLOW,
  ],
  ['one flag alone', '--leader-elect-retry-period=1500ms', 'kubernetes-lease', { retryPeriodMs: 1500 }],
  [
    'arguments in a manifest',
    'args:\n  - --leader-elect\n  - "--leader-elect-lease-duration=60s"\n  - --leader-elect-renew-deadline=15s\n  - --leader-elect-retry-period=5s',
    'kubernetes-lease',
    { leaseDurationMs: 60_000, renewDeadlineMs: 15_000, retryPeriodMs: 5000 },
  ],
  [
    'the environment of a container',
    'env:\n  - name: ETCD_HEARTBEAT_INTERVAL\n    value: "500"\n  - name: ETCD_ELECTION_TIMEOUT\n    value: "5000"',
    'raft',
    { ...ETCD, tickMs: 500 },
  ],
  [
    'variables before a program with flags',
    'ETCD_HEARTBEAT_INTERVAL=200 etcd --name s1 --election-timeout 2000',
    'raft',
    { ...ETCD, tickMs: 200 },
  ],
  [
    'values of a chart',
    'helm upgrade op ./op --set leaderElection.leaseDuration=137s,leaderElection.renewDeadline=107s --set leaderElection.retryPeriod=26s',
    'kubernetes-lease',
    SLOW,
  ],
  [
    'a Lease as the server has it',
    'kind: Lease\nspec:\n  holderIdentity: a\n  leaseDurationSeconds: 60\n  leaseTransitions: 2',
    'kubernetes-lease',
    { leaseDurationMs: 60_000 },
  ],
  [
    'a list of arguments on one line',
    'command: ["manager", "--leader-election-lease-duration=15s", "--leader-election-renew-deadline=10s"]',
    'kubernetes-lease',
    { leaseDurationMs: 15_000, renewDeadlineMs: 10_000 },
  ],
  [
    'the configuration of a scheduler',
    'leaderElection:\n  leaderElect: true\n  leaseDuration: 15s\n  renewDeadline: 10s\n  retryPeriod: 2s\n  resourceLock: leases\n  resourceName: kube-scheduler',
    'kubernetes-lease',
    KUBE,
  ],
  [
    'a ConfigMap with comments',
    'data:\n  controller_manager_config.yaml: |\n    leaderElection:\n      leaseDuration: 137s # five times the retry\n      renewDeadline: 107s\n      retryPeriod: 26s',
    'kubernetes-lease',
    SLOW,
  ],
  [
    'options of controller-runtime in Go',
    'mgr, err := ctrl.NewManager(cfg, ctrl.Options{\n  LeaderElectionID: "x.example.org",\n  LeaseDuration: ptr.To(15 * time.Second),\n  RenewDeadline: ptr.To(10 * time.Second),\n  RetryPeriod: ptr.To(2 * time.Second),\n  LeaderElectionReleaseOnCancel: true,\n})',
    'kubernetes-lease',
    { ...KUBE, releaseOnCancel: 1 },
  ],
  [
    'the config of an elector in Go',
    'LeaseDuration: 60 * time.Second,\nRenewDeadline: 15*time.Second,\nRetryPeriod: time.Second * 5,\nReleaseOnCancel: false,',
    'kubernetes-lease',
    { leaseDurationMs: 60_000, renewDeadlineMs: 15_000, retryPeriodMs: 5000, releaseOnCancel: 0 },
  ],
  [
    'JSON',
    '{"leaseDuration": "15s", "renewDeadline": "10s"}',
    'kubernetes-lease',
    { leaseDurationMs: 15_000, renewDeadlineMs: 10_000 },
  ],
  ['flags of etcd', 'etcd --heartbeat-interval=100 --election-timeout=1000', 'raft', ETCD],
  [
    'flags of etcd, apart',
    'etcd --heartbeat-interval 500 --election-timeout 5000',
    'raft',
    { ...ETCD, tickMs: 500 },
  ],
  [
    'variables of etcd',
    'ETCD_HEARTBEAT_INTERVAL=100\nETCD_ELECTION_TIMEOUT=500',
    'raft',
    { ...ETCD, electionTick: 5 },
  ],
  [
    'variables that are exported',
    'export ETCD_HEARTBEAT_INTERVAL="250"; export ETCD_ELECTION_TIMEOUT="2500"',
    'raft',
    { ...ETCD, tickMs: 250 },
  ],
  ['a file of etcd', 'name: m1\nheartbeat-interval: 100\nelection-timeout: 1050', 'raft', ETCD],
  [
    'TiKV',
    '[raftstore]\nraft-base-tick-interval = "1s"\nraft-heartbeat-ticks = 2\nraft-election-timeout-ticks = 10',
    'raft',
    { tickMs: 1000, electionTick: 10, heartbeatTick: 2 },
  ],
  [
    'TiKV with dots',
    'raftstore.raft-base-tick-interval: "500ms"\nraftstore.prevote: true',
    'raft',
    { tickMs: 500, electionTick: 10, heartbeatTick: 2 },
  ],
  ['Consul, as JSON', '{"performance": {"raft_multiplier": 1}}', 'raft', ETCD],
  ['Consul, as HCL', 'performance {\n  raft_multiplier = 7\n}', 'raft', { ...ETCD, tickMs: 700 }],
  [
    'words around it',
    'Our chart says `leaseDuration: 15s`,\nleaseDuration: 15s\nfoo: bar',
    'kubernetes-lease',
    { leaseDurationMs: 15_000 },
  ],
];

const BAD: readonly (readonly [name: string, text: string, sentence: string])[] = [
  [
    'a time without its unit',
    '--leader-elect-lease-duration=15',
    'leader-elect-lease-duration: "15" is no length of time above 0 with its unit, as 15s or 1m30s.',
  ],
  [
    'a time of nothing',
    'leaseDuration: 0s',
    'leaseDuration: "0s" is no length of time above 0 with its unit, as 15s or 1m30s.',
  ],
  [
    'a negative time',
    'leaseDuration: -15s',
    'leaseDuration: "-15s" is no length of time above 0 with its unit, as 15s or 1m30s.',
  ],
  [
    'a unit where etcd has none',
    '--election-timeout=1s',
    'election-timeout: "1s" must be milliseconds without a unit, as 100.',
  ],
  [
    'what etcd refuses',
    '--heartbeat-interval=300 --election-timeout=1000',
    'An election timeout of 1000 ms is less than five heartbeat intervals of 300 ms, and etcd refuses that; lengthen the one, or shorten the other.',
  ],
  [
    'two systems at once',
    '--election-timeout=1000 --leader-elect-retry-period=2s',
    '"election-timeout" is a word of etcd, and "leader-elect-retry-period" one of Kubernetes leader election; paste one of them at a time.',
  ],
  [
    'one setting, two values',
    'leaseDuration: 15s\n--leader-elect-lease-duration=30s',
    'leader-elect-lease-duration: is set twice, to 15s and to 30s; leave one.',
  ],
  [
    'an election that is off',
    '--leader-elect=false --leader-elect-lease-duration=15s',
    'Leader election is switched off in this, so nobody elects anybody.',
  ],
  ['no such multiplier', 'raft_multiplier = 12', 'A raft_multiplier of 12 is more than Consul takes: 10.'],
  [
    'nothing that is known',
    'replicas: 3\nimage: nginx',
    'Nothing in this is known here; paste flags or settings of Kubernetes leader election, etcd, TiKV or Consul.',
  ],
  [
    'no timing',
    '--leader-elect=true --leader-elect-resource-lock=leases',
    'Nothing in this says how fast Kubernetes leader election elects; paste its timings too.',
  ],
  [
    'a lease that is no longer than its deadline',
    '--leader-elect-lease-duration=10s --leader-elect-renew-deadline=10s',
    'A lease duration of 10 s is not above the renew deadline of 10 s, and client-go refuses that; lengthen the one, or shorten the other.',
  ],
  [
    'a deadline below what is usual for the retry period that is not named',
    'renewDeadline: 2s',
    'A renew deadline of 2 s is not above 1.2 times the retry period of 2 s, and client-go refuses that; lengthen the one, or shorten the other.',
  ],
  [
    'a Lease of no length',
    'spec:\n  leaseDurationSeconds: 0',
    'leaseDurationSeconds: "0" must be seconds without a unit, as 15.',
  ],
  ['a switch that is none', 'releaseOnCancel: maybe', 'releaseOnCancel: "maybe" must be true or false.'],
];

describe('settings in the terms of another system', () => {
  test('are thirty and more', () => {
    expect(GOOD.length + BAD.length).toBeGreaterThanOrEqual(30);
    expect(BAD.length).toBeGreaterThanOrEqual(10);
  });

  test.each(GOOD)('%s', (_, text, protocol, config) => {
    expect(readOwnTerms(text)).toMatchObject({ protocol, config });
    // Nothing beside what was written.
    expect(readOwnTerms(text).config).toEqual(config);
  });

  test.each(GOOD)('%s: a cluster takes it', (_, text) => {
    const { protocol, config, safeguards } = readOwnTerms(text);
    expect(() =>
      simulate({ version: 1, protocol, nodes: ['n1'], seed: 1, config, safeguards }, 1),
    ).not.toThrow();
  });

  test.each(BAD)('refused: %s', (_, text, sentence) => {
    expect(() => readOwnTerms(text)).toThrow(new Error(sentence));
  });

  test('are told in words, what is known and idle apart from what is not known', () => {
    const terms = readOwnTerms(
      '--leader-elect --leader-elect-lease-duration=15s --leader-elect-resource-name=x --concurrent-syncs=5 --v=2',
    );
    expect(terms.from).toBe('Kubernetes leader election');
    expect(terms.meanings).toEqual([
      {
        written: 'leader-elect-lease-duration 15s',
        means: 'others wait 15 s since they saw the last renewal',
      },
    ]);
    expect(terms.idle).toEqual(['leader-elect-resource-name']);
    expect(terms.unknown).toEqual(['concurrent-syncs', 'v']);
  });

  test('ask before standing where that is written', () => {
    expect(readOwnTerms('raft-base-tick-interval = "1s"\nprevote = false').safeguards).toEqual({
      preVote: false,
    });
    expect(readOwnTerms('heartbeat-interval: 100\npre-vote: true').safeguards).toEqual({ preVote: true });
    expect(readOwnTerms('heartbeat-interval: 100').safeguards).toEqual({});
  });

  test('are not read where they are too long', () => {
    expect(() => readOwnTerms('a: b\n'.repeat(LONGEST_FRAGMENT))).toThrow(/paste at most 20000/);
  });
});

test('names and values are found whatever the spelling', () => {
  expect(assignmentsIn('a --b=1 --c 2 --d\nE=3; f: "4" # g: 5\n{"h": 6, "i": {"j": 7}}\nk := 8')).toEqual([
    { name: 'b', value: '1' },
    { name: 'c', value: '2' },
    { name: 'd', value: '' },
    { name: 'E', value: '3' },
    { name: 'f', value: '4' },
    { name: 'h', value: '6' },
    { name: 'j', value: '7' },
    { name: 'k', value: '8' },
  ]);
});
