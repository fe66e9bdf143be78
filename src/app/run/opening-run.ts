/** What the page opens with; it is fetched first, so of the named timings there is but the one that this takes. */
import type { AnyProtocol, Config } from '../../core/protocol';
import { PROTOCOLS } from '../../core/registry';
import { DEFAULT_NETWORK, loadSystemOfRun, systemOfRun, type Network, type Run } from '../../sim/run';

export interface Preset {
  readonly id: string;
  readonly title: string;
  /** One sentence: what a person sees with it. */
  readonly summary: string;
  /** Milliseconds by field name; a field that is missing here takes the protocol's default. */
  readonly config: Config;
  /** The same for protocols that elect through a store: each step of theirs takes two round trips and more. */
  readonly storeConfig: Config;
  readonly network: Network;
  /** Only for protocols that count time in ticks, that renew a lease until a deadline, or all others. Absent: for all. */
  readonly only?: 'ticks' | 'renewals' | 'times';
}

export const CLASSROOM: Preset = {
  id: 'classroom',
  title: 'Classroom',
  summary: 'Slow enough to follow each message with the eye at 1×.',
  config: {
    hbIntervalMs: 1000,
    downAfterMs: 5000,
    electionTimeoutMs: 3000,
    electionBackoffMs: 1000,
    electionBackoffJitterMs: 3000,
    tickMs: 500,
    heartbeatTick: 2,
    // A write takes four messages, one after the other.
    writeIntervalMs: 2500,
    writeTimeoutMs: 4000,
    giveUpMs: 12_000,
    leaderTtlMs: 10_000,
    replIntervalMs: 2000,
    exportEveryMs: 20_000,
    exportWorkMs: 4000,
    storeTimeoutMs: 1500,
  },
  storeConfig: {
    leaseMs: 12_000,
    heartbeatMs: 3000,
    candidateTimeoutMs: 15_000,
    claimJitterMs: 1000,
  },
  network: { ...DEFAULT_NETWORK, latencyMs: [300, 600] },
};

/** The part of the preset that this protocol can be configured with. */
export function presetConfig(preset: Preset, protocol: AnyProtocol): Config {
  const values = protocol.store === undefined ? preset.config : { ...preset.config, ...preset.storeConfig };
  const given = protocol.config.flatMap(({ name }) => {
    const value = values[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(given);
}

/** `n1` … `n<count>`, the names that people and links use. */
export function nodeIds(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `n${index + 1}`);
}

const OPENING = { protocol: PROTOCOLS[0]!.id };

/** The same, once what it needs is at hand. */
export async function loadOpeningRun(): Promise<Run> {
  await loadSystemOfRun(OPENING);
  return openingRun();
}

/** What the page opens with: five nodes of the first protocol, at the pace of the first preset. */
export function openingRun(): Run {
  const protocol = systemOfRun(OPENING);
  return {
    version: 1,
    protocol: protocol.id,
    nodes: nodeIds(5),
    seed: 1,
    config: presetConfig(CLASSROOM, protocol),
    network: CLASSROOM.network,
  };
}
