/** The cluster at one instant, as data. Every time here is virtual, in microseconds since the start of the run. */
import type { LeaderState } from '../core/leadership/leader-state';
import { EMPTY_LOG, entriesOf, type LogEntry, type NodeLog } from '../core/log';
import { packNamed } from '../core/registry';
import type { DiskRecord, NodeId, Role } from '../core/program';
import { NO_LATENCY, type DiskLatency } from './run';
import type { After, Moment } from './trace/moment';
import type {
  AnsweredRead,
  ClientObservation,
  ExportObservation,
  Part,
  ReadsObservation,
  RegisterObservation,
  ServiceObservation,
} from '../core/service';

export type NodeStatus = 'up' | 'frozen' | 'killed' | 'crashed';

export interface NodeSnapshot {
  readonly id: NodeId;
  /** A store or a client has no role: what it has to say is in `service`. */
  readonly part: Part;
  readonly status: NodeStatus;
  /** Why the program failed, while `status` is `crashed`. */
  readonly error: string | null;
  /** Counts the processes that this node has had, from 1. */
  readonly incarnation: number;
  readonly role: Role;
  readonly epoch: number;
  readonly primary: NodeId | null;
  /** May act as the leader until then; 0 for not at all, Infinity for no end. */
  readonly authorityUntilUs: number;
  readonly authoritySpanUs: number;
  readonly patienceFromUs: number;
  readonly patienceUntilUs: number;
  readonly replOffset: number;
  readonly votedEpoch: number;
  readonly votedFor: NodeId | null;
  readonly leadership: LeaderState;
  /** What it shows besides its election; null before its first step, and where there is nothing. */
  readonly service: ServiceObservation | null;
  readonly disk: DiskRecord | null;
  /** On its disk; empty where the protocol replicates none. */
  readonly log: NodeLog;
  /** The index of the last entry that it knows to be decided. */
  readonly commit: number;
  readonly clockRate: number;
  readonly wallOffsetMs: number;
  /** Frames that arrived damaged and were dropped, since the start of the run. */
  readonly rejectedFrames: number;
  /** How long a durable write takes at least and at most; both 0 for a disk that is not slow. */
  readonly diskLatencyMs: DiskLatency;
  /** Busy with a write until then; no later than now for not busy. */
  readonly writesUntilUs: number;
  /** Its timers fire only at multiples of this on its own clock; 0 for whenever they are due. */
  readonly throttleMs: number;
}

/** A process of which nothing has been seen yet, and of which none has run before. */
export const UNSEEN_NODE = {
  status: 'killed',
  error: null,
  incarnation: 0,
  role: 'replica',
  epoch: 0,
  primary: null,
  authorityUntilUs: 0,
  authoritySpanUs: 0,
  patienceFromUs: 0,
  patienceUntilUs: Infinity,
  replOffset: 0,
  votedEpoch: 0,
  votedFor: null,
  leadership: { kind: 'unknown' },
  service: null,
  disk: null,
  log: EMPTY_LOG,
  commit: 0,
  clockRate: 1,
  wallOffsetMs: 0,
  rejectedFrames: 0,
  diskLatencyMs: NO_LATENCY,
  writesUntilUs: 0,
  throttleMs: 0,
} as const satisfies Omit<NodeSnapshot, 'id' | 'part'>;

export interface LinkSnapshot {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly cut: boolean;
  readonly latencyMs: readonly [min: number, max: number];
  readonly lossRatio: number;
  readonly duplicateRatio: number;
  /** Differs from the network in force. */
  readonly changed: boolean;
  /** The next frame will be damaged. */
  readonly corruptNext: boolean;
}

/** Arrays and objects keep their identity from one snapshot to the next while nothing in them changed. */
export interface Snapshot {
  readonly timeUs: number;
  /** Of a state within that instant: where in the trace it is, … */
  readonly moment?: Moment;
  /** … and how much of the instant lies behind it. */
  readonly after?: After;
  /** All members: the nodes, then the store and the clients if there are any. */
  readonly nodes: readonly NodeSnapshot[];
  /** Every ordered pair, `from` outermost, in the order of `nodes`. */
  readonly links: readonly LinkSnapshot[];
  readonly inFlight: number;
}

/** Without the store and the clients. */
export function nodesIn(snapshot: Snapshot): readonly NodeSnapshot[] {
  return snapshot.nodes.filter(({ part }) => part === 'node');
}

/** Whether that node may act as the leader at `timeUs`, as it sees it. */
export function hasAuthority(node: NodeSnapshot, timeUs: number): boolean {
  return (node.status === 'up' || node.status === 'frozen') && timeUs < node.authorityUntilUs;
}

