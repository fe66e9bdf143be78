/** What the settings of another system come to here: each in the numbers of the protocol that elects like it. */
import type { Config, Safeguards } from '../../core/protocol';
import type { Dialect } from './names';

export interface Terms {
  readonly leaseDuration?: number;
  readonly renewDeadline?: number;
  readonly retryPeriod?: number;
  readonly release?: boolean;
  readonly elects?: boolean;
  readonly heartbeatInterval?: number;
  readonly electionTimeout?: number;
  readonly preVote?: boolean;
  readonly etcdPreVote?: boolean;
  readonly baseTick?: number;
  readonly heartbeatTicks?: number;
  readonly electionTicks?: number;
  readonly multiplier?: number;
}

export interface Meaning {
  readonly protocol: string;
  readonly config: Config;
  readonly safeguards: Safeguards;
  /** By term, in words. */
  readonly means: Readonly<Record<string, string>>;
}

/** Throws a sentence where the system itself would refuse such numbers together. */
export function meaningOf(dialect: Dialect, terms: Terms): Meaning {
  switch (dialect) {
    case 'kubernetes':
      return ofKubernetes(terms);
    case 'etcd':
      return ofEtcd(terms);
    case 'tikv':
      return ofTikv(terms);
    case 'consul':
      return ofConsul(terms);
    default:
      return dialect satisfies never;
  }
}

function ofKubernetes({ leaseDuration, renewDeadline, retryPeriod, release, elects }: Terms): Meaning {
  if (elects === false) throw new Error('Leader election is switched off in this, so nobody elects anybody.');
  // What is not named has the defaults of Kubernetes.
  const [leaseMs, deadlineMs, retryMs] = [
    leaseDuration ?? 15_000,
    renewDeadline ?? 10_000,
    retryPeriod ?? 2000,
  ];
  if (leaseMs <= deadlineMs) {
    throw new Error(
      `A lease duration of ${seconds(leaseMs)} is not above the renew deadline of ${seconds(deadlineMs)}, and client-go refuses that; lengthen the one, or shorten the other.`,
    );
  }
  if (deadlineMs <= 1.2 * retryMs) {
    throw new Error(
      `A renew deadline of ${seconds(deadlineMs)} is not above 1.2 times the retry period of ${seconds(retryMs)}, and client-go refuses that; lengthen the one, or shorten the other.`,
    );
  }
  const config = {
    ...(leaseDuration !== undefined && { leaseDurationMs: leaseDuration }),
    ...(renewDeadline !== undefined && { renewDeadlineMs: renewDeadline }),
    ...(retryPeriod !== undefined && { retryPeriodMs: retryPeriod }),
    ...(release !== undefined && { releaseOnCancel: release ? 1 : 0 }),
  };
  const means = {
    ...(leaseDuration !== undefined && {
      leaseDuration: `others wait ${seconds(leaseDuration)} since they saw the last renewal`,
    }),
    ...(renewDeadline !== undefined && {
      renewDeadline: `a leader gives up when a round of tries has failed for ${seconds(renewDeadline)}`,
    }),
    ...(retryPeriod !== undefined && { retryPeriod: `${seconds(retryPeriod)} from one try to the next` }),
    ...(release !== undefined && {
      release: release
        ? 'an elector that stops empties the lease'
        : 'an elector that stops leaves the lease as it is',
    }),
  };
  return { protocol: 'kubernetes-lease', config, safeguards: {}, means };
}

/** etcd counts in heartbeats, and rounds down. */
function ofEtcd({ heartbeatInterval, electionTimeout, preVote, etcdPreVote }: Terms): Meaning {
  const tickMs = heartbeatInterval ?? 100;
  const electionMs = electionTimeout ?? 1000;
  if (electionMs < 5 * tickMs) {
    throw new Error(
      `An election timeout of ${electionMs} ms is less than five heartbeat intervals of ${tickMs} ms, and etcd refuses that; lengthen the one, or shorten the other.`,
    );
  }
  if (electionMs > 50_000)
    throw new Error(`An election timeout of ${electionMs} ms is more than etcd takes: 50000.`);
  const electionTick = Math.floor(electionMs / tickMs);
  const asks = preVote ?? etcdPreVote;
  const means = {
    ...(heartbeatInterval !== undefined && {
      heartbeatInterval: `a tick and a heartbeat every ${tickMs} ms`,
    }),
    ...(electionTimeout !== undefined && {
      electionTimeout: `${electionTick} ticks without a leader until somebody stands`,
    }),
    ...asking(preVote === undefined ? 'etcdPreVote' : 'preVote', asks),
  };
  return raft({ tickMs, electionTick, heartbeatTick: 1 }, asks, means);
}

function ofTikv({ baseTick, heartbeatTicks, electionTicks, preVote }: Terms): Meaning {
  const tickMs = baseTick ?? 1000;
  const heartbeatTick = heartbeatTicks ?? 2;
  const electionTick = electionTicks ?? 10;
  if (electionTick <= heartbeatTick) {
    throw new Error(
      `An election timeout of ${electionTick} ticks must be above the ${heartbeatTick} ticks between two heartbeats.`,
    );
  }
  const means = {
    ...(baseTick !== undefined && { baseTick: `a tick every ${seconds(tickMs)}` }),
    ...(heartbeatTicks !== undefined && {
      heartbeatTicks: `a heartbeat every ${seconds(heartbeatTick * tickMs)}`,
    }),
    ...(electionTicks !== undefined && {
      electionTicks: `${seconds(electionTick * tickMs)} without a leader until somebody stands`,
    }),
    ...asking('preVote', preVote),
  };
  return raft({ tickMs, electionTick, heartbeatTick }, preVote, means);
}

/** Its Raft waits a second for a heartbeat at multiplier 1, and sends one in a tenth of that. */
function ofConsul({ multiplier }: Terms): Meaning {
  if (multiplier !== undefined && multiplier > 10) {
    throw new Error(`A raft_multiplier of ${multiplier} is more than Consul takes: 10.`);
  }
  const tickMs = 100 * (multiplier ?? 5);
  const means =
    multiplier === undefined
      ? {}
      : {
          multiplier: `${seconds(10 * tickMs)} without a leader until somebody stands, a heartbeat in a tenth of that`,
        };
  return raft({ tickMs, electionTick: 10, heartbeatTick: 1 }, undefined, means);
}

const raft = (config: Config, asks: boolean | undefined, means: Meaning['means']): Meaning => ({
  protocol: 'raft',
  config,
  safeguards: asks === undefined ? {} : { preVote: asks },
  means,
});

const asking = (term: string, on: boolean | undefined): Readonly<Record<string, string>> =>
  on === undefined ? {} : { [term]: on ? 'whoever would stand asks first' : 'nobody asks before standing' };

const seconds = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${ms / 1000} s`);
