/** All that a node of protocol `kubernetes-lease` remembers. Plain data; moments are on its monotonic clock. */
import type { Boot } from '../../protocol';
import { freshLock } from './lock';
import type { SessionState } from './session';

/** Where the process is in its life. Each ends in the next one; from the last it begins anew. */
export type Phase =
  /** Another leads, or nobody: a try is under way, or comes at `nextUs`. */
  | { readonly kind: 'acquiring'; readonly nextUs: number }
  /**
   * It leads, and has renewed its lease; the next round begins at `nextUs`, and leading ends at `endUs` if no try of it
   * succeeds. `deadlineUs`: it ends then whether the round has begun or not; Infinity as published.
   */
  | {
      readonly kind: 'resting';
      readonly nextUs: number;
      readonly endUs: number;
      readonly deadlineUs: number;
    }
  /** It leads, and tries to renew: a try is under way, or comes at `nextUs`. */
  | {
      readonly kind: 'renewing';
      readonly startUs: number;
      readonly nextUs: number;
      readonly deadlineUs: number;
    }
  /** Leading is over but for the release of the lease; `stillActs`: nobody has told the work yet. */
  | { readonly kind: 'releasing'; readonly deadlineUs: number; readonly stillActs: boolean }
  /** The process is gone, and comes back at `nextUs`. */
  | { readonly kind: 'exited'; readonly nextUs: number };

export interface KubernetesState {
  phase: Phase;
  /** Of its latest tenure; 0 before the first, which may be 0 itself. */
  transition: number;
  /** A try is under way that may take a lease which nobody holds as far as it knows. */
  isClaiming: boolean;
  /** When the try under way began, or the last one did. */
  triedAtUs: number;
  /** When the last try that succeeded began; -Infinity before the first of this process. */
  renewedAtUs: number;
  /** The highest transition that it ever gave out with another leader. */
  leaderEpochMax: number;
  replOffset: number;
  dataEpoch: number;
  session: SessionState;
}

export function initialState(boot: Boot): KubernetesState {
  const { nowUs } = boot.clock;
  return {
    phase: { kind: 'acquiring', nextUs: nowUs },
    transition: 0,
    isClaiming: false,
    triedAtUs: -Infinity,
    renewedAtUs: -Infinity,
    leaderEpochMax: 0,
    replOffset: boot.replOffset,
    dataEpoch: boot.dataEpoch,
    session: { session: boot.random.below(2 ** 32), seq: 0, lock: freshLock(), work: null },
  };
}

/** Its work goes on: from the acquisition until leading ends. */
export function leads({ phase }: KubernetesState): boolean {
  switch (phase.kind) {
    case 'resting':
    case 'renewing':
      return true;
    case 'releasing':
      return phase.stillActs;
    case 'acquiring':
    case 'exited':
      return false;
    default:
      return phase satisfies never;
  }
}

/** When the phase ends whatever is under way; Infinity for never. */
export const deadlineUs = ({ phase }: KubernetesState): number =>
  'deadlineUs' in phase ? phase.deadlineUs : Infinity;

/** Until when its work goes on if nothing succeeds from now on; 0 while it does not lead. */
export function leadsUntilUs(state: KubernetesState): number {
  const { phase } = state;
  if (!leads(state)) return 0;
  return phase.kind === 'resting' ? phase.endUs : deadlineUs(state);
}
