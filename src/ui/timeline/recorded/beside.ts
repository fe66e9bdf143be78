/**
 * What a run has besides its election, along time: who believes in whom, what the store says, what clients went through,
 * who exported, whose clock is wrong, and when two had authority at once. Told record by record, in order of time.
 */
import { LeaseHistory, type LeaseStore } from '../../../app/share/leases';
import type { EventLine } from '../../../app/session/state';
import type { DiskRecord, NodeId } from '../../../core/program';
import type { Part, RegisterObservation, ServiceObservation } from '../../../core/service';
import { STATUSES } from '../../../sim/trace/record-table';
import type { Snapshot } from '../../../sim/view';
import { BeliefHistory } from './belief-history';
import { ClientHistory } from './client-history';
import { ClockHistory } from './clock-history';
import { ExportHistory } from './export-history';
import type { LaneHistory } from './lane-history';
import { Overlaps, type Overlap } from './overlaps';

/** What the writes of a deposed leader came to. */
export type Fencing =
  | { readonly kind: 'pierced' | 'lost' | 'untested' }
  | { readonly kind: 'held'; readonly token: number; readonly refused: number };

const UP = STATUSES.indexOf('up');
const FROZEN = STATUSES.indexOf('frozen');

export class Beside {
  /** By place, of nodes and clients alike. */
  readonly beliefs: readonly BeliefHistory[];
  readonly clocks: readonly ClockHistory[];
  /** By place; null for who is no client. */
  readonly clients: readonly (ClientHistory | null)[];
  /** Null where no lease says who leads. */
  readonly lease: LeaseHistory | null;
  readonly exports = new ExportHistory();
  readonly overlaps: Overlaps;
  readonly hasRegister: boolean;
  /** By place: the copies that it has refused so far. */
  private readonly refused: number[];
  private readonly incarnations: number[];

  constructor(
    private readonly ids: readonly NodeId[],
    private readonly parts: readonly Part[],
    lanes: readonly LaneHistory[],
    store: LeaseStore | undefined,
  ) {
    this.beliefs = ids.map(() => new BeliefHistory());
    this.clocks = ids.map((_, node) => new ClockHistory(node));
    this.clients = parts.map((part) => (part === 'client' ? new ClientHistory() : null));
    this.lease = store === undefined || !parts.includes('store') ? null : new LeaseHistory(store);
    this.overlaps = new Overlaps(lanes);
    this.hasRegister = parts.includes('client');
    this.refused = ids.map(() => 0);
    this.incarnations = ids.map(() => 0);
  }

  /** `status` is a place in STATUSES. The lane must have been told before. */
  takeStatus(atUs: number, node: number, status: number, incarnation: number): void {
    this.overlaps.changed(node);
    const reborn = incarnation !== this.incarnations[node];
    this.incarnations[node] = incarnation;
    if (!reborn && (status === UP || status === FROZEN)) return;
    this.beliefs[node]!.forget(atUs);
    this.clients[node]?.stop(atUs);
    this.exports.stop(atUs, node);
    this.refused[node] = 0;
  }

  takeEpoch(atUs: number, node: number, epoch: number): void {
    if (this.parts[node] === 'node') this.beliefs[node]!.takeEpoch(atUs, epoch);
  }

  takePrimary(atUs: number, node: number, leader: number, epoch: number): void {
    if (this.parts[node] === 'node') this.beliefs[node]!.take(atUs, leader, epoch);
  }

  /** The lane must have been told before. */
  takeAuthority(node: number): void {
    this.overlaps.changed(node);
  }

  takeDisk(atUs: number, node: number, json: string): void {
    if (this.parts[node] === 'store') this.lease?.take(atUs, JSON.parse(json) as DiskRecord | null);
  }

  takeClock(atUs: number, node: number, json: string): void {
    const [rate, offsetMs] = JSON.parse(json) as [number, number];
    this.clocks[node]!.take(atUs, rate, offsetMs);
  }

  takeService(atUs: number, node: number, json: string): void {
    const service = JSON.parse(json) as ServiceObservation;
    switch (service.kind) {
      case 'server':
        if (service.register !== null) this.takeRegister(atUs, node, service.register);
        if (service.exporting !== null) this.exports.take(atUs, node, service.exporting);
        return;
      case 'client':
        this.beliefs[node]!.take(atUs, this.placeOf(service.leader), service.leaderEpoch ?? 0);
        this.clients[node]!.take(atUs, service);
        return;
      case 'store':
        return;
      default:
        service satisfies never;
    }
  }

  /** From then on nothing is known, until something is told again. */
  lose(atUs: number): void {
    this.lease?.lose(atUs);
    this.ids.forEach((_, node) => {
      this.beliefs[node]!.lose(atUs);
      this.clients[node]?.stop(atUs);
      this.exports.stop(atUs, node);
    });
  }

  /** What has not changed since `atUs`, as a snapshot has it; where nothing is known. */
  learn(atUs: number, { nodes }: Snapshot): void {
    nodes.forEach(({ part, primary, epoch, service, disk }, node) => {
      const belief = this.beliefs[node]!;
      if (part === 'store') this.lease?.learn(atUs, disk);
      if (part === 'node') belief.learn(atUs, this.placeOf(primary), epoch);
      if (service?.kind === 'client')
        belief.learn(atUs, this.placeOf(service.leader), service.leaderEpoch ?? 0);
    });
  }

  /** `violations`: all that were found in the run. */
  fencingOf({ startUs, untilNextUs, refused, token }: Overlap, violations: readonly EventLine[]): Fencing {
    const found = (invariant: string): boolean =>
      violations.some(
        (line) => line.invariant === invariant && line.atUs >= startUs && line.atUs < untilNextUs,
      );
    if (found('fencedRegister')) return { kind: 'pierced' };
    if (found('acknowledgedSurvive')) return { kind: 'lost' };
    return refused > 0 ? { kind: 'held', token, refused } : { kind: 'untested' };
  }

  private takeRegister(atUs: number, node: number, { fenced, fence }: RegisterObservation): void {
    const before = this.refused[node]!;
    this.refused[node] = fenced;
    if (fenced > before) this.overlaps.refused(atUs, fenced - before, fence);
  }

  private placeOf(id: NodeId | null): number {
    return id === null ? -1 : this.ids.indexOf(id);
  }
}

export type MakeBeside = (...given: ConstructorParameters<typeof Beside>) => Beside;

export const makeBeside: MakeBeside = (...given) => new Beside(...given);
