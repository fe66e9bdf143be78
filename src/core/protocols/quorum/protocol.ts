/** How the hardened elector presents itself. */
import { QUORUM } from './about';
import type { Protocol } from '../../protocol';
import { quorumBounds } from './bounds';
import { electConfig, heartbeatTraffic } from '../../election/config';
import { checkQuorumConfig, QUORUM_CONFIG_FIELDS, quorumConcerns, whyNobodyLeads } from './config';
import { HardenedElector } from './elector';
import { QUORUM_SAFEGUARDS } from './safeguards';
import { isQuiet } from './quiet';
import type { QuorumState } from './state';
import { duration } from '../../words';
import type { QuorumHeartbeat, QuorumMessage } from './message';
import { quorumCodec } from './wire';

export const quorumProtocol: Protocol<QuorumMessage, QuorumState> = {
  ...QUORUM,
  config: QUORUM_CONFIG_FIELDS,
  checkConfig: checkQuorumConfig,
  safeguards: QUORUM_SAFEGUARDS,
  verbs: [
    { verb: 'HB', label: 'heartbeat', mark: 'dot' },
    { verb: 'OFFER', label: 'offer: asks for votes, or who would give one', mark: 'triangle' },
    { verb: 'ACCEPT', label: 'accept: a vote, or that it would give one', mark: 'square' },
    { verb: 'ANNOUNCE', label: 'announce: the winner says so', mark: 'star' },
    { verb: 'HANDOVER', label: 'hand-over: a primary has who holds its data stand', mark: 'star' },
  ],
  codec: quorumCodec,
  clockFields: ['sentAt', 'echo'],
  bootstraps: false,
  commands: ['transfer'],
  electsByOffset: true,
  readsByAuthority: true,
  missedAfterMs: (config) => electConfig(config).downAfterMs,
  failoverBounds: quorumBounds,
  isQuiet,
  whyNobodyLeads,
  concerns: quorumConcerns,
  idleTraffic: heartbeatTraffic,
  create: (boot) => new HardenedElector(boot),
  restore: (boot, state) => new HardenedElector(boot, state),
  describe,
};

function describe(message: QuorumMessage): string {
  switch (message.verb) {
    case 'HB':
      return describeHeartbeat(message);
    case 'OFFER':
      return `${message.pre === 1 ? 'question' : 'offer'}: ${message.candidateId} asks ${message.pre === 1 ? 'who would vote for it' : 'for votes'} in epoch ${message.newEpoch}, offset ${message.replOffset} of epoch ${message.dataEpoch}`;
    case 'ACCEPT':
      if (message.pre === 1)
        return `answer: ${message.accepterId} would give its vote in epoch ${message.epoch}, and promises nothing`;
      return `accept: ${message.accepterId} gives its vote in epoch ${message.epoch}`;
    case 'ANNOUNCE':
      return `announce: ${message.newPrimaryId} won epoch ${message.epoch} and serves at ${message.newPrimaryAddr}`;
    case 'HANDOVER':
      return `hand-over: ${message.nodeId} ended its primacy of epoch ${message.epoch}, and the receiver is to stand`;
    default: {
      const unknown: never = message;
      return JSON.stringify(unknown);
    }
  }
}

function describeHeartbeat({ nodeId, role, epoch, replOffset, promised, echo }: QuorumHeartbeat): string {
  const promise = promised > epoch ? `, promised epoch ${promised}` : '';
  const grant = echo >= 0 ? `, grants the receiver's heartbeat of ${duration(echo)} on its clock` : '';
  return `heartbeat: ${nodeId} is ${role} in epoch ${epoch}, offset ${replOffset}${promise}${grant}`;
}
