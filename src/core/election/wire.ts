/**
 * The wire of both quorum protocols as tables: fields in wire order, verb first (source: kevy-elect's wire format).
 * How a table becomes bytes is told in `resp-codec.ts`.
 */
import type { Codec, WireSpec } from '../protocol';
import type { KevyMessage, QuorumMessage } from './message';
import { makeCodec } from '../wire/resp-codec';

export const KEVY_WIRE: WireSpec = {
  HB: [
    ['epoch', 'number'],
    ['nodeId', 'text'],
    ['role', 'role'],
    ['replOffset', 'number'],
  ],
  OFFER: [
    ['newEpoch', 'number'],
    ['candidateId', 'text'],
    ['replOffset', 'number'],
  ],
  ACCEPT: [
    ['epoch', 'number'],
    ['accepterId', 'text'],
  ],
  ANNOUNCE: [
    ['epoch', 'number'],
    ['newPrimaryId', 'text'],
    ['newPrimaryAddr', 'text'],
  ],
};

/** What `quorum` adds comes last, so that a reader finds the published fields where they always were. */
export const QUORUM_WIRE: WireSpec = {
  HB: [
    ...KEVY_WIRE['HB']!,
    ['dataEpoch', 'number'],
    ['promised', 'number'],
    ['sentAt', 'number'],
    ['echo', 'number'],
  ],
  OFFER: [...KEVY_WIRE['OFFER']!, ['dataEpoch', 'number']],
  ACCEPT: KEVY_WIRE['ACCEPT']!,
  ANNOUNCE: KEVY_WIRE['ANNOUNCE']!,
};

export const kevyCodec: Codec<KevyMessage> = makeCodec<KevyMessage>(KEVY_WIRE);
export const quorumCodec: Codec<QuorumMessage> = makeCodec<QuorumMessage>(QUORUM_WIRE, new Set(['echo']));
