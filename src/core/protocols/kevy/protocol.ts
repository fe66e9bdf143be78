/** How protocol `kevy` presents itself to the playground. */
import { KEVY } from './about';
import type { Protocol, VerbLook } from '../../protocol';
import { kevyBounds } from './bounds';
import {
  checkElectConfig,
  ELECT_CONFIG_FIELDS,
  electConfig,
  electionConcerns,
  heartbeatTraffic,
  whyNobodyWins,
} from '../../election/config';
import { KevyElector } from './elector';
import { copyState, type KevyState } from './state';
import type { KevyMessage } from '../../election/message';
import { kevyCodec } from './wire';

const VERBS: readonly VerbLook[] = [
  { verb: 'HB', label: 'heartbeat', mark: 'dot' },
  { verb: 'OFFER', label: 'offer: asks for votes', mark: 'triangle' },
  { verb: 'ACCEPT', label: 'accept: a vote', mark: 'square' },
  { verb: 'ANNOUNCE', label: 'announce: the winner says so', mark: 'star' },
];

export const kevyProtocol: Protocol<KevyMessage, KevyState> = {
  ...KEVY,
  config: ELECT_CONFIG_FIELDS,
  checkConfig: checkElectConfig,
  safeguards: [],
  verbs: VERBS,
  codec: kevyCodec,
  bootstraps: true,
  electsByOffset: true,
  readsByAuthority: true,
  missedAfterMs: (config) => electConfig(config).downAfterMs,
  failoverBounds: kevyBounds,
  whyNobodyLeads: whyNobodyWins,
  concerns: electionConcerns,
  idleTraffic: heartbeatTraffic,
  create: (boot) => new KevyElector(boot),
  restore: (boot, state) => new KevyElector(boot, copyState(state)),
  describe,
};

function describe(message: KevyMessage): string {
  switch (message.verb) {
    case 'HB':
      return `heartbeat: ${message.nodeId} is ${message.role} in epoch ${message.epoch}, offset ${message.replOffset}`;
    case 'OFFER':
      return `offer: ${message.candidateId} asks for votes in epoch ${message.newEpoch}, offset ${message.replOffset}`;
    case 'ACCEPT':
      return `accept: ${message.accepterId} gives its vote in epoch ${message.epoch}`;
    case 'ANNOUNCE':
      return `announce: ${message.newPrimaryId} won epoch ${message.epoch} and serves at ${message.newPrimaryAddr}`;
    default: {
      const unknown: never = message;
      return String(unknown);
    }
  }
}
