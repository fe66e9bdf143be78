/** How protocol `kubernetes-lease` presents itself to the playground. */
import type { LeaseTruth, Protocol } from '../../protocol';
import { STORE_WIRE, type StoreMessage } from '../../store/message';
import { describeStoreMessage, STORE_VERBS } from '../../store/words';
import { makeCodec } from '../../wire/resp-codec';
import { KUBERNETES } from './about';
import { kubernetesBounds } from './bounds';
import { checkKubernetesTiming, KUBERNETES_FIELDS, KUBERNETES_SAFEGUARDS, leaseTiming } from './config';
import { KubernetesElector } from './elector';
import { parseLease } from './lease-value';
import { kubernetesConcerns, whyNobodyLeads } from './outlook';
import { LEASE_KEY } from './settings';
import type { KubernetesState } from './state';

export const kubernetesProtocol: Protocol<StoreMessage, KubernetesState> = {
  ...KUBERNETES,
  config: KUBERNETES_FIELDS,
  checkConfig: checkKubernetesTiming,
  safeguards: KUBERNETES_SAFEGUARDS,
  verbs: STORE_VERBS,
  codec: makeCodec<StoreMessage>(STORE_WIRE),
  bootstraps: false,
  electsByOffset: false,
  missedAfterMs: (config) => leaseTiming(config).leaseDurationMs,
  failoverBounds: kubernetesBounds,
  whyNobodyLeads,
  concerns: kubernetesConcerns,
  commands: ['resign'],
  store: { leaseKey: LEASE_KEY, readLease, promisesOneAuthority: true },
  create: (boot) => new KubernetesElector(boot),
  restore: (boot, state) => new KubernetesElector(boot, state),
  describe: describeStoreMessage,
};

/** By a right clock: those who wait for its end count from when they saw it, on clocks of their own. */
function readLease(value: string): LeaseTruth | null {
  const { holder, transitions, renewTimeUs, leaseDurationSeconds } = parseLease(value);
  if (holder === '') return null;
  return {
    holder,
    token: transitions,
    untilWallUs: renewTimeUs === null ? 0 : renewTimeUs + leaseDurationSeconds * 1_000_000,
  };
}
