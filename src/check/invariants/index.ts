/** All safety properties, in the order of the page's list. */
import type { Invariant } from '../invariant';
import { oneAuthority } from './one-authority';
import { oneWinnerPerEpoch } from './one-winner-per-epoch';

export const INVARIANTS: readonly Invariant[] = [oneWinnerPerEpoch, oneAuthority];
