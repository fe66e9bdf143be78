import { LEASE_PACE } from './pace';
import type { Scenario } from './scenario';
import { THREE } from './script';

export const preemption: Scenario = {
  id: 'preemption',
  title: 'A higher priority takes over',
  summary:
    'n3 is given a higher priority at 12.5\u00a0s, and takes the lease from n1 while it is still valid. Nobody tells n1: until it next asks the store it believes that it leads, and only the ballot of n3 keeps it from writing.',
  watch:
    'n3 leads from 16.8\u00a0s, and n1 believes so of itself until 21.4\u00a0s: c1 asks it again and again, in vain.',
  run: {
    version: 1,
    protocol: 'ballot-lease',
    nodes: THREE,
    clients: 1,
    seed: 1,
    ...LEASE_PACE,
    faults: [{ atMs: 12_500, kind: 'priority', node: 'n3', value: 1 }],
  },
  lookAtMs: 19_000,
  untilMs: 28_000,
};
