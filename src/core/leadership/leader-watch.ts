/**
 * The latest `LeaderState` of one node, and word of every change of it (source: tsoracle's leader watch).
 *
 * Seeded with the current value, so that the first read never waits. What counts as a change is the value, not the kind
 * alone: an epoch that advances within one leadership, or a leader that moved, has to come through. The contracts of the
 * values are asserted here, because this is where they leave the node.
 */
import { assert } from '../assert';
import { sameLeaderState, type LeaderState } from './leader-state';

export type LeaderListener = (state: LeaderState) => void;

export class LeaderWatch {
  private current: LeaderState;
  private leaderEpochMax = 0;
  private readonly listeners = new Set<LeaderListener>();

  constructor(initial: LeaderState) {
    this.check(initial);
    this.current = initial;
  }

  read(): LeaderState {
    return this.current;
  }

  /** Calls `listener` on each change from now on, not with the present value. Returns what ends that. */
  subscribe(listener: LeaderListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Says whether this was a change. Throws if `state` breaks a contract: a leader's endpoint is `host:port` without a
   * scheme, and `leaderEpoch` never decreases.
   */
  emit(state: LeaderState): boolean {
    if (sameLeaderState(state, this.current)) return false;
    this.check(state);
    this.current = state;
    // A copy, so that a listener may unsubscribe while it is being told.
    for (const listener of [...this.listeners]) listener(state);
    return true;
  }

  private check(state: LeaderState): void {
    if (state.kind !== 'follower') return;
    const { leaderEndpoint, leaderEpoch } = state;
    if (leaderEndpoint !== undefined) {
      assert(
        isHostPort(leaderEndpoint),
        `leaderEndpoint "${leaderEndpoint}" is not host:port without a scheme`,
      );
    }
    if (leaderEpoch !== undefined) {
      assert(
        leaderEpoch >= this.leaderEpochMax,
        `leaderEpoch went back from ${this.leaderEpochMax} to ${leaderEpoch}`,
      );
      this.leaderEpochMax = leaderEpoch;
    }
  }
}

/** `host:port`, an IPv6 host in brackets. */
function isHostPort(endpoint: string): boolean {
  const match = /^(?:\[[\da-fA-F:.]+\]|[^\s:/[\]]+):(\d{1,5})$/.exec(endpoint);
  return match !== null && Number(match[1]) <= 65535;
}
