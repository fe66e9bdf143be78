/** For tests: a small fast cluster for the lab, the timing of a local network. */
import type { Config, Safeguards } from '../../core/protocol';
import type { Network } from '../../sim/run';
import type { LabSetup } from './setup';

const LAN: Config = {
  hbIntervalMs: 50,
  downAfterMs: 500,
  electionTimeoutMs: 300,
  electionBackoffMs: 100,
  electionBackoffJitterMs: 200,
};

interface Choice {
  readonly protocol?: string;
  readonly count?: number;
  readonly config?: Config;
  readonly network?: Network;
  readonly safeguards?: Safeguards;
}

export function labSetup(choice: Choice = {}): LabSetup {
  const { protocol = 'quorum', count = 3, safeguards = {} } = choice;
  return {
    protocol,
    nodes: Array.from({ length: count }, (_, at) => `n${at + 1}`),
    config: { ...LAN, ...choice.config },
    network: choice.network ?? { latencyMs: [1, 3], lossRatio: 0, duplicateRatio: 0 },
    safeguards,
  };
}
