import type { Invariant } from '../invariant';
import { keepsLog, watchLog } from './of-log';

/** Source: Log Matching in Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm" (2014). */
export const logMatching: Invariant = {
  id: 'logMatching',
  title: 'Logs match',
  sentence: 'Two logs that have an entry of the same index and term are the same up to there.',
  appliesTo: keepsLog,
  watch: (saved) => watchLog('logMatching', saved),
};
