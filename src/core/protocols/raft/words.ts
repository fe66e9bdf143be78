/** Raft's messages in words. */
import type { VerbLook } from '../../protocol';
import type { LogEntry } from '../../log';
import type { RaftMessage } from './message';

export const RAFT_VERBS: readonly VerbLook[] = [
  { verb: 'MsgHeartbeat', label: 'heartbeat', mark: 'dot' },
  { verb: 'MsgHeartbeatResp', label: 'answer to a heartbeat', mark: 'dot' },
  { verb: 'MsgPreVote', label: 'asks who would vote for it', mark: 'triangle' },
  { verb: 'MsgPreVoteResp', label: 'whether it would', mark: 'square' },
  { verb: 'MsgVote', label: 'asks for votes', mark: 'triangle' },
  { verb: 'MsgVoteResp', label: 'a vote, or none', mark: 'square' },
  { verb: 'MsgApp', label: 'append: entries of the log', mark: 'bar' },
  { verb: 'MsgAppResp', label: 'answer to an append', mark: 'bar' },
  { verb: 'MsgProp', label: 'a proposal, passed on', mark: 'star' },
  { verb: 'MsgReadIndex', label: 'a read, passed on', mark: 'star' },
  { verb: 'MsgReadIndexResp', label: 'how far a read has to wait', mark: 'star' },
  { verb: 'MsgTransferLeader', label: 'an order to hand over, passed on', mark: 'star' },
  { verb: 'MsgTimeoutNow', label: 'stand now: leadership is handed over', mark: 'star' },
];

export function describe(message: RaftMessage): string {
  const { term, index, logTerm } = message;
  switch (message.verb) {
    case 'MsgVote':
      return `request for votes in term ${term}: its log ends at ${index}, of term ${logTerm}${message.forced === 1 ? '; leadership was handed to it' : ''}`;
    case 'MsgVoteResp':
      return message.reject === 1 ? `no vote; it is at term ${term}` : `a vote in term ${term}`;
    case 'MsgPreVote':
      return `question who would vote for it in term ${term}: its log ends at ${index}, of term ${logTerm}`;
    case 'MsgPreVoteResp':
      return message.reject === 1
        ? `answer: it would not; it is at term ${term}`
        : `answer: it would vote for it in term ${term}, and promises nothing`;
    case 'MsgApp':
      return `append of term ${term}: ${entryWords(message.entries)} after ${index} of term ${logTerm}, decided up to ${message.commit}`;
    case 'MsgAppResp':
      if (message.reject === 0)
        return index === 0
          ? `answer of term ${term}: it is past the term of the sender`
          : `answer of term ${term}: it holds everything up to ${index}`;
      return `refusal of term ${term}: it has no such entry at ${index}; they may agree at ${message.rejectHint} of term ${logTerm}`;
    case 'MsgHeartbeat':
      return `heartbeat of the leader of term ${term}, decided up to ${message.commit}${message.context > 0 ? `, for reads up to number ${message.context}` : ''}`;
    case 'MsgHeartbeatResp':
      return `answer to a heartbeat of term ${term}${message.context > 0 ? `, for reads up to number ${message.context}` : ''}`;
    case 'MsgProp':
      return `proposal: ${dataWords(message.entries)}`;
    case 'MsgReadIndex':
      return `read ${dataWords(message.entries)}: from where may it be answered?`;
    case 'MsgReadIndexResp':
      return `read ${dataWords(message.entries)} may be answered once everything up to ${index} is applied`;
    case 'MsgTransferLeader':
      return 'order of the operator: hand leadership over';
    case 'MsgTimeoutNow':
      return `the leader of term ${term} hands over: stand now`;
    case 'MsgForgetLeader':
    case 'MsgUnreachable':
      return 'said by a node to itself';
    default:
      return message.verb satisfies never;
  }
}

function entryWords(entries: readonly LogEntry[]): string {
  const [first] = entries;
  if (first === undefined) return 'no entry';
  if (entries.length > 1) return `entries ${first.index} to ${entries.at(-1)!.index}`;
  return `entry ${first.index}${first.data === '' ? '' : ` (${first.data})`}`;
}

const dataWords = (entries: readonly LogEntry[]): string => entries[0]?.data ?? 'nothing';
