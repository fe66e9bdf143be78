/**
 * The wire of both quorum protocols as tables: fields in wire order, verb first (source: kevy-elect's wire format).
 * How a table becomes bytes is told in `resp-codec.ts`.
 */
import type { WireSpec } from '../protocol';

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
