/** All safety properties, in the order of the page's list. Which of them speak of a run, each says itself. */
import type { Invariant } from '../invariant';
import { acknowledgedSurvive } from './acknowledged-survive';
import { appliedAgree } from './applied-agree';
import { ballotsRise } from './ballots-rise';
import { epochsOnlyRise } from './epochs-only-rise';
import { fencedRegister } from './fenced-register';
import { holderReleases } from './holder-releases';
import { leaderCompleteness } from './leader-completeness';
import { leadershipContract } from './leadership-contract';
import { logMatching } from './log-matching';
import { noStaleRead } from './no-stale-read';
import { oneAuthority } from './one-authority';
import { oneExport } from './one-export';
import { oneVotePerEpoch } from './one-vote-per-epoch';
import { oneWinnerPerEpoch } from './one-winner-per-epoch';
import { quorumOfVotes } from './quorum-of-votes';
import { settles } from './settles';
import { wholeAgain } from './whole-again';

export const INVARIANTS: readonly Invariant[] = [
  oneWinnerPerEpoch,
  oneAuthority,
  oneVotePerEpoch,
  quorumOfVotes,
  epochsOnlyRise,
  logMatching,
  leaderCompleteness,
  appliedAgree,
  ballotsRise,
  holderReleases,
  fencedRegister,
  acknowledgedSurvive,
  noStaleRead,
  leadershipContract,
  settles,
  wholeAgain,
  oneExport,
];
