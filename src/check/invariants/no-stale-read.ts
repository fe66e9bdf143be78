import type { Invariant } from '../invariant';
import { watchRegister } from './of-register';

/** Source: Herlihy and Wing, "Linearizability" (1990). */
export const noStaleRead: Invariant = {
  id: 'noStaleRead',
  title: 'No stale read',
  sentence: 'A read returns nothing older than what was acknowledged to a client before that read began.',
  appliesTo: ({ spec }) => spec.clients > 0,
  ofData: true,
  watch: (saved) => watchRegister('staleReads', saved),
};
