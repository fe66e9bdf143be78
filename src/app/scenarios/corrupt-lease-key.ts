import { LEASE_PACE } from './pace';
import type { Scenario } from './scenario';
import { THREE } from './script';

/** The key of protocol `ballot-lease` that says who leads, to which a test holds it: a story loads no protocol. */
export const LEASE_KEY = 'election/leader';

/** Just after n1 has renewed its lease, so that another comes across the damage first. */
export const corruptLeaseKey: Scenario = {
  id: 'corrupt-lease-key',
  title: 'The lease key becomes unreadable',
  summary:
    'At 13.2\u00a0s the key that says who leads is overwritten, and n2 is the first to come across it: it claims the lease, which repairs the key. The last ballot is gone with the old value, so n2 takes one above the version of the key, which is above every ballot that was ever written there.',
  watch:
    'In the store the key reads #corrupt#. At 14.8\u00a0s n2 leads with ballot 13; n1 believes in itself until 17.4\u00a0s.',
  run: {
    version: 1,
    protocol: 'ballot-lease',
    nodes: THREE,
    clients: 1,
    seed: 1,
    ...LEASE_PACE,
    faults: [{ atMs: 13_200, kind: 'store', how: 'corrupt', key: LEASE_KEY }],
  },
  lookAtMs: 13_800,
  untilMs: 24_000,
};
