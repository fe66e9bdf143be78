/** The register, and the clients that write it. */
import type { RegisterPack } from '../pack';
import { RegisterClient } from './client';
import { checkRegisterConfig, REGISTER_CONFIG_FIELDS, REGISTER_SAFEGUARDS, registerConcerns } from './config';
import { hasWrite, includesHistory, missingWrites, unionOf } from './history';
import { REGISTER_NONE_FIELDS, REGISTER_WIRE, type RegisterMessage } from './message';
import { ReadHistory } from './read-history';
import { Replica } from './replica';
import { describeRegisterMessage, REGISTER_VERBS } from './words';

export const registerPack: RegisterPack = {
  config: REGISTER_CONFIG_FIELDS,
  safeguards: REGISTER_SAFEGUARDS,
  checkConfig: checkRegisterConfig,
  concerns: registerConcerns,
  wire: REGISTER_WIRE,
  noneFields: REGISTER_NONE_FIELDS,
  verbs: REGISTER_VERBS,
  describe: (message, words) => describeRegisterMessage(message as RegisterMessage, words),
  histories: { hasWrite, includesHistory, missingWrites, unionOf },
  createReadHistory: (memory) => new ReadHistory(memory),
  createMember: (boot, words, state) => new RegisterClient(boot, words, state as never),
  createReplica: (...given) => new Replica(...given),
};
