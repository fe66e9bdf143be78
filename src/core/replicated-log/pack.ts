/** What a run whose protocol replicates a log has beside it. */
import type { LogPack } from '../pack';
import { appliedAgree } from './applied-agree';
import { leaderCompleteness } from './leader-completeness';
import { logMatching } from './log-matching';

export const logPack: LogPack = { watchers: { logMatching, leaderCompleteness, appliedAgree } };