/** What the outside sees: plain JSON, times in milliseconds since the start of the run, where nothing else is said. */
export interface ClusterView {
  readonly timeMs: number;
  /** Present where it is a state within that instant: how many of its records and of its messages lie behind it. */
  readonly after?: After;
  readonly protocol: string;
  readonly nodes: readonly {
    readonly id: NodeId;
    readonly status: NodeStatus;
    readonly role: Role;
    readonly epoch: number;
    readonly primary: NodeId | null;
    readonly authority: boolean;
    /** Null without authority, or if it has no end. */
    readonly authorityUntilMs: number | null;
    readonly replOffset: number;
    readonly leadership: LeaderState;
    /** Present where it has written one. */
    readonly log?: {
      /** The index of the last entry that it knows to be decided. */
      readonly commit: number;
      readonly entries: readonly LogEntry[];
    };
    /** Present where the run has clients. */
    readonly register?: RegisterObservation;
    /** Present where the run has exports. */
    readonly exporting?: ExportObservation;
  }[];
  /** Present where the run has one. */
  readonly store?: {
    readonly id: NodeId;
    readonly status: NodeStatus;
    /** Tombstones have no value. */
    readonly keys: readonly {
      readonly key: string;
      readonly value: string | null;
      readonly version: number;
    }[];
  };
  /** Present where the run has any. */
  readonly clients?: readonly ({
    readonly id: NodeId;
    readonly status: NodeStatus;
  } & Partial<ClientView>)[];
  readonly links: readonly { readonly from: NodeId; readonly to: NodeId; readonly cut: boolean }[];
  readonly inFlight: number;
}

/** What a client shows, its times in milliseconds like all others in a view, but measured by its own clock. */
export type ClientView = Omit<ClientObservation, 'longestGapUs' | 'lastAckUs' | 'reads'> & {
  /** How long it went without an acknowledgement, or an answer to a read, at most, so far. */
  readonly longestGapMs: number;
  /**
   * The reading of its own monotonic clock at its last acknowledgement, or as its process began if there was none: such a
   * clock does not begin at 0 with the run, and may run at another rate than the run's time.
   */
  readonly lastAckMs: number;
  /** Present where it reads. */
  readonly reads?: Omit<ReadsObservation, 'last'> & {
    readonly last:
      | (Omit<AnsweredRead, 'begunUs' | 'endedUs'> & { readonly begunMs: number; readonly endedMs: number })
      | null;
  };
};

function clientView({ longestGapUs, lastAckUs, reads, ...others }: ClientObservation): ClientView {
  const times = { longestGapMs: longestGapUs / 1000, lastAckMs: lastAckUs / 1000 };
  if (reads === undefined) return { ...others, ...times };
  return { ...others, ...times, reads: { ...reads, last: reads.last && readView(reads.last) } };
}

const readView = ({ begunUs, endedUs, ...read }: AnsweredRead) => ({
  ...read,
  begunMs: begunUs / 1000,
  endedMs: endedUs / 1000,
});

export function clusterView(protocol: string, snapshot: Snapshot): ClusterView {
  const { timeUs, after } = snapshot;
  const store = snapshot.nodes.find(({ part }) => part === 'store');
  const clients = snapshot.nodes.filter(({ part }) => part === 'client');
  return {
    timeMs: timeUs / 1000,
    ...(after !== undefined && { after }),
    protocol,
    nodes: nodesIn(snapshot).map((node) => {
      const authority = hasAuthority(node, timeUs);
      return {
        id: node.id,
        status: node.status,
        role: node.role,
        epoch: node.epoch,
        primary: node.primary,
        authority,
        authorityUntilMs:
          authority && node.authorityUntilUs !== Infinity ? node.authorityUntilUs / 1000 : null,
        replOffset: node.replOffset,
        leadership: node.leadership,
        ...(node.log.length > 0 && { log: { commit: node.commit, entries: entriesOf(node.log) } }),
        ...(node.service?.kind === 'server' && {
          ...(node.service.register !== null && { register: node.service.register }),
          ...(node.service.exporting !== null && { exporting: node.service.exporting }),
        }),
      };
    }),
    ...(store !== undefined && {
      store: { id: store.id, status: store.status, keys: packNamed('store').contents(store.disk).entries },
    }),
    ...(clients.length > 0 && {
      clients: clients.map(({ id, status, service }) => ({
        id,
        status,
        ...(service?.kind === 'client' && clientView(service)),
      })),
    }),
    links: snapshot.links.map(({ from, to, cut }) => ({ from, to, cut })),
    inFlight: snapshot.inFlight,
  };
}
