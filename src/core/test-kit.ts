/** What tests of programs share: a start, clocks, and luck that a test knows. */
import type { Clock, NodeId, RandomSource } from './program';
import type { Boot } from './protocol';

export function bootOf(nodeId: NodeId, peerIds: readonly NodeId[], overrides: Partial<Boot> = {}): Boot {
  return {
    nodeId,
    peerIds,
    addresses: Object.fromEntries(peerIds.map((id) => [id, `${id}.test:7000`])),
    startRole: 'replica',
    config: {},
    safeguards: {},
    disk: null,
    replOffset: 0,
    dataEpoch: 0,
    storeId: null,
    clock: clockAt(0),
    random: seededRandom(1),
    ...overrides,
  };
}

export function clockAt(atMs: number): Clock {
  return { nowUs: atMs * 1000, wallUs: 0 };
}

/** Marsaglia's xorshift32. */
export function seededRandom(seed: number): RandomSource {
  let state = Math.imul(seed, 0x9e3779b1) | 1;
  return {
    below(limit) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return (state >>> 0) % limit;
    },
  };
}

/** No jitter, so that a test can say exactly when. */
export const NO_JITTER: RandomSource = { below: () => 0 };
