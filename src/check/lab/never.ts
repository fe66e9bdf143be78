/** Why nothing was measured: what the rules say of such numbers, else what was seen in the trials. */
import { duration } from '../../core/words';
import { concernsOf } from '../../sim/outlook';
import { resolveConfig } from '../../sim/run';
import type { Trial } from './failover';
import { paceOf, systemOfSetup, whyNoFailover, type LabSetup } from './setup';

/**
 * A sentence for a setup of which `trials` (some, all with that setup) did not all end with a new leader; null if they
 * did. The gravest comes first: what can never be, then trials that nobody ever led steadily, then those that nobody led
 * afterwards.
 */
export function whyNotAll(setup: LabSetup, trials: readonly Trial[]): string | null {
  const unsteady = trials.filter(({ outcome }) => outcome === 'unsteady');
  const unsettled = trials.filter(({ outcome }) => outcome === 'unsettled');
  if (unsteady.length === 0 && unsettled.length === 0) return null;
  const told = whyNoFailover(setup) ?? concernOf(setup);
  return told ?? (unsteady.length > 0 ? whyUnsteady(setup, unsteady) : whyUnsettled(unsettled));
}

function concernOf(setup: LabSetup): string | null {
  const config = resolveConfig(systemOfSetup(setup), setup.config);
  return concernsOf(setup, setup.nodes.length, config, setup.network)[0] ?? null;
}

function whyUnsteady(setup: LabSetup, trials: readonly Trial[]): string {
  const { allMs, patienceMs } = paceOf(setup);
  const reigns = Math.max(...trials.map((trial) => trial.reigns));
  if (reigns === 0) return `Nobody began to lead within ${duration(patienceMs * 1000)}.`;
  const longestUs = Math.max(...trials.map(({ steadyUs }) => steadyUs));
  return (
    `No leader lasted: at best all knew one for ${duration(longestUs)}, and all timeouts together take ` +
    `${duration(allMs * 1000)}. Up to ${reigns} began to lead in one trial.`
  );
}

function whyUnsettled(trials: readonly Trial[]): string {
  const waitedUs = Math.min(...trials.map(({ failoverUs }) => failoverUs));
  return `After the leader was gone nobody led for ${duration(waitedUs)}; then it was given up.`;
}
