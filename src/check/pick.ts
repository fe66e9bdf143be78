import type { RandomStream } from '../sim/random';

/** One of `from`, which must not be empty. */
export const pick = <T>(luck: RandomStream, from: readonly T[]): T => from[luck.below(from.length)] as T;
