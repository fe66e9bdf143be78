/**
 * All that a node of the hardened elector remembers, and what of it survives a restart.
 *
 * Plain data. Moments are microseconds on the node's own clock; -Infinity stands for "never", so that every field keeps
 * one representation and a heartbeat costs no allocation.
 */
import type { DiskRecord, NodeId, Role } from '../../program';
import type { Boot } from '../../protocol';
import { boundFromDisk, boundRecord, highest } from './bound-record';
import type { Settings } from './settings';

export interface PeerState {
  readonly id: NodeId;
  /** Its last heartbeat or announcement. The next four fields are what that said. */
  heardAtUs: number;
  role: Role;
  epoch: number;
  replOffset: number;
  dataEpoch: number;
  promised: number;
  /** The epoch, above mine, that I voted for it in and that it may win yet, as far as I know; 0 for none. */
  boundEpoch: number;
  /** The newest of the heartbeats that I sent as primary of my epoch which it has granted; -1 for none. */
  echoUs: number;
}

export interface QuorumState {
  role: Role;
  /** The highest epoch that I know to be won. Durable, never decreases. */
  epoch: number;
  /** The newest epoch that I voted in, for whom; 0 and null if I remember none. Durable; a candidate has promised itself. */
  promised: number;
  votedFor: NodeId | null;
  /** The primary of `epoch` as far as I know; myself while I am primary. */
  primary: NodeId | null;
  replOffset: number;
  /** The epoch of the primary that assigned `replOffset`; the two outlive a restart together, beside the disk record. */
  dataEpoch: number;

  readonly startedAtUs: number;
  wakeUs: number;
  nextHeartbeatUs: number;

  /** The last sign of the primary that I follow; without one, the moment I lost it, or my start. */
  primarySignUs: number;
  /** The newest `sentAt` of that primary that I took at its epoch; -1 for none. */
  grantSentAtUs: number;

  /** The highest epoch above mine that a vote of mine may elect another in; 0 for none. See `promise.ts`. */
  boundEpoch: number;
  /** The highest promise that I heard of: an offer has to be above it to have a chance. */
  promiseHeard: number;
  /** Candidacies that failed since I last won or knew a primary. */
  failures: number;
  backoffUntilUs: number;
  /** After a vote: the one that I voted for goes first. */
  holdOffUntilUs: number;

  /** How much longer than its patience this node waits before it stands; drawn anew for each primary and each question. */
  standJitterSpanUs: number;
  /** After an absence: until then it listens. */
  listenUntilUs: number;
  /** Whether it has listened so already since it last knew a primary. */
  hasListened: boolean;

  /** The epoch that it asks about whether it would be elected; 0 while it does not ask. */
  askedEpoch: number;
  /** Who said yes: distinct members, myself first. */
  answers: NodeId[];
  questionEndUs: number;

  /** Of a candidacy for the epoch `promised`: distinct members, myself first. */
  votes: NodeId[];
  electionDeadlineUs: number;

  /** Of a primacy. */
  wonAtUs: number;
  /** The quorum-th newest echo, from which the authority is counted; -1 while there are too few. */
  leaseFromUs: number;
  /** How many peers have granted something newer than `leaseFromUs`: it moves when they make up a quorum. */
  newerGrants: number;
  authorityUntilUs: number;
  /** Whether `authorityUntilUs` was still ahead in the last step. */
  hasAuthority: boolean;
  /** Whom it hands over to as soon as that one holds its data, without any authority until then; null for nobody. */
  handOverTo: NodeId | null;
  /** Then it keeps its primacy after all. */
  handOverUntilUs: number;
  /** Of a primary without authority: since when. Late grants may still come in and change nothing. */
  powerlessSinceUs: number;

  readonly peers: readonly PeerState[];
}

/** A process that just started: a replica that knows no primary, whatever it was before. */
export function initialState(boot: Boot, settings: Settings): QuorumState {
  const { nowUs } = boot.clock;
  const disk = boot.disk ?? {};
  const votedFor = disk['votedFor'];
  const bound = boundFromDisk(disk, boot.nodeId);
  return {
    role: 'replica',
    epoch: Math.max(1, numberOf(disk['epoch'])),
    promised: numberOf(disk['promised']),
    votedFor: typeof votedFor === 'string' ? votedFor : null,
    primary: null,
    replOffset: boot.replOffset,
    dataEpoch: boot.dataEpoch,
    startedAtUs: nowUs,
    wakeUs: nowUs,
    nextHeartbeatUs: settings.peerIds.length === 0 ? Infinity : nowUs,
    primarySignUs: nowUs,
    grantSentAtUs: -1,
    boundEpoch: highest(bound.values()),
    promiseHeard: 0,
    failures: 0,
    backoffUntilUs: -Infinity,
    holdOffUntilUs: -Infinity,
    standJitterSpanUs: boot.random.below(settings.standJitterUs + 1),
    listenUntilUs: -Infinity,
    hasListened: false,
    askedEpoch: 0,
    answers: [],
    questionEndUs: -Infinity,
    votes: [],
    electionDeadlineUs: -Infinity,
    wonAtUs: -Infinity,
    leaseFromUs: -1,
    newerGrants: 0,
    authorityUntilUs: 0,
    hasAuthority: false,
    handOverTo: null,
    handOverUntilUs: -Infinity,
    powerlessSinceUs: -Infinity,
    peers: settings.peerIds.map((id) => ({
      id,
      heardAtUs: -Infinity,
      role: 'replica',
      epoch: 0,
      replOffset: 0,
      dataEpoch: 0,
      promised: 0,
      boundEpoch: bound.get(id) ?? 0,
      echoUs: -1,
    })),
  };
}

export function copyState(state: QuorumState): QuorumState {
  const { answers, votes, peers } = state;
  return { ...state, answers: [...answers], votes: [...votes], peers: peers.map((peer) => ({ ...peer })) };
}

/** What has to be on the disk before the world may hear of it. */
export function durableRecord(state: QuorumState): DiskRecord {
  const { epoch, promised, votedFor } = state;
  const bound = boundRecord(state);
  return bound === null ? { epoch, promised, votedFor } : { epoch, promised, votedFor, bound };
}

function numberOf(value: DiskRecord[string] | undefined): number {
  return typeof value === 'number' ? value : 0;
}
