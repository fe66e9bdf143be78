import type { Scenario } from '../scenario';
import { bothWays, FIVE } from '../script';

/** Source of the numbers: openshift/library-go, LeaderElectionSNOConfig; `deadlineFromRenewal` is ours. */
const config = { leaseDurationMs: 270_000, renewDeadlineMs: 240_000, retryPeriodMs: 60_000 };
const run = {
  version: 1,
  protocol: 'kubernetes-lease',
  nodes: FIVE,
  seed: 1,
  config,
  faults: bothWays(305_000, 'cut', 'n4', 'store'),
} as const;

export const longerThanItsLease: Scenario = {
  id: 'kubernetes-longer-than-its-lease',
  title: 'Leading for longer than the lease',
  summary:
    'The numbers are meant for one node; on five, n4 is cut off from the API server after its renewal at 300 seconds. It leads on for a retry period and a deadline, 300 seconds, and its lease is over for the others after 270.',
  watch: 'At 597.5\u00a0s n5 leads, by a right clock; n4 stops at 600.7\u00a0s, by a right clock.',
  run,
  lookAtMs: 599_000,
  untilMs: 640_000,
};

export const deadlineFromRenewal: Scenario = {
  id: 'kubernetes-deadline-from-renewal',
  title: 'The deadline counts from the renewal',
  summary:
    'The same cut, and the deadline counts from when the last renewal began. n4 stops a minute earlier, while its lease still holds everybody else off.',
  watch: 'At 540.6\u00a0s n4 stops leading; n5 takes the lease at 597.5\u00a0s, and nobody shares it.',
  run: { ...run, config: { ...config, deadlineFromRenewal: 1 } },
  lookAtMs: 599_000,
  untilMs: 640_000,
};
