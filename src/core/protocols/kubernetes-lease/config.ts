/** What can be set about an elector, and when the numbers contradict each other. */
import type { Config, ConfigField, SafeguardField } from '../../protocol';

/** Durations in milliseconds on the node's own clock; switches are 0 or 1. */
export interface LeaseTiming {
  readonly leaseDurationMs: number;
  readonly renewDeadlineMs: number;
  readonly retryPeriodMs: number;
  readonly requestTimeoutMs: number;
  readonly restartDelayMs: number;
  readonly releaseOnCancel: number;
  readonly deadlineFromRenewal: number;
  readonly recheckHolderOnRelease: number;
  readonly ownDurationCounts: number;
}

const HOUR_MS = 3_600_000;

/** A follower waits one retry period, and up to this many more by chance. */
export const JITTER_FACTOR = 1.2;

/** The first three have the defaults of the core components of Kubernetes. */
export const KUBERNETES_FIELDS: readonly (ConfigField & { readonly name: keyof LeaseTiming })[] = [
  {
    name: 'leaseDurationMs',
    label: 'Lease duration',
    unit: 'ms',
    min: 1,
    max: HOUR_MS,
    default: 15_000,
    help: 'How long others wait since they saw the last renewal before they take over, in whole seconds, rounded down: longer is safer, and fails over later.',
  },
  {
    name: 'renewDeadlineMs',
    label: 'Renew deadline',
    unit: 'ms',
    min: 1,
    max: HOUR_MS,
    default: 10_000,
    help: 'How long one round of renewal is tried before the leader gives up: longer rides out a longer outage, and leaves less of the lease as a margin.',
  },
  {
    name: 'retryPeriodMs',
    label: 'Retry period',
    unit: 'ms',
    min: 1,
    max: HOUR_MS,
    default: 2000,
    help: 'The wait between two tries, and after each renewal: shorter notices more, and asks the server more often.',
  },
  {
    name: 'requestTimeoutMs',
    label: 'Request timeout',
    unit: 'ms',
    min: 1,
    max: HOUR_MS,
    default: (config) => Math.max(1000, Math.floor(fieldOf(config, 'renewDeadlineMs') / 2)),
    help: 'How long one answer of the server is waited for: longer bears a slow server, and hides a renewal from others for as long if the answer to it is lost.',
  },
  {
    name: 'restartDelayMs',
    label: 'Restart delay',
    unit: 'ms',
    min: 1,
    max: HOUR_MS,
    default: 1000,
    help: 'When leading ends the process exits, and is there again after this: longer leaves a follower less in the way of its return.',
  },
  {
    name: 'releaseOnCancel',
    label: 'Release on cancel',
    unit: '',
    min: 0,
    max: 1,
    toggle: true,
    default: 0,
    help: 'Whether an elector empties the lease as it stops, so that nobody waits for its end.',
  },
  {
    name: 'deadlineFromRenewal',
    label: 'Deadline counts from the renewal',
    unit: '',
    min: 0,
    max: 1,
    toggle: true,
    default: 0,
    help: 'Not in client-go: leading ends one renew deadline after the last renewal began, and not after the round that followed it did.',
  },
  {
    name: 'recheckHolderOnRelease',
    label: 'Holder looked at on release',
    unit: '',
    min: 0,
    max: 1,
    toggle: true,
    default: 0,
    help: 'Not in client-go: a release leaves the lease alone if it finds it to be another’s by then.',
  },
  {
    name: 'ownDurationCounts',
    label: 'Own duration counts',
    unit: '',
    min: 0,
    max: 1,
    toggle: true,
    default: 0,
    help: 'As before Kubernetes 1.27: others wait for their own lease duration, and not for the one that the holder wrote.',
  },
];

/** `fencing` is a rule of whoever takes the leader's writes; it is named here because nothing else stops a leader of the past. */
export const KUBERNETES_SAFEGUARDS: readonly SafeguardField[] = [
  {
    name: 'fencing',
    label: 'Fencing',
    protects:
      'A leader that has not noticed yet that its lease is over could still write, because nobody would compare its transition with the highest one seen.',
    needsClients: 2,
  },
];

/** Contradictions between fields that are each within their bounds; null when there are none. */
export function checkKubernetesTiming(config: Config): string | null {
  const { leaseDurationMs, renewDeadlineMs, retryPeriodMs } = leaseTiming(config);
  if (leaseDurationMs <= renewDeadlineMs) {
    return `leaseDurationMs (${leaseDurationMs}) must be above renewDeadlineMs (${renewDeadlineMs}), or a leader goes on trying when others may have taken over.`;
  }
  if (renewDeadlineMs <= JITTER_FACTOR * retryPeriodMs) {
    return `renewDeadlineMs (${renewDeadlineMs}) must be above ${JITTER_FACTOR} times retryPeriodMs (${retryPeriodMs}), or a round may be over before its second try.`;
  }
  return null;
}

/** Absent fields take their defaults. */
export function leaseTiming(config: Config): LeaseTiming {
  return {
    leaseDurationMs: fieldOf(config, 'leaseDurationMs'),
    renewDeadlineMs: fieldOf(config, 'renewDeadlineMs'),
    retryPeriodMs: fieldOf(config, 'retryPeriodMs'),
    requestTimeoutMs: fieldOf(config, 'requestTimeoutMs'),
    restartDelayMs: fieldOf(config, 'restartDelayMs'),
    releaseOnCancel: fieldOf(config, 'releaseOnCancel'),
    deadlineFromRenewal: fieldOf(config, 'deadlineFromRenewal'),
    recheckHolderOnRelease: fieldOf(config, 'recheckHolderOnRelease'),
    ownDurationCounts: fieldOf(config, 'ownDurationCounts'),
  };
}

function fieldOf(config: Config, name: keyof LeaseTiming): number {
  const given = config[name];
  if (given !== undefined) return given;
  const field = KUBERNETES_FIELDS.find((candidate) => candidate.name === name);
  if (field === undefined) throw new Error(`no config field is named ${name}`);
  return typeof field.default === 'function' ? field.default(config) : field.default;
}
