/** The pace of every story: the classroom's, so that single messages can be followed. */
import { PRESETS } from '../run/presets';

const [classroom] = PRESETS;

/** Of nodes that elect each other. Named one by one: a lease in a store has a field of the same name as their lease. */
const ELECTION_FIELDS = [
  'hbIntervalMs',
  'downAfterMs',
  'electionTimeoutMs',
  'electionBackoffMs',
  'electionBackoffJitterMs',
];

const electionConfig = Object.fromEntries(
  Object.entries(classroom!.config).filter(([name]) => ELECTION_FIELDS.includes(name)),
);

export const PACE = { config: electionConfig, network: classroom!.network } as const;

/** A write takes four messages and about two seconds; a client that got no answer asks somebody else a second later. */
const CLIENTS = {
  writeIntervalMs: 2000,
  writeTimeoutMs: 3000,
  giveUpMs: 20_000,
  leaderTtlMs: 15_000,
  replIntervalMs: 1500,
};

export const PACE_WITH_CLIENTS = { ...PACE, config: { ...PACE.config, ...CLIENTS } } as const;

/** A turn in the election takes two answers of the store, about two seconds; a lease outlasts two turns that fail. */
export const LEASE_PACE = {
  config: {
    leaseMs: 12_000,
    heartbeatMs: 4000,
    refreshMs: 4000,
    candidateTimeoutMs: 16_000,
    claimJitterMs: 1000,
    storeTimeoutMs: 1500,
    ...CLIENTS,
  },
  network: PACE.network,
} as const;

/** A round is longer than anything that happens in it. */
export const EXPORT_PACE = {
  config: {
    ...PACE.config,
    exportEveryMs: 12_000,
    exportLeaseMs: 9000,
    exportWorkMs: 5000,
    storeTimeoutMs: 1500,
  },
  network: PACE.network,
} as const;
