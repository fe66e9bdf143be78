import type { Invariant } from '../invariant';
import { watchRegister } from './of-register';

/** Source: Leader Completeness in Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm" (2014). */
export const acknowledgedSurvive: Invariant = {
  id: 'acknowledgedSurvive',
  title: 'Acknowledged writes survive',
  sentence: 'What was acknowledged to a client is in everything that is acknowledged later.',
  appliesTo: ({ spec }) => spec.clients > 0,
  ofData: true,
  watch: (saved) => watchRegister('lostWrites', saved),
};
