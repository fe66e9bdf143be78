import type { Scenario } from '../scenario';
import { bothWays } from '../script';

/** Source: kubernetes #47671; the fix: client-go b4217e149, in Kubernetes 1.27. */
const OLD = { leaseDurationMs: 30_000, renewDeadlineMs: 20_000, retryPeriodMs: 4000, requestTimeoutMs: 1000 };
const run = {
  version: 1,
  protocol: 'kubernetes-lease',
  nodes: ['n1', 'n2'],
  seed: 1,
  config: OLD,
  nodeConfig: { n1: { leaseDurationMs: 10_000, renewDeadlineMs: 7000, retryPeriodMs: 2000 } },
  faults: [...bothWays(20_000, 'cut', 'n2', 'store'), ...bothWays(34_000, 'heal', 'n2', 'store')],
} as const;

export const shorterSteals: Scenario = {
  id: 'kubernetes-shorter-steals',
  title: 'The shorter lease steals from the longer',
  summary:
    'n2 holds a lease of 30 seconds and loses the API server for 14, which its numbers ride out. n1 has 10 seconds in its own settings and waits no longer than that, so both lead.',
  watch:
    'At 29.8\u00a0s n1 leads; n2 sees it at 36.7\u00a0s, and leads on until its deadline at 40.5\u00a0s.',
  run: { ...run, config: { ...OLD, ownDurationCounts: 1 } },
  lookAtMs: 32_000,
  untilMs: 45_000,
};

export const holdersDurationCounts: Scenario = {
  id: 'kubernetes-holders-duration',
  title: 'The holder says how long to wait',
  summary:
    'The same outage, and n1 waits for as long as the lease itself says, whatever its own settings are. n2 renews in time, and nobody has taken anything from it.',
  watch: 'Nothing happens between 20 and 34\u00a0s, nor after it: n2 leads all the time.',
  run,
  lookAtMs: 32_000,
  untilMs: 45_000,
};
