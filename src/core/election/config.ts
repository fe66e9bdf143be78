/** The timing of elections by votes, with the defaults of the published elector (its `ElectConfig`). */
import { assert } from '../assert';
import type { Config, ConfigField } from '../protocol';

/** All in milliseconds on the node's own clock. */
export interface ElectConfig {
  readonly hbIntervalMs: number;
  readonly downAfterMs: number;
  readonly electionTimeoutMs: number;
  readonly electionBackoffMs: number;
  readonly electionBackoffJitterMs: number;
}

export const HOUR_MS = 3_600_000;

export const ELECT_CONFIG_FIELDS: readonly ConfigField[] = [
  {
    name: 'hbIntervalMs',
    label: 'Heartbeat interval',
    unit: 'ms',
    min: 1,
    max: HOUR_MS,
    default: 200,
    help: 'How often a node tells every peer that it is alive: shorter notices more and sends more.',
  },
  {
    name: 'downAfterMs',
    label: 'Down after',
    unit: 'ms',
    min: 1,
    max: HOUR_MS,
    default: 5000,
    help: 'How long a peer may be silent before it counts as down: shorter fails over sooner, and more often for nothing.',
  },
  {
    name: 'electionTimeoutMs',
    label: 'Election timeout',
    unit: 'ms',
    min: 1,
    max: HOUR_MS,
    default: 3000,
    help: 'How long a candidate waits for a quorum of votes: shorter retries sooner, and gives up on slow links.',
  },
  {
    name: 'electionBackoffMs',
    label: 'Election backoff',
    unit: 'ms',
    min: 0,
    max: HOUR_MS,
    default: 1000,
    help: 'How long a candidate that failed stays quiet: longer leaves room for others, and delays the next attempt.',
  },
  {
    name: 'electionBackoffJitterMs',
    label: 'Backoff jitter',
    unit: 'ms',
    min: 0,
    max: HOUR_MS,
    default: 4000,
    help: 'The most that chance adds to the backoff: larger keeps rival candidates from colliding again and again.',
  },
];

/** Contradictions between fields that are each within their bounds; null when there are none. */
export function checkElectConfig(config: Config): string | null {
  const { hbIntervalMs, downAfterMs } = electConfig(config);
  if (hbIntervalMs >= downAfterMs) {
    return `hbIntervalMs (${hbIntervalMs}) must be below downAfterMs (${downAfterMs}), or every peer looks down between two heartbeats.`;
  }
  return null;
}

/** Votes that arrive when the candidate has given up are for nobody. */
export function whyNobodyWins(config: Config, leastLatencyMs: number): string | null {
  const { electionTimeoutMs } = electConfig(config);
  const backMs = 2 * leastLatencyMs;
  if (electionTimeoutMs >= backMs) return null;
  return `nobody can win an election: a vote takes at least ${backMs} ms there and back, and is waited for no longer than electionTimeoutMs (${electionTimeoutMs}); shorten the latency, or lengthen electionTimeoutMs.`;
}

/** Votes that may be late, and peers that may look down while they are well. */
export function electionConcerns(
  config: Config,
  [least, most]: readonly [number, number],
): readonly string[] {
  const { hbIntervalMs, downAfterMs, electionTimeoutMs } = electConfig(config);
  const concerns: string[] = [];
  if (electionTimeoutMs < 2 * most) {
    concerns.push(
      `electionTimeoutMs (${electionTimeoutMs}) is below two latencies (up to ${2 * most} ms): votes may come when nobody counts them any more.`,
    );
  }
  const apartMs = hbIntervalMs + most - least;
  if (downAfterMs <= apartMs) {
    concerns.push(
      `downAfterMs (${downAfterMs}) is not above what may lie between two heartbeats (up to ${apartMs} ms): a peer may look down while it is well.`,
    );
  }
  return concerns;
}

/** A heartbeat from everybody to everybody else. */
export function heartbeatTraffic(config: Config, nodes: number) {
  const { hbIntervalMs } = electConfig(config);
  return { messagesPerSecond: (nodes * (nodes - 1) * 1000) / hbIntervalMs, field: 'hbIntervalMs' };
}

/** Absent fields take their defaults. */
export function electConfig(config: Config): ElectConfig {
  return {
    hbIntervalMs: fieldOf(config, 'hbIntervalMs'),
    downAfterMs: fieldOf(config, 'downAfterMs'),
    electionTimeoutMs: fieldOf(config, 'electionTimeoutMs'),
    electionBackoffMs: fieldOf(config, 'electionBackoffMs'),
    electionBackoffJitterMs: fieldOf(config, 'electionBackoffJitterMs'),
  };
}

/** As given, or as its field says: a default may follow from other fields. `name` must be one of `fields`. */
export function settingOf(fields: readonly ConfigField[], config: Config, name: string): number {
  const given = config[name];
  if (given !== undefined) return given;
  const field = fields.find((candidate) => candidate.name === name);
  assert(field !== undefined, `no config field is named ${name}`);
  return typeof field.default === 'function' ? field.default(config) : field.default;
}

const fieldOf = (config: Config, name: keyof ElectConfig): number =>
  settingOf(ELECT_CONFIG_FIELDS, config, name);
