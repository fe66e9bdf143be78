/** For the tests of invariants: a cluster that shows whatever it is told to show. */
import { ballotKeys } from '../../core/protocols/ballot-lease/keys';
import { formatLeader, formatReleased } from '../../core/protocols/ballot-lease/leader';
import { ELECTION } from '../../core/protocols/ballot-lease/settings';
import type { KvEntry } from '../../core/store/kv';
import { storeRecord } from '../../core/store/record';
import { versionstampOf } from '../../core/store/versionstamp';
import type { NodeId, Observation } from '../../core/program';
import type { ExportObservation, RegisterObservation } from '../../core/service';
import { systemOf, type SystemSpec } from '../../core/system';
import { applyFault } from '../../sim/cluster/faults';
import { Slot } from '../../sim/cluster/slot';
import type { World } from '../../sim/cluster/world';
import { Links } from '../../sim/network/links';
import { DEFAULT_NETWORK, resolveConfig, type Fault, type FaultAction, type Network } from '../../sim/run';
import { nodeIds } from '../../sim/test-kit';
import type { Finding, Invariant, Watcher } from '../invariant';

const NO_WRITES: RegisterObservation = {
  value: '',
  history: '',
  fence: 0,
  token: 0,
  serving: false,
  confirmed: '',
  fenced: 0,
};

export class Stage {
  readonly world: World;
  private watcher: Watcher;
  private nowUs = 0;
  private readonly faults: Fault[] = [];

  constructor(
    private readonly invariant: Invariant,
    spec: Partial<SystemSpec> = {},
    nodeCount = 3,
    network: Partial<Network> = {},
    bootstrap: NodeId | null = null,
  ) {
    const protocol = systemOf({ protocol: 'quorum', clients: 0, exports: false, ...spec });
    const slots = protocol
      .members(nodeIds(nodeCount))
      .map(({ id, part }, index) => new Slot(id, index, part));
    for (const slot of slots) {
      slot.status = 'up';
      slot.incarnation = 1;
    }
    const ids = slots.map(({ id }) => id);
    const tell = (slot: Slot): unknown => this.watcher.after(this.world, slot.index, this.nowUs);
    this.world = {
      ...{ protocol, slots, faultsSoFar: this.faults, config: resolveConfig(protocol, {}) },
      links: new Links(ids, { ...DEFAULT_NETWORK, ...network }, 1),
      run: { nodes: nodeIds(nodeCount), bootstrap, seed: 1 },
      slot: (id: NodeId) => this.slot(id),
      place: (id: NodeId) => this.slot(id).index,
      headUs: 0,
      ...{
        command: () => undefined,
        tellLink: () => undefined,
        takeFromAir: () => undefined,
        release: () => undefined,
        trace: { disk: () => undefined, throttle: () => undefined },
      },
      tellStatus: tell,
      tellClock: tell,
      endProcess(slot: Slot, status: 'killed') {
        slot.status = status;
        tell(slot);
      },
      startProcess(slot: Slot) {
        slot.status = 'up';
        slot.incarnation += 1;
        slot.forget();
        tell(slot);
      },
    } as unknown as World;
    this.watcher = invariant.watch();
  }

  get applies(): boolean {
    return this.invariant.appliesTo?.(this.world.protocol) !== false;
  }

  slot(id: NodeId): Slot {
    return this.world.slots.find((slot) => slot.id === id)!;
  }

  /** What the invariant has to say once that node shows this; what is left out stays as it was. */
  show(id: NodeId, what: Partial<Observation>): Finding | null {
    const slot = this.slot(id);
    slot.see({ ...slot.observation, ...what });
    return this.look(id);
  }

  /** A register that shows this, and otherwise holds nothing. */
  register(id: NodeId, what: Partial<RegisterObservation>): Finding | null {
    return this.show(id, {
      service: { kind: 'server', register: { ...NO_WRITES, ...what }, exporting: null },
    });
  }

  exporting(id: NodeId, phase: ExportObservation['phase']): Finding | null {
    const exporting: ExportObservation = { phase, round: 1, outcome: 'none' };
    return this.show(id, { service: { kind: 'server', register: null, exporting } });
  }

  /** What the store's lease key holds now; null for a tombstone. */
  leaseKey(value: string | null): Finding | null {
    const slot = this.slot('store');
    const entry: KvEntry = { key: ballotKeys(ELECTION).leader, value, version: 1 };
    slot.disk = storeRecord({ version: 1, entries: [entry] }, []);
    return this.look('store');
  }

  restart(id: NodeId): void {
    const slot = this.slot(id);
    slot.incarnation += 1;
    slot.forget();
  }

  /** Something is done to it now, as a run would do it. */
  fault(action: FaultAction): void {
    this.faults.push({ atMs: this.nowUs / 1000, ...action });
    applyFault(this.world, { stop: () => undefined } as never, action);
  }

  /** Nobody takes a step for so long: what the invariant has to say by itself, and when. */
  pass(ms: number): (Finding & { readonly atMs: number }) | null {
    const untilUs = this.nowUs + ms * 1000;
    for (;;) {
      const lookUs = this.watcher.nextLookUs?.() ?? Infinity;
      if (lookUs > untilUs) break;
      this.nowUs = Math.max(lookUs, this.nowUs);
      const finding = this.watcher.look?.(this.world, this.nowUs) ?? null;
      if (finding !== null) return { ...finding, atMs: this.nowUs / 1000 };
    }
    this.nowUs = untilUs;
    return null;
  }

  save(): unknown {
    return this.watcher.save();
  }

  /** Goes on from what the watcher would have saved. */
  resume(): this {
    this.watcher = this.invariant.watch(JSON.parse(JSON.stringify(this.watcher.save())));
    return this;
  }

  private look(id: NodeId): Finding | null {
    return this.watcher.after(this.world, this.slot(id).index, this.nowUs);
  }
}

export function heldBy(leaderId: NodeId, ballot: number): string {
  return formatLeader({
    ballot,
    leaderId,
    priority: 0,
    leaseExpiryNanos: 1n,
    versionstamp: versionstampOf(1),
  });
}

export const released = formatReleased;
