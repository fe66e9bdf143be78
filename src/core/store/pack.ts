/** The shared store, as a run has it. */
import type { StorePack } from '../pack';
import { STORE_WIRE, type StoreMessage } from './message';
import { StoreProgram } from './program';
import { storeContents, writerOf } from './record';
import { describeStoreMessage, STORE_VERBS } from './words';

export const storePack: StorePack = {
  config: [],
  safeguards: [],
  checkConfig: () => null,
  wire: STORE_WIRE,
  noneFields: [],
  verbs: STORE_VERBS,
  describe: (message) => describeStoreMessage(message as StoreMessage),
  contents: storeContents,
  writerOf,
  createMember: (boot, _words, state) => new StoreProgram(boot, state as never),
};
