/**
 * What Raft nodes say to each other, by the names of etcd's library (go.etcd.io/raft). Every message has every field, so
 * that all of them share one hidden class; a field that means nothing in a message is 0 or empty. What a frame carries of
 * them is in `wire.ts`.
 */
import type { LogEntry } from '../../log';

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
  readonly verb: MessageType;
  /** Places of voters, from 1; 0 for none. */
  from: number;
  to: number;
  /** 0: the message has none, and no term rule applies to it. */
  term: number;
  logTerm: number;
  index: number;
  commit: number;
  reject: 0 | 1;
  rejectHint: number;
  /** Of a heartbeat and its answer: how many reads were opened before it; 0 for none. */
  context: number;
  /** Of a request for votes: it is part of a transfer, so that no lease holds it back. */
  forced: 0 | 1;
  entries: readonly LogEntry[];
}

const NO_ENTRIES: readonly LogEntry[] = Object.freeze([]);

export function message(verb: MessageType, to: number): RaftMessage {
  return {
    verb,
    from: 0,
    to,
    term: 0,
    logTerm: 0,
    index: 0,
    commit: 0,
    reject: 0,
    rejectHint: 0,
    context: 0,
    forced: 0,
    entries: NO_ENTRIES,
  };
}
