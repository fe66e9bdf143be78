/** What a replica of the register knows: plain data. Times are microseconds on the node's own clock. */
import type { DiskRecord, NodeId } from '../program';
import type { Boot } from '../protocol';
import { isHistory } from './history';

export interface Copy {
  /** The last write, as `c1#17`; empty before the first. */
  readonly value: string;
  readonly history: string;
  /** How many writes there were, those included by which new primaries began; dated by the token of the last one. */
  readonly offset: number;
  readonly dataEpoch: number;
}

/**
 * `asking` what the others hold; `asserting` its copy under its own token; `serving` clients; `deposed` by a higher token.
 */
export type ReignPhase = 'asking' | 'asserting' | 'serving' | 'deposed';

/** What a primary does under one token. It may act only while it is not paused. */
export interface Reign {
  readonly token: number;
  phase: ReignPhase;
  /** Its authority has run out, perhaps not for good. */
  paused: boolean;
  /** What the copy was asserted as; clients are served once that is confirmed. */
  assertedOffset: number;
  /** The highest offset that is confirmed; −1 for none. What was there is what reads are told. */
  confirmedOffset: number;
  confirmedCopy: Held;
  /** The writes that are not, with what the register then had, in order. */
  unconfirmed: Unconfirmed[];
}

/** What a copy held at some time: the last write, and all of them. */
export type Held = Pick<Copy, 'value' | 'history'>;

export interface Unconfirmed extends Held {
  readonly offset: number;
}

export interface PeerState {
  readonly id: NodeId;
  /** Under the present token: the highest offset that it said it holds; −1 for none. */
  heldOffset: number;
  /** Under the present token: its copy, once it told it. */
  told: Copy | null;
  /** Likewise: the latest check after which it knew nothing above that token; 0 for none. */
  checkedRound: number;
}

/** A client whose write is made, and waits until `offset` is confirmed; the latest of each client. */
export interface Waiting {
  readonly client: NodeId;
  readonly number: number;
  readonly offset: number;
}

/** A client whose read waits until a majority has answered check `round`, or a later one. */
export interface Reading {
  readonly client: NodeId;
  readonly number: number;
  readonly round: number;
}

export interface RegisterState {
  copy: Copy;
  /** The highest token seen, and the one under which the copy was taken. Durable, with the copy. */
  fence: number;
  token: number;
  /** The disk as it should be; null while nothing was ever written. */
  record: DiskRecord | null;

  reign: Reign | null;
  /** The highest offset assigned under this token: another copy may have come over it, and none is assigned twice. */
  assignedToken: number;
  assignedOffset: number;
  peers: PeerState[];
  waiting: Waiting[];
  /** Oldest first; the latest of each client. */
  reading: Reading[];
  /** The latest check; none is numbered twice in a process. */
  round: number;
  /** When what is unanswered is sent again. */
  resendAtUs: number;
  /** Until when the elector lets this node act; 0 for not at all. */
  authorityUntilUs: number;

  /** All that it has confirmed in this process. */
  confirmed: string;
  fenced: number;
}

/** Of a process that just started: its copy is on the disk, or else only its place is known. */
export function initialRegister(
  boot: Boot,
  peerIds: readonly NodeId[],
  record: DiskRecord | null,
): RegisterState {
  const read = record === null ? null : copyOf(record);
  return {
    copy: read ?? { value: '', history: '', offset: boot.replOffset, dataEpoch: boot.dataEpoch },
    fence: numberOf(record?.[FIELDS.fence]),
    token: numberOf(record?.[FIELDS.token]),
    record,
    reign: null,
    assignedToken: 0,
    assignedOffset: 0,
    peers: peerIds.map((id) => ({ id, heldOffset: -1, told: null, checkedRound: 0 })),
    waiting: [],
    reading: [],
    round: 0,
    resendAtUs: Infinity,
    authorityUntilUs: 0,
    confirmed: '',
    fenced: 0,
  };
}

export function copyRegister(state: RegisterState): RegisterState {
  const { reign } = state;
  return {
    ...state,
    reign: reign === null ? null : { ...reign, unconfirmed: [...reign.unconfirmed] },
    peers: state.peers.map((peer) => ({ ...peer })),
    waiting: [...state.waiting],
    reading: [...state.reading],
  };
}

/** Beside the elector's own fields in the node's one record: their prefix tells them apart. */
export const REGISTER_PREFIX = 'register.';
const FIELDS = {
  value: 'register.value',
  history: 'register.history',
  offset: 'register.offset',
  dataEpoch: 'register.dataEpoch',
  fence: 'register.fence',
  token: 'register.token',
} as const;

export function registerRecord({ copy, fence, token }: RegisterState): DiskRecord {
  const { value, history, offset, dataEpoch } = copy;
  return {
    [FIELDS.value]: value,
    [FIELDS.history]: history,
    [FIELDS.offset]: offset,
    [FIELDS.dataEpoch]: dataEpoch,
    [FIELDS.fence]: fence,
    [FIELDS.token]: token,
  };
}

/** Above 0 if `a` is more complete, below 0 if `b` is: by date first, as Raft compares its logs. */
export function compareCopies(
  a: Pick<Copy, 'dataEpoch' | 'offset'>,
  b: Pick<Copy, 'dataEpoch' | 'offset'>,
): number {
  return a.dataEpoch === b.dataEpoch ? a.offset - b.offset : a.dataEpoch - b.dataEpoch;
}

function copyOf(record: DiskRecord): Copy {
  const history = textOf(record[FIELDS.history]);
  return {
    value: textOf(record[FIELDS.value]),
    history: isHistory(history) ? history : '',
    offset: numberOf(record[FIELDS.offset]),
    dataEpoch: numberOf(record[FIELDS.dataEpoch]),
  };
}

function numberOf(value: DiskRecord[string] | undefined): number {
  return typeof value === 'number' ? value : 0;
}

function textOf(value: DiskRecord[string] | undefined): string {
  return typeof value === 'string' ? value : '';
}
