/**
 * What Raft nodes say to each other, by the names of etcd's library (go.etcd.io/raft). Every message has every field, so
 * that all of them share one hidden class; a field that means nothing in a message is 0, false or empty.
 */
import type { Entry } from './log';

export const MESSAGE_TYPES = [
  'MsgVote',
  'MsgVoteResp',
  'MsgPreVote',
  'MsgPreVoteResp',
  'MsgApp',
  'MsgAppResp',
  'MsgHeartbeat',
  'MsgHeartbeatResp',
  'MsgProp',
  'MsgReadIndex',
  'MsgReadIndexResp',
  'MsgTransferLeader',
  'MsgTimeoutNow',
  'MsgForgetLeader',
  'MsgUnreachable',
] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];

export interface RaftMessage {
  readonly type: MessageType;
  /** Places of voters, from 1; 0 for none. */
  from: number;
  to: number;
  /** 0: the message has none, and no term rule applies to it. */
  term: number;
  logTerm: number;
  index: number;
  commit: number;
  reject: boolean;
  rejectHint: number;
  /** Of a heartbeat and its answer: how many reads were opened before it; 0 for none. */
  context: number;
  /** Of a request for votes: it is part of a transfer, so that no lease holds it back. */
  forced: boolean;
  entries: readonly Entry[];
}

const NO_ENTRIES: readonly Entry[] = Object.freeze([]);

export function message(type: MessageType, to: number): RaftMessage {
  return {
    type,
    from: 0,
    to,
    term: 0,
    logTerm: 0,
    index: 0,
    commit: 0,
    reject: false,
    rejectHint: 0,
    context: 0,
    forced: false,
    entries: NO_ENTRIES,
  };
}
