/** The timing of elections by votes, and the length of a primary's authority. */
import {
  checkElectConfig,
  ELECT_CONFIG_FIELDS,
  electConfig,
  electionConcerns,
  HOUR_MS,
  settingOf,
  whyNobodyWins,
  type ElectConfig,
} from '../../election/config';
import type { Config, ConfigField } from '../../protocol';

/** All in milliseconds on the node's own clock. */
export interface QuorumConfig extends ElectConfig {
  readonly leaseMs: number;
}

export const QUORUM_CONFIG_FIELDS: readonly ConfigField[] = [
  ...ELECT_CONFIG_FIELDS,
  {
    name: 'leaseMs',
    label: 'Lease',
    unit: 'ms',
    min: 1,
    max: HOUR_MS,
    default: (config) => Math.max(1, Math.floor((electConfig(config).downAfterMs * 3) / 4)),
    help: 'How long a primary may act on what a quorum granted: longer survives slow links, and tolerates less clock drift.',
  },
];

/** As `checkElectConfig`, and the lease must end before anybody may vote for another node. */
export function checkQuorumConfig(config: Config): string | null {
  const { leaseMs, downAfterMs } = quorumConfig(config);
  if (leaseMs >= downAfterMs) {
    return `leaseMs (${leaseMs}) must be below downAfterMs (${downAfterMs}), or an old authority may outlive the election of a new one.`;
  }
  return checkElectConfig(config);
}

/** As `whyNobodyWins`; and a grant that comes back when its lease is over is for nobody. */
export function whyNobodyLeads(config: Config, leastLatencyMs: number): string | null {
  const { leaseMs } = quorumConfig(config);
  const backMs = 2 * leastLatencyMs;
  if (leaseMs > backMs) return whyNobodyWins(config, leastLatencyMs);
  return `nobody can have authority: a grant takes at least ${backMs} ms there and back, and lasts no longer than leaseMs (${leaseMs}); shorten the latency, or lengthen leaseMs.`;
}

/** As `electionConcerns`; and an authority that may lapse although everybody grants it. */
export function quorumConcerns(
  config: Config,
  latencyMs: readonly [least: number, most: number],
): readonly string[] {
  const { leaseMs, hbIntervalMs } = quorumConfig(config);
  const grantMs = hbIntervalMs + 2 * latencyMs[1];
  const lapses =
    hbIntervalMs >= leaseMs
      ? [
          `hbIntervalMs (${hbIntervalMs}) is not below leaseMs (${leaseMs}): authority is over between two heartbeats.`,
        ]
      : grantMs >= leaseMs
        ? [
            `leaseMs (${leaseMs}) is not above hbIntervalMs and two latencies (up to ${grantMs} ms): authority may be over before the next grant.`,
          ]
        : [];
  return [...lapses, ...electionConcerns(config, latencyMs)];
}

/** Absent fields take their defaults. */
export function quorumConfig(config: Config): QuorumConfig {
  return { ...electConfig(config), leaseMs: settingOf(QUORUM_CONFIG_FIELDS, config, 'leaseMs') };
}
