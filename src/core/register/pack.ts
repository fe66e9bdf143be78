/** The register, and the clients that write it. */
import type { Pack, RegisterPack } from '../pack';
import { RegisterClient } from './client';
import { checkRegisterConfig, REGISTER_CONFIG_FIELDS, REGISTER_SAFEGUARDS, registerConcerns } from './config';
import { includesHistory, missingWrites } from './history';
import { LogRegister } from './log-register';
import { REGISTER_NONE_FIELDS, REGISTER_WIRE, type RegisterMessage } from './message';
import { Replica } from './replica';
import { lostWrites } from './watch/lost-writes';
import { staleReads } from './watch/stale-reads';
import { staleWrites } from './watch/stale-writes';
import { describeRegisterMessage, REGISTER_VERBS } from './words';

/** What only copies need that are sent from node to node. */
const OF_COPIES = {
  config: ['replIntervalMs', 'confirmReads'],
  verbs: ['REPL', 'REPLACK', 'REPLNAK', 'SYNC', 'SYNCED', 'CHECK', 'CHECKED'],
};

const createMember: NonNullable<Pack['createMember']> = (boot, words, state) =>
  new RegisterClient(boot, words, state as never);

const throughLog: Pack = {
  config: REGISTER_CONFIG_FIELDS.filter(({ name }) => !OF_COPIES.config.includes(name)),
  // The rules that keep what is written are those of the log.
  safeguards: [],
  checkConfig: checkRegisterConfig,
  concerns: registerConcerns,
  wire: Object.fromEntries(Object.entries(REGISTER_WIRE).filter(([verb]) => !OF_COPIES.verbs.includes(verb))),
  noneFields: REGISTER_NONE_FIELDS,
  verbs: REGISTER_VERBS.filter(({ verb }) => !OF_COPIES.verbs.includes(verb)),
  describe: (message, words) => describeRegisterMessage(message as RegisterMessage, words),
  createMember,
};

export const registerPack: RegisterPack = {
  config: REGISTER_CONFIG_FIELDS,
  safeguards: REGISTER_SAFEGUARDS,
  checkConfig: checkRegisterConfig,
  concerns: registerConcerns,
  wire: REGISTER_WIRE,
  noneFields: REGISTER_NONE_FIELDS,
  verbs: REGISTER_VERBS,
  describe: (message, words) => describeRegisterMessage(message as RegisterMessage, words),
  histories: { includesHistory, missingWrites },
  watchers: { lostWrites, staleReads, staleWrites },
  createMember,
  throughLog,
  createLogRegister: (...given) => new LogRegister(...given),
  createReplica: (...given) => new Replica(...given),
};
