/**
 * The one timer of a node: the earliest moment at which time alone makes something due.
 *
 * `hardened.ts` acts on exactly these moments, so after a wake-up the next one is always ahead.
 */
import { assert } from '../../assert';
import { candidacyAtUs, candidacyFloorUs } from './candidacy';
import type { Settings } from './settings';
import type { QuorumState } from './state';

/** The moment at which a primary without authority gives up. */
export function giveUpAtUs(state: QuorumState, settings: Settings): number {
  return state.powerlessSinceUs + settings.downAfterUs;
}

export function wakeAtUs(state: QuorumState, settings: Settings, nowUs: number): number {
  const { role, nextHeartbeatUs } = state;
  switch (role) {
    case 'primary':
      return Math.min(
        nextHeartbeatUs,
        state.hasAuthority ? state.authorityUntilUs : giveUpAtUs(state, settings),
      );
    case 'candidate':
      return Math.min(nextHeartbeatUs, state.electionDeadlineUs);
    case 'replica':
      if (state.askedEpoch > 0) return Math.min(nextHeartbeatUs, state.questionEndUs);
      // Looking at every peer is only worth it when the answer could come before the next heartbeat.
      return candidacyFloorUs(state, settings) >= nextHeartbeatUs
        ? nextHeartbeatUs
        : Math.min(nextHeartbeatUs, candidacyAtUs(state, settings, nowUs));
    default: {
      const unknown: never = role;
      assert(false, `no role is called ${String(unknown)}`);
    }
  }
}
