/** The margins of each protocol that has some. */
import { ballotMargins } from './ballot-lease';
import { kubernetesMargins } from './kubernetes';
import type { MarginSetup, MarginsOf } from './margin';
import { resolveConfig } from '../../sim/run';
import { systemOfSetup, type LabSetup } from '../lab/setup';
import { quorumMargins } from './quorum';
import { raftMargins } from './raft';

/** By protocol. */
export const MARGINS: Readonly<Record<string, MarginsOf>> = {
  quorum: quorumMargins,
  'ballot-lease': ballotMargins,
  raft: raftMargins,
  'kubernetes-lease': kubernetesMargins,
};

export function marginSetupOf(setup: LabSetup): MarginSetup {
  const { safeguards, network } = setup;
  const { latencyMs } = network;
  const system = systemOfSetup(setup);
  const config = resolveConfig(system, setup.config);
  return {
    config,
    latencyMs,
    safeguards,
    bounds: system.failoverBounds?.(config, latencyMs, safeguards) ?? [],
  };
}
