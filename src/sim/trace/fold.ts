/** The cluster as the records tell it: start from nothing, take them in one by one, look whenever you like. */
import { EMPTY_LOG, writtenLog } from '../../core/log';
import type { DiskRecord, NodeId, Role } from '../../core/program';
import type { LeaderState } from '../../core/leadership/leader-state';
import type { Part, ServiceObservation } from '../../core/service';
import type { DiskLatency, Fault, Network } from '../run';
import { readEntries } from '../../core/wire/entries';
import { sameNetwork } from '../settings';
import { UNSEEN_NODE, type LinkSnapshot, type NodeSnapshot, type NodeStatus } from '../view';
import { ROLES, STATUSES, type RecordRow } from './record-table';
import type { StringTable } from './strings';

export class Fold {
  /** Replaced and never changed, so that a copy of the array is a copy of the state. */
  private nodes: NodeSnapshot[];
  private links: readonly LinkSnapshot[];

  constructor(
    private readonly ids: readonly NodeId[],
    parts: readonly Part[],
    /** In force: what a link is like unless something was done to that one. */
    private network: Network,
    private readonly strings: StringTable,
  ) {
    this.nodes = ids.map((id, at) => ({ id, part: parts[at] as Part, ...UNSEEN_NODE }));
    this.links = ids.flatMap((from) =>
      ids
        .filter((to) => to !== from)
        .map((to) => ({ from, to, cut: false, ...network, changed: false, corruptNext: false })),
    );
  }

  /** With the texts of a trace that was forked off, where they have the same numbers. */
  clone(strings = this.strings): Fold {
    const copy = new Fold([], [], this.network, strings);
    return Object.assign(copy, { ids: this.ids, nodes: [...this.nodes], links: this.links });
  }

  nodeSnapshots(): readonly NodeSnapshot[] {
    return [...this.nodes];
  }

  linkSnapshots(): readonly LinkSnapshot[] {
    return this.links;
  }

  take(row: RecordRow): void {
    const { node, a, b } = row;
    switch (row.kind) {
      case 'status':
        this.takeStatus(row);
        return;
      case 'role':
        this.change(node, { role: ROLES[a] as Role, epoch: b });
        return;
      case 'primary':
        this.change(node, { primary: this.idAt(a) });
        return;
      case 'vote':
        this.change(node, { votedEpoch: a, votedFor: this.idAt(b) });
        return;
      case 'authority':
        this.change(node, { authorityUntilUs: this.isAlive(node) ? a : 0, authoritySpanUs: b });
        return;
      case 'patience':
        this.change(node, { patienceFromUs: a, patienceUntilUs: this.isAlive(node) ? b : Infinity });
        return;
      case 'offset':
        this.change(node, { replOffset: a });
        return;
      case 'leadership':
        this.change(node, { leadership: this.json(row) as LeaderState });
        return;
      case 'service':
        this.change(node, { service: this.json(row) as ServiceObservation });
        return;
      case 'durable':
        this.change(node, {
          disk: this.json(row) as DiskRecord | null,
          ...(a === 0 && { replOffset: 0, log: EMPTY_LOG }),
        });
        return;
      case 'log': {
        const entries = readEntries(this.strings.text(row.text)) ?? [];
        this.change(node, { log: writtenLog((this.nodes[node] as NodeSnapshot).log, { from: a, entries }) });
        return;
      }
      case 'commit':
        this.change(node, { commit: a });
        return;
      case 'rejected':
        this.change(node, { rejectedFrames: (this.nodes[node] as NodeSnapshot).rejectedFrames + 1 });
        return;
      case 'clock': {
        const [clockRate, wallOffsetMs] = this.json(row) as [number, number];
        this.change(node, { clockRate, wallOffsetMs });
        return;
      }
      case 'disk':
        this.change(node, { diskLatencyMs: this.json(row) as DiskLatency });
        return;
      case 'writes':
        this.change(node, { writesUntilUs: a });
        return;
      case 'throttle':
        this.change(node, { throttleMs: a });
        return;
      case 'link':
        this.takeLink(row);
        return;
      case 'delivered':
      case 'unheard':
      case 'cutOff':
      case 'dropped':
      case 'event':
        return;
      case 'fault':
        this.takeFault(this.json(row) as Fault);
        return;
      default:
        row.kind satisfies never;
    }
  }

  private takeStatus(row: RecordRow): void {
    const status = STATUSES[row.a] as NodeStatus;
    const before = this.nodes[row.node] as NodeSnapshot;
    const error = status === 'crashed' ? this.strings.text(row.text) : null;
    if (row.b !== before.incarnation) {
      const { id, part, disk, log, replOffset, clockRate, wallOffsetMs, rejectedFrames } = before;
      const { diskLatencyMs, throttleMs } = before;
      const kept = { id, part, disk, log, replOffset, clockRate, wallOffsetMs, rejectedFrames };
      const machine = { diskLatencyMs, throttleMs };
      this.nodes[row.node] = { ...UNSEEN_NODE, ...kept, ...machine, status, error, incarnation: row.b };
      return;
    }
    const alive = status === 'up' || status === 'frozen';
    this.change(row.node, {
      status,
      error,
      ...(!alive && { authorityUntilUs: 0, patienceUntilUs: Infinity, writesUntilUs: 0 }),
    });
  }

  private takeLink(row: RecordRow): void {
    const to = row.a > row.node ? row.a - 1 : row.a;
    const at = row.node * (this.ids.length - 1) + to;
    const network = this.json(row) as Network;
    const links = [...this.links];
    links[at] = {
      ...(links[at] as LinkSnapshot),
      ...network,
      cut: (row.b & 1) !== 0,
      corruptNext: (row.b & 2) !== 0,
      changed: !sameNetwork(network, this.network),
    };
    this.links = links;
  }

  /** Whatever else a fault does has records of its own. */
  private takeFault(fault: Fault): void {
    if (fault.kind !== 'configure' || fault.network === undefined) return;
    const { network: named } = fault;
    const network = { ...this.network, ...named };
    this.network = network;
    this.links = this.links.map((link) => {
      const changed = { ...link, ...named };
      return { ...changed, changed: !sameNetwork(changed, network) };
    });
  }

  /** The clock of a dead node may be set too: its times are told again, and mean nothing. */
  private isAlive(node: number): boolean {
    const { status } = this.nodes[node] as NodeSnapshot;
    return status === 'up' || status === 'frozen';
  }

  private change(node: number, what: Partial<NodeSnapshot>): void {
    this.nodes[node] = { ...(this.nodes[node] as NodeSnapshot), ...what };
  }

  private idAt(place: number): NodeId | null {
    return place < 0 ? null : (this.ids[place] as NodeId);
  }

  private json(row: RecordRow): unknown {
    return JSON.parse(this.strings.text(row.text));
  }
}
