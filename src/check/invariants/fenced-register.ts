import type { Invariant } from '../invariant';
import { watchRegister } from './of-register';

/** Source: the fencing tokens of Kleppmann, "How to do distributed locking" (2016). */
export const fencedRegister: Invariant = {
  id: 'fencedRegister',
  title: 'No stale write gets through',
  sentence: 'No copy of the register takes a write whose epoch is below the highest that it has seen.',
  appliesTo: ({ spec, replicatesLog }) => spec.clients > 0 && replicatesLog !== true,
  ofData: true,
  watch: (saved) => watchRegister('staleWrites', saved),
};
