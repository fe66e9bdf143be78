/** What the tests of the stage and the inspector stand on: a small cluster, and a pen that writes down what it is told. */
import type { WireMessage } from '../../core/program';
import type { WireSpec } from '../../core/protocol';
import type { ClientObservation, Part, StoreObservation } from '../../core/service';
import { MessageTable, type Fate } from '../../sim/trace/message-table';
import { StringTable } from '../../sim/trace/strings';
import { UNSEEN_NODE, type LinkSnapshot, type NodeSnapshot } from '../../sim/view';
import type { Network } from '../../sim/run';
import type { Pen } from './draw';

export const IDS = ['n1', 'n2', 'n3'] as const;

export const NETWORK: Network = { latencyMs: [20, 60], lossRatio: 0, duplicateRatio: 0 };

export function node(change: Partial<NodeSnapshot> = {}): NodeSnapshot {
  return {
    ...UNSEEN_NODE,
    part: 'node',
    id: 'n1',
    status: 'up',
    incarnation: 1,
    epoch: 3,
    ...change,
  };
}

export function link(from: string, to: string, change: Partial<LinkSnapshot> = {}): LinkSnapshot {
  return { from, to, cut: false, changed: false, corruptNext: false, ...NETWORK, ...change };
}

/** Every ordered pair of `ids`, in the order of a snapshot. */
export function links(ids: readonly string[], changes: Readonly<Record<string, Partial<LinkSnapshot>>> = {}) {
  return ids.flatMap((from) =>
    ids.filter((to) => to !== from).map((to) => link(from, to, changes[`${from} ${to}`] ?? {})),
  );
}

/** Two verbs: chatter, and one that decides something. */
export const SPEC: WireSpec = {
  HB: [
    ['epoch', 'number'],
    ['nodeId', 'text'],
  ],
  OFFER: [
    ['candidateId', 'text'],
    ['newEpoch', 'number'],
  ],
  PING: [],
};

export const PROTOCOL = {
  verbs: [
    { verb: 'HB', label: 'heartbeat', mark: 'dot' },
    { verb: 'OFFER', label: 'offer', mark: 'triangle' },
    { verb: 'PING', label: 'ping', mark: 'bar' },
  ],
  codec: { spec: SPEC },
} as const;

export const heartbeat = (epoch: number): WireMessage => ({ verb: 'HB', epoch, nodeId: 'n1' }) as WireMessage;
export const offer = (newEpoch: number): WireMessage =>
  ({ verb: 'OFFER', candidateId: 'n1', newEpoch }) as WireMessage;

export function messageTable(ids: readonly string[] = IDS): MessageTable {
  return new MessageTable(ids, SPEC, new StringTable());
}

interface Sending {
  readonly from?: number;
  readonly to?: number;
  readonly sentUs?: number;
  readonly endUs?: number;
  readonly fate?: Fate;
  readonly duplicate?: boolean;
  readonly damaged?: boolean;
}

/** From the first node to the second, in the air from 0 to 1000, if nothing else is said. */
export function send(table: MessageTable, message: WireMessage, sending: Sending = {}): number {
  const {
    from = 0,
    to = 1,
    sentUs = 0,
    endUs = 1000,
    fate = 'inFlight',
    duplicate = false,
    damaged = false,
  } = sending;
  return table.append(message, from, to, sentUs, endUs, fate, duplicate, damaged);
}

export interface Note {
  /** A method's name, or `=` and a property's. */
  readonly what: string;
  readonly args: readonly unknown[];
}

/** Everything that a drawing does to it, in order. */
export function recordingPen(): { readonly pen: Pen; readonly notes: Note[] } {
  const notes: Note[] = [];
  const pen = new Proxy(
    {},
    {
      get:
        (_, name) =>
        (...args: unknown[]) =>
          void notes.push({ what: String(name), args }),
      set: (_, name, value) => {
        notes.push({ what: `=${String(name)}`, args: [value] });
        return true;
      },
    },
  );
  return { pen: pen as unknown as Pen, notes };
}

/** A run of so many nodes, with a store and clients if it has them. */
export function partsOf(nodes: number, { store = false, clients = 0 } = {}): Part[] {
  return [
    ...Array.from({ length: nodes }, (): Part => 'node'),
    ...(store ? (['store'] as const) : []),
    ...Array.from({ length: clients }, (): Part => 'client'),
  ];
}

export const storeService = (keyCount: number): StoreObservation => ({ kind: 'store', version: 9, keyCount });

export function clientService(change: Partial<ClientObservation> = {}): ClientObservation {
  return {
    kind: 'client',
    leader: null,
    leaderEpoch: null,
    writing: 1,
    asked: null,
    acknowledged: 0,
    refused: 0,
    misdirected: 0,
    unanswered: 0,
    abandoned: 0,
    followed: 0,
    stale: 0,
    rejected: 0,
    noLeaderYet: 0,
    longestGapUs: 0,
    lastAckUs: 0,
    note: '',
    ...change,
  };
}
