/** What can be set about an election by leases: its timing, and the rules that can be switched off. */
import type { Config, ConfigField, SafeguardField, Safeguards } from '../../protocol';
import type { BallotSafeguards } from './lease';

/** Durations in milliseconds on the node's own clock. */
export interface BallotTiming {
  readonly leaseMs: number;
  readonly heartbeatMs: number;
  readonly refreshMs: number;
  readonly candidateTimeoutMs: number;
  readonly claimJitterMs: number;
  readonly storeTimeoutMs: number;
  /** 1 for yes, 0 for no. */
  readonly allowPreemption: number;
  readonly preemptionDelayMs: number;
}

const HOUR_MS = 3_600_000;

/** Lease, heartbeat and candidate timeout have the published defaults. */
export const BALLOT_FIELDS: readonly (ConfigField & { readonly name: keyof BallotTiming })[] = [
  {
    name: 'leaseMs',
    label: 'Lease',
    unit: 'ms',
    min: 1,
    max: HOUR_MS,
    default: 10_000,
    help: 'How long a claim or a refresh lasts: longer rides out a slow store, and delays the failover from a dead leader.',
  },
  {
    name: 'heartbeatMs',
    label: 'Heartbeat interval',
    unit: 'ms',
    min: 1,
    max: HOUR_MS,
    default: 3000,
    help: 'How often a candidate tells the store that it is alive, and looks who leads: shorter notices more and asks more.',
  },
  {
    name: 'refreshMs',
    label: 'Refresh interval',
    unit: 'ms',
    min: 1,
    max: HOUR_MS,
    default: (config) => Math.max(1, Math.floor(fieldOf(config, 'leaseMs') / 3)),
    help: 'After how long at most a leader prolongs its lease: shorter leaves more attempts before the lease is over.',
  },
  {
    name: 'candidateTimeoutMs',
    label: 'Candidate timeout',
    unit: 'ms',
    min: 1,
    max: HOUR_MS,
    default: 15_000,
    help: 'After how much silence a candidate counts as dead and is struck off: shorter tidies up sooner, also who is only slow.',
  },
  {
    name: 'claimJitterMs',
    label: 'Claim jitter',
    unit: 'ms',
    min: 0,
    max: HOUR_MS,
    default: 500,
    help: 'The most that chance adds before the end of a lease is used: larger keeps rivals from colliding, and fails over later.',
  },
  {
    name: 'storeTimeoutMs',
    label: 'Store timeout',
    unit: 'ms',
    min: 1,
    max: HOUR_MS,
    default: 500,
    help: 'After how long a request to the store is sent again: shorter gets over a lost message sooner, and repeats itself to a slow store.',
  },
  {
    name: 'allowPreemption',
    label: 'Preemption by priority',
    unit: '',
    min: 0,
    max: 1,
    toggle: true,
    default: 1,
    help: 'Whether a candidate of higher priority takes over from a lease that is still valid.',
  },
  {
    name: 'preemptionDelayMs',
    label: 'Stability before preemption',
    unit: 'ms',
    min: 0,
    max: HOUR_MS,
    default: 0,
    help: 'How long a candidate must be up and heard before its priority takes a valid lease: longer keeps one that comes and goes from unseating a leader.',
  },
];

/** A claim by priority is known to whoever is unseated only when it next asks. */
export const promisesOneLeader = (config: Config): true | string =>
  ballotTiming(config).allowPreemption === 0 ||
  'A higher priority takes a lease that still holds, and whoever held it believes in it until it next asks the store. Among equal priorities it holds as far as wall clocks agree.';

/** Contradictions between fields that are each within their bounds; null when there are none. */
export function checkBallotTiming(config: Config): string | null {
  const { leaseMs, refreshMs, heartbeatMs, candidateTimeoutMs, storeTimeoutMs } = ballotTiming(config);
  if (refreshMs >= leaseMs) {
    return `refreshMs (${refreshMs}) must be below leaseMs (${leaseMs}), or every lease is over before it is prolonged.`;
  }
  if (refreshMs + storeTimeoutMs >= leaseMs) {
    return `refreshMs (${refreshMs}) + storeTimeoutMs (${storeTimeoutMs}) must stay below leaseMs (${leaseMs}), or one request that is lost ends a reign; shorten storeTimeoutMs or refreshMs, or lengthen leaseMs.`;
  }
  if (heartbeatMs >= candidateTimeoutMs) {
    return `heartbeatMs (${heartbeatMs}) must be below candidateTimeoutMs (${candidateTimeoutMs}), or every candidate looks dead between two heartbeats.`;
  }
  return null;
}

/** A claim counts from when it began; it reads, then commits: two ways to the store and back. */
export function whyNobodyLeads(config: Config, leastLatencyMs: number): string | null {
  const { leaseMs } = ballotTiming(config);
  const claimMs = 4 * leastLatencyMs;
  if (leaseMs > claimMs) return null;
  return `nobody can lead: a claim takes at least ${claimMs} ms, two ways to the store and back, and is good for leaseMs (${leaseMs}) from its beginning; shorten the latency, or lengthen leaseMs.`;
}

/** A lease that may be over before it is prolonged. */
export function ballotConcerns(
  config: Config,
  [, most]: readonly [least: number, most: number],
): readonly string[] {
  const { leaseMs, refreshMs } = ballotTiming(config);
  const prolongedMs = refreshMs + 4 * most;
  if (leaseMs > prolongedMs) return [];
  return [
    `leaseMs (${leaseMs}) is not above refreshMs and two ways to the store and back (up to ${prolongedMs} ms): a lease may be over before it is prolonged.`,
  ];
}

/** Absent fields take their defaults. */
export function ballotTiming(config: Config): BallotTiming {
  return {
    leaseMs: fieldOf(config, 'leaseMs'),
    heartbeatMs: fieldOf(config, 'heartbeatMs'),
    refreshMs: fieldOf(config, 'refreshMs'),
    candidateTimeoutMs: fieldOf(config, 'candidateTimeoutMs'),
    claimJitterMs: fieldOf(config, 'claimJitterMs'),
    storeTimeoutMs: fieldOf(config, 'storeTimeoutMs'),
    allowPreemption: fieldOf(config, 'allowPreemption'),
    preemptionDelayMs: fieldOf(config, 'preemptionDelayMs'),
  };
}

function fieldOf(config: Config, name: keyof BallotTiming): number {
  const given = config[name];
  if (given !== undefined) return given;
  const field = BALLOT_FIELDS.find((candidate) => candidate.name === name);
  if (field === undefined) throw new Error(`no config field is named ${name}`);
  return typeof field.default === 'function' ? field.default(config) : field.default;
}

/** `fencing` is a rule of whoever takes the leader's writes; it is named here because a lease is not safe without it. */
export const BALLOT_SAFEGUARDS: readonly SafeguardField[] = [
  {
    name: 'keepBallotOnResign',
    label: 'Ballot kept on resigning',
    protects:
      'Resigning would delete the ballot with the lease, and the next leader would begin at 1 again, below ballots that were given out before.',
  },
  {
    name: 'fencing',
    label: 'Fencing',
    protects:
      'A leader whose lease is over without its knowing could still write, because nobody would compare its ballot with the highest one seen.',
    needsClients: 2,
  },
];

/** Everything is on unless it is switched off by name. */
export function ballotSafeguards(safeguards: Safeguards): BallotSafeguards {
  return { keepBallotOnResign: safeguards['keepBallotOnResign'] ?? true };
}
