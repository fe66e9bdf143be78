import type { Invariant } from '../invariant';
import { keepsLog, watchLog } from './of-log';

/** Source: State Machine Safety in Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm" (2014). */
export const appliedAgree: Invariant = {
  id: 'appliedAgree',
  title: 'Applied entries agree',
  sentence: 'No two nodes ever apply different entries at the same index of the log.',
  appliesTo: keepsLog,
  watch: (saved) => watchLog('appliedAgree', saved),
};
