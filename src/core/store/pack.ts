/** The shared store, as a run has it. */
import type { Pack } from '../pack';
import { STORE_WIRE, type StoreMessage } from './message';
import { StoreProgram } from './program';
import { describeStoreMessage, STORE_VERBS } from './words';

export const storePack: Pack = {
  config: [],
  safeguards: [],
  checkConfig: () => null,
  wire: STORE_WIRE,
  noneFields: [],
  verbs: STORE_VERBS,
  describe: (message) => describeStoreMessage(message as StoreMessage),
  createMember: (boot, _words, state) => new StoreProgram(boot, state as never),
};
