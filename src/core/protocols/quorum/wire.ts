import { KEVY_WIRE } from '../../election/wire';
import type { Codec, WireSpec } from '../../protocol';
import { makeCodec } from '../../wire/resp-codec';
import type { QuorumMessage } from './message';

/** What `quorum` adds comes last, so that a reader finds the published fields where they always were. */
export const QUORUM_WIRE: WireSpec = {
  HB: [
    ...KEVY_WIRE['HB']!,
    ['dataEpoch', 'number'],
    ['promised', 'number'],
    ['sentAt', 'number'],
    ['echo', 'number'],
  ],
  OFFER: [...KEVY_WIRE['OFFER']!, ['dataEpoch', 'number'], ['pre', 'flag']],
  ACCEPT: [...KEVY_WIRE['ACCEPT']!, ['pre', 'flag']],
  ANNOUNCE: KEVY_WIRE['ANNOUNCE']!,
  HANDOVER: [
    ['epoch', 'number'],
    ['nodeId', 'text'],
  ],
};

export const quorumCodec: Codec<QuorumMessage> = makeCodec<QuorumMessage>(QUORUM_WIRE, new Set(['echo']));
