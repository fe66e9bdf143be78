/** What of its messages a frame carries, and how a message is made whole again on the other side. */
import type { Codec, WireSpec } from '../../protocol';
import { makeCodec } from '../../wire/resp-codec';
import { message, type RaftMessage } from './message';

/**
 * From and to whom a message goes is what the network knows. Three say whose they are, because they are passed on; the
 * voters go by their places in the run's list, from 1.
 */
export const RAFT_WIRE: WireSpec = {
  MsgVote: [
    ['term', 'number'],
    ['index', 'number'],
    ['logTerm', 'number'],
    ['forced', 'flag'],
  ],
  MsgVoteResp: [
    ['term', 'number'],
    ['reject', 'flag'],
  ],
  MsgPreVote: [
    ['term', 'number'],
    ['index', 'number'],
    ['logTerm', 'number'],
  ],
  MsgPreVoteResp: [
    ['term', 'number'],
    ['reject', 'flag'],
  ],
  MsgApp: [
    ['term', 'number'],
    ['index', 'number'],
    ['logTerm', 'number'],
    ['commit', 'number'],
    ['entries', 'entries'],
  ],
  MsgAppResp: [
    ['term', 'number'],
    ['index', 'number'],
    ['reject', 'flag'],
    ['rejectHint', 'number'],
    ['logTerm', 'number'],
  ],
  MsgHeartbeat: [
    ['term', 'number'],
    ['commit', 'number'],
    ['context', 'number'],
  ],
  MsgHeartbeatResp: [
    ['term', 'number'],
    ['context', 'number'],
  ],
  MsgProp: [
    ['from', 'number'],
    ['entries', 'entries'],
  ],
  MsgReadIndex: [
    ['from', 'number'],
    ['entries', 'entries'],
  ],
  MsgReadIndexResp: [
    ['term', 'number'],
    ['index', 'number'],
    ['entries', 'entries'],
  ],
  MsgTransferLeader: [
    ['from', 'number'],
    ['term', 'number'],
  ],
  MsgTimeoutNow: [['term', 'number']],
};

export const raftCodec: Codec<RaftMessage> = makeCodec<RaftMessage>(RAFT_WIRE);

/** What came out of a frame has only what was in it. */
export type Received = Pick<RaftMessage, 'verb'> & Partial<RaftMessage>;

/**
 * The whole message, as the voter at place `from` sent it to the one at place `to`; null where no voter of `size` sends
 * anything like it. What never was a frame is whole, and taken as it is.
 */
export function wholeMessage(received: Received, from: number, to: number, size: number): RaftMessage | null {
  if (received.to !== undefined) return received as RaftMessage;
  const whole: RaftMessage = { ...message(received.verb, to), from, ...received };
  if (whole.from < 1 || whole.from > size) return null;
  return isSound(whole) ? whole : null;
}

/** Whether entries have the positions that their message gives them. */
function isSound({ verb, index, term, entries }: RaftMessage): boolean {
  switch (verb) {
    case 'MsgApp':
      return entries.every((entry, at) => entry.index === index + at + 1 && entry.term <= term);
    case 'MsgProp':
    case 'MsgReadIndex':
    case 'MsgReadIndexResp':
      return entries.length === 1 && entries[0]!.term === 0 && entries[0]!.index === 0;
    default:
      return true;
  }
}
