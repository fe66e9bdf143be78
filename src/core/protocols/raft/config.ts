/** The timing of Raft in ticks, as etcd configures it, and how much it sends ahead. */
import { HOUR_MS, settingOf } from '../../election/config';
import type { Config, ConfigField, Safeguards } from '../../protocol';

export interface RaftSettings {
  /** Milliseconds on the node's own clock. */
  readonly tickMs: number;
  /** Ticks. */
  readonly electionTick: number;
  readonly heartbeatTick: number;
  /** Messages with entries on their way to one follower. */
  readonly maxInflight: number;
  /** Bytes of entries in one message; 0 for no limit. */
  readonly maxSizePerMsg: number;
  readonly leaseReads: boolean;
  readonly forwardProposals: boolean;
}

export const RAFT_CONFIG_FIELDS: readonly ConfigField[] = [
  {
    name: 'tickMs',
    label: 'Tick',
    unit: 'ms',
    min: 1,
    max: HOUR_MS,
    default: 100,
    help: 'How long a tick is, in which all other times are counted: longer makes everything slower alike.',
  },
  {
    name: 'electionTick',
    label: 'Election timeout in ticks',
    unit: '',
    min: 2,
    max: 10_000,
    default: 10,
    help: 'How long a follower hears nothing before it stands, up to twice that by chance: less fails over sooner, and more often for nothing.',
  },
  {
    name: 'heartbeatTick',
    label: 'Heartbeat in ticks',
    unit: '',
    min: 1,
    max: 9999,
    default: 1,
    help: 'How often a leader says that it is there: more ticks send less, and leave fewer heartbeats to an election timeout.',
  },
  {
    name: 'maxInflight',
    label: 'Most messages in flight',
    unit: '',
    min: 1,
    max: 100_000,
    default: 256,
    help: 'How many messages with entries a leader sends ahead of the answers of one follower.',
  },
  {
    name: 'maxSizePerMsg',
    label: 'Most bytes per message',
    unit: '',
    min: 0,
    max: 1_000_000_000,
    default: 0,
    help: 'How many bytes of entries one message carries, one entry at least; 0 is no limit.',
  },
  {
    name: 'leaseReads',
    label: 'Reads by lease',
    unit: '',
    min: 0,
    max: 1,
    toggle: true,
    default: 0,
    help: 'On, a leader answers reads at once, by its clock; off, it asks a quorum first.',
  },
  {
    name: 'forwardProposals',
    label: 'Forwarded proposals',
    unit: '',
    min: 0,
    max: 1,
    toggle: true,
    default: 1,
    help: 'On, a follower passes what it is asked to write on to its leader; off, it refuses.',
  },
];

/** Absent fields take their defaults. */
export function raftSettings(config: Config): RaftSettings {
  const of = (name: keyof RaftSettings): number => settingOf(RAFT_CONFIG_FIELDS, config, name);
  return {
    tickMs: of('tickMs'),
    electionTick: of('electionTick'),
    heartbeatTick: of('heartbeatTick'),
    maxInflight: of('maxInflight'),
    maxSizePerMsg: of('maxSizePerMsg'),
    leaseReads: of('leaseReads') === 1,
    forwardProposals: of('forwardProposals') === 1,
  };
}

/** The shortest election timeout. */
export function electionMs(config: Config): number {
  const { tickMs, electionTick } = raftSettings(config);
  return tickMs * electionTick;
}

/**
 * A contradiction between fields that are each within their bounds, or with a rule that is off; null when there is none.
 * As etcd's library, which starts no node with `ReadOnlyLeaseBased` and without `CheckQuorum`.
 */
export function checkRaftConfig(config: Config, { checkQuorum = true }: Safeguards = {}): string | null {
  const { electionTick, heartbeatTick, leaseReads } = raftSettings(config);
  if (heartbeatTick >= electionTick) {
    return `heartbeatTick (${heartbeatTick}) must be below electionTick (${electionTick}), or every follower stands between two heartbeats.`;
  }
  if (!leaseReads || checkQuorum) return null;
  return 'leaseReads (1) rests on the safeguard checkQuorum, without which a leader that nobody hears would answer reads for ever; set leaseReads to 0, or switch checkQuorum on.';
}

/** A candidate that has not won by its next timeout begins anew, and votes for the last term are for nobody. */
export function whyNobodyLeads(config: Config, leastLatencyMs: number): string | null {
  const { tickMs, electionTick } = raftSettings(config);
  const longestMs = (2 * electionTick - 1) * tickMs;
  const backMs = 2 * leastLatencyMs;
  if (longestMs >= backMs) return null;
  return `nobody can win an election: a vote takes at least ${backMs} ms there and back, and is waited for no longer than ${longestMs} ms, twice electionTick (${electionTick}) less one in ticks of tickMs (${tickMs}); shorten the latency, or lengthen tickMs.`;
}

export function raftConcerns(
  config: Config,
  [least, most]: readonly [least: number, most: number],
): readonly string[] {
  const { tickMs, electionTick, heartbeatTick } = raftSettings(config);
  const timeoutMs = tickMs * electionTick;
  const concerns: string[] = [];
  if (timeoutMs < 2 * most) {
    concerns.push(
      `electionTick × tickMs (${timeoutMs}) is below two latencies (up to ${2 * most} ms): votes may come when nobody counts them any more.`,
    );
  }
  const apartMs = heartbeatTick * tickMs + most - least;
  if (timeoutMs - tickMs <= apartMs) {
    concerns.push(
      `electionTick × tickMs (${timeoutMs}) is not a tick above what may lie between two heartbeats (up to ${apartMs} ms): a follower may stand while its leader is well.`,
    );
  }
  return concerns;
}

/** A heartbeat of the leader to everybody else, and its answer. */
export function raftTraffic(config: Config, nodes: number) {
  const { tickMs, heartbeatTick } = raftSettings(config);
  return { messagesPerSecond: (2 * (nodes - 1) * 1000) / (tickMs * heartbeatTick), field: 'tickMs' };
}
