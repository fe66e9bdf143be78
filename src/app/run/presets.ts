/**
 * Named timings: a config and a network that fit each other, so that nobody has to balance seven numbers before the
 * first run. A preset speaks of config fields by name and says nothing about fields that a protocol does not have.
 */
import type { AnyProtocol, Config } from '../../core/protocol';
import { DEFAULT_NETWORK, resolveConfig, type Network } from '../../sim/run';
import { sameNetwork } from '../../sim/settings';
import { CLASSROOM, presetConfig, type Preset } from './opening-run';

/** In the order of the picker; the first is the default. */
export const PRESETS: readonly Preset[] = [
  CLASSROOM,
  {
    id: 'lan',
    only: 'times',
    title: 'LAN',
    summary: 'One room, one switch: a failover takes well under a second.',
    config: {
      hbIntervalMs: 50,
      downAfterMs: 500,
      electionTimeoutMs: 300,
      electionBackoffMs: 100,
      electionBackoffJitterMs: 200,
      tickMs: 50,
      writeIntervalMs: 100,
      writeTimeoutMs: 100,
      giveUpMs: 1000,
      leaderTtlMs: 1000,
      replIntervalMs: 50,
      exportEveryMs: 5000,
      exportWorkMs: 1000,
      storeTimeoutMs: 50,
    },
    storeConfig: {
      leaseMs: 1000,
      heartbeatMs: 300,
      candidateTimeoutMs: 1500,
      claimJitterMs: 50,
    },
    network: { ...DEFAULT_NETWORK, latencyMs: [1, 3] },
  },
  {
    id: 'wan',
    only: 'times',
    title: 'WAN',
    summary: 'Several regions: distance sets the pace of every election.',
    config: {
      hbIntervalMs: 200,
      downAfterMs: 2000,
      electionTimeoutMs: 1500,
      electionBackoffMs: 500,
      electionBackoffJitterMs: 1000,
      tickMs: 200,
      writeIntervalMs: 500,
      writeTimeoutMs: 1000,
      giveUpMs: 5000,
      leaderTtlMs: 5000,
      replIntervalMs: 500,
      exportEveryMs: 10_000,
      exportWorkMs: 2000,
      storeTimeoutMs: 500,
    },
    storeConfig: {
      leaseMs: 4000,
      heartbeatMs: 1000,
      candidateTimeoutMs: 6000,
      claimJitterMs: 300,
    },
    network: { ...DEFAULT_NETWORK, latencyMs: [30, 120] },
  },
  {
    id: 'published',
    only: 'times',
    title: 'As published',
    summary: 'Every number as the protocol itself sets it.',
    config: {},
    storeConfig: {},
    network: DEFAULT_NETWORK,
  },
  ofTicks('etcd', 'etcd', 'As etcd sets it: ten ticks of 100 ms until a follower stands.', {}, [1, 3]),
  ofTicks('etcd-regions', 'Across regions', 'etcd tuned for regions far apart.', { tickMs: 500 }, [30, 120]),
  ofTicks(
    'tikv',
    'TiKV',
    'Ticks of a second, and a heartbeat every other one.',
    { tickMs: 1000, heartbeatTick: 2 },
    [1, 3],
  ),
  ofLease('kubernetes', 'Kubernetes', 'The defaults of its core components.', 15, 10, 2),
  ofLease('client-go', 'client-go example', 'As the example that comes with client-go.', 60, 15, 5),
  ofLease('openshift', 'OpenShift', 'Made to ride out a minute without the API server.', 137, 107, 26),
  ofLease('openshift-sno', 'Single node', 'OpenShift on one node: the longest lease of all.', 270, 240, 60),
];

function ofTicks(
  id: string,
  title: string,
  summary: string,
  config: Config,
  latencyMs: Network['latencyMs'],
): Preset {
  return {
    id,
    title,
    summary,
    config,
    storeConfig: {},
    network: { ...DEFAULT_NETWORK, latencyMs },
    only: 'ticks',
  };
}

/** Of a Kubernetes lease, in seconds as their authors give them. Source of the numbers: client-go, openshift/library-go. */
function ofLease(
  id: string,
  title: string,
  summary: string,
  leaseS: number,
  deadlineS: number,
  retryS: number,
): Preset {
  const config = {
    leaseDurationMs: leaseS * 1000,
    renewDeadlineMs: deadlineS * 1000,
    retryPeriodMs: retryS * 1000,
  };
  return { id, title, summary, config, storeConfig: {}, network: DEFAULT_NETWORK, only: 'renewals' };
}

/** Those that such a protocol is offered. */
export function presetsFor({ config }: Pick<AnyProtocol, 'config'>): readonly Preset[] {
  const has = (field: string): boolean => config.some(({ name }) => name === field);
  const kind = has('tickMs') ? 'ticks' : has('renewDeadlineMs') ? 'renewals' : 'times';
  return PRESETS.filter(({ only = kind }) => only === kind);
}

/** The preset that gives exactly this config and network, or null: somebody chose the numbers by hand. */
export function presetOf(
  protocol: AnyProtocol,
  config: Config,
  network: Network,
  presets: readonly Preset[] = presetsFor(protocol),
): Preset | null {
  const matches = (preset: Preset): boolean => {
    const expected = resolveConfig(protocol, presetConfig(preset, protocol));
    return (
      protocol.config.every(({ name }) => config[name] === expected[name]) &&
      sameNetwork(network, preset.network)
    );
  };
  return presets.find(matches) ?? null;
}
