import type { Invariant } from '../invariant';
import { keepsLog, watchLog } from './of-log';

/** Source: Leader Completeness in Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm" (2014). */
export const leaderCompleteness: Invariant = {
  id: 'leaderCompleteness',
  title: 'Leaders are complete',
  sentence: 'Who comes to lead holds every entry that was decided in an earlier epoch.',
  appliesTo: keepsLog,
  watch: (saved) => watchLog('leaderCompleteness', saved),
};
