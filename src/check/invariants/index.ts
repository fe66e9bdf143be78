/** All safety properties, in the order of the page's list. Which of them speak of a run, each says itself. */
import type { Invariant } from '../invariant';
import { acknowledgedSurvive } from './acknowledged-survive';
import { ballotsRise } from './ballots-rise';
import { fencedRegister } from './fenced-register';
import { leadershipContract } from './leadership-contract';
import { oneAuthority } from './one-authority';
import { oneWinnerPerEpoch } from './one-winner-per-epoch';

export const INVARIANTS: readonly Invariant[] = [
  oneWinnerPerEpoch,
  oneAuthority,
  ballotsRise,
  fencedRegister,
  acknowledgedSurvive,
  leadershipContract,
];
