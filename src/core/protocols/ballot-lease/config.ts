/** How one election goes: kept in the store, so that all its processes agree. */
import { flagField, nanosField, parseRecord } from '../../store/json-record';
import { TextMemory } from '../../store/text-memory';

export interface BallotConfig {
  /** How long a claim or a refresh lasts. */
  readonly leaseDurationNanos: bigint;
  /** How often a candidate is meant to be heard; advice to processes, no operation reads it. */
  readonly heartbeatIntervalNanos: bigint;
  /** Who was not heard for this long is not alive. */
  readonly candidateTimeoutNanos: bigint;
  /** False: nobody registers, claims or leads; what is there can still be looked at, refreshed and resigned. */
  readonly electionEnabled: boolean;
  /** Whether a higher priority takes over from a valid lease. */
  readonly allowPreemption: boolean;
}

export const DEFAULT_BALLOT_CONFIG: BallotConfig = {
  leaseDurationNanos: 10_000_000_000n,
  heartbeatIntervalNanos: 3_000_000_000n,
  candidateTimeoutNanos: 15_000_000_000n,
  electionEnabled: true,
  allowPreemption: true,
};

export function formatConfig(config: BallotConfig): string {
  return JSON.stringify({
    leaseDurationNanos: String(config.leaseDurationNanos),
    heartbeatIntervalNanos: String(config.heartbeatIntervalNanos),
    candidateTimeoutNanos: String(config.candidateTimeoutNanos),
    electionEnabled: config.electionEnabled,
    allowPreemption: config.allowPreemption,
  });
}

const configs = new TextMemory(readConfig);

/** null: the text is no config. */
export const parseConfig = (text: string): BallotConfig | null => configs.read(text);

function readConfig(text: string): BallotConfig | null {
  const record = parseRecord(text);
  if (record === null) return null;
  const leaseDurationNanos = nanosField(record, 'leaseDurationNanos');
  const heartbeatIntervalNanos = nanosField(record, 'heartbeatIntervalNanos');
  const candidateTimeoutNanos = nanosField(record, 'candidateTimeoutNanos');
  const electionEnabled = flagField(record, 'electionEnabled');
  const allowPreemption = flagField(record, 'allowPreemption');
  if (leaseDurationNanos === null || heartbeatIntervalNanos === null || candidateTimeoutNanos === null)
    return null;
  if (electionEnabled === null || allowPreemption === null) return null;
  return {
    leaseDurationNanos,
    heartbeatIntervalNanos,
    candidateTimeoutNanos,
    electionEnabled,
    allowPreemption,
  };
}
