/** A run: the small JSON from which everything else follows. Two equal runs have equal traces, everywhere. */
import type { AnyProtocol } from '../core/protocol';
import type { NodeId } from '../core/program';
import type { Which } from '../core/registry';
import { loadSystem, systemOf, type Member, type System } from '../core/system';
import type { NodeConfig } from './node-config';

/** What an operator, a hostile network or a hardware failure does to the cluster. */
export type FaultAction =
  | { readonly kind: 'kill'; readonly node: NodeId }
  | { readonly kind: 'restart'; readonly node: NodeId; readonly disk?: 'kept' | 'wiped' }
  | { readonly kind: 'freeze'; readonly node: NodeId }
  | { readonly kind: 'thaw'; readonly node: NodeId }
  /** The program itself fails: it throws, or it never returns and the watchdog ends it. */
  | { readonly kind: 'crash'; readonly node: NodeId; readonly how: 'throw' | 'hang' }
  | { readonly kind: 'cut'; readonly from: NodeId; readonly to: NodeId }
  | { readonly kind: 'heal'; readonly from: NodeId; readonly to: NodeId }
  /** Cuts every link between nodes of different groups; nodes that no group names form one more. */
  | { readonly kind: 'partition'; readonly groups: readonly (readonly NodeId[])[] }
  /** Every link whole again, with the settings of the network in force: the run's, or what it was changed to since. */
  | { readonly kind: 'healAll' }
  | ({ readonly kind: 'link'; readonly from: NodeId; readonly to: NodeId } & Partial<Network>)
  /** `offsetMs` shifts the wall clock; `rate` (1 = true time) is how fast both of the node's clocks run from now on. */
  | { readonly kind: 'clock'; readonly node: NodeId; readonly offsetMs?: number; readonly rate?: number }
  | { readonly kind: 'replOffset'; readonly node: NodeId; readonly value: number }
  /** How much this node is preferred as a leader, where the protocol asks for that. */
  | { readonly kind: 'priority'; readonly node: NodeId; readonly value: number }
  /** Tells a leader to give its lease up, in good order. */
  | { readonly kind: 'resign'; readonly node: NodeId }
  /** Tells a node to see to it that `to` leads in its leader's place, in good order. */
  | { readonly kind: 'transfer'; readonly node: NodeId; readonly to: NodeId }
  /** Tells a node to stand for election now, whoever leads. */
  | { readonly kind: 'campaign'; readonly node: NodeId }
  /** Tells a node to forget whom it follows, so that it would vote for another. */
  | { readonly kind: 'forgetLeader'; readonly node: NodeId }
  /** Ends the export that this node is at. */
  | { readonly kind: 'export'; readonly node: NodeId; readonly how: 'abandon' | 'fail' }
  /** Damages or deletes a key behind everybody's back. */
  | { readonly kind: 'store'; readonly how: 'corrupt' | 'tombstone'; readonly key: string }
  /** The next frame on that link arrives damaged. */
  | { readonly kind: 'corrupt'; readonly from: NodeId; readonly to: NodeId }
  /**
   * Other settings from now on, on every node, as an operator rolls them out; a node heeds them from its next step on.
   * What is left out stays as it is. What is named holds also for a node, and what is named of the network for a link,
   * that was given a value of its own; messages that are on their way already keep the latency that they drew. With
   * `node` it is that node alone that is configured, and only its `config` can be.
   */
  | {
      readonly kind: 'configure';
      readonly node?: NodeId;
      readonly config?: Readonly<Record<string, number>>;
      readonly network?: Partial<Network>;
      readonly safeguards?: Readonly<Record<string, boolean>>;
      /** Of every member that has a disk, also of one that was given its own. */
      readonly disk?: Disk;
    }
  /** How long each durable write of this member takes from now on: both 0 for no time at all. */
  | { readonly kind: 'disk'; readonly node: NodeId; readonly latencyMs: DiskLatency }
  /** Timers fire only at multiples of `everyMs` on the member's own clock; messages still arrive. 0 ends it. */
  | { readonly kind: 'throttle'; readonly node: NodeId; readonly everyMs: number }
  /**
   * A pause between a check and what is done on its strength: the messages of that verb in the next step that sends any
   * leave `ms` later. Once; a process that ends takes it along.
   */
  | { readonly kind: 'stall'; readonly node: NodeId; readonly afterVerb: string; readonly ms: number }
  /** Takes one message out of the air: the number that the trace gave it. */
  | { readonly kind: 'drop'; readonly message: number }
  /** Lets one message that is in the air arrive now: the number that the trace gave it. */
  | { readonly kind: 'deliver'; readonly message: number };

/** `atMs` is virtual time since the start, at least 0, with up to three decimals. */
export type Fault = { readonly atMs: number } & FaultAction;

export interface Network {
  /** Smallest and largest latency, in milliseconds, each message draws its own. At least 1. */
  readonly latencyMs: readonly [min: number, max: number];
  readonly lossRatio: number;
  readonly duplicateRatio: number;
}

/** How long a durable write takes at least and at most, in milliseconds; each draws its own. */
export type DiskLatency = readonly [min: number, max: number];

export interface Disk {
  readonly latencyMs: DiskLatency;
}

export const NO_LATENCY: DiskLatency = [0, 0];

export interface Run {
  readonly version: 1;
  readonly protocol: string;
  /** What somebody wrote, with `"protocol": "own"`: at most `LONGEST_SOURCE_BYTES`. */
  readonly source?: string;
  readonly nodes: readonly NodeId[];
  readonly seed: number;
  readonly config?: Readonly<Record<string, number>>;
  /** Settings of single nodes, by node, on top of those of all. */
  readonly nodeConfig?: NodeConfig;
  readonly network?: Partial<Network>;
  /** The disks of all members that have one. Default: writing takes no time. */
  readonly disk?: Disk;
  readonly safeguards?: Readonly<Record<string, boolean>>;
  /** How many clients write to the leader that they believe in, 0 … 5. Default: none. */
  readonly clients?: number;
  /** Whether the nodes export something once per round. Default: no. */
  readonly exports?: boolean;
  /** Who starts as primary where the protocol bootstraps one; null for nobody. */
  readonly bootstrap?: NodeId | null;
  readonly faults?: readonly Fault[];
}

/** A run with every default filled in and its faults in order of time. */
export interface ResolvedRun extends Run {
  readonly config: Readonly<Record<string, number>>;
  readonly network: Network;
  readonly safeguards: Readonly<Record<string, boolean>>;
  readonly bootstrap: NodeId | null;
  readonly faults: readonly Fault[];
}

export const LONGEST_SOURCE_BYTES = 65_536;

/** A thousand hours: no instant of a run is later. */
export const LONGEST_RUN_MS = 1000 * 3600 * 1000;
export const LONGEST_LATENCY_MS = 60_000;
/** Of one durable write, of the pause of a stall, and between two instants at which throttled timers fire. */
export const LONGEST_SLOWNESS_MS = 60_000;

export const DEFAULT_NETWORK: Network = { latencyMs: [20, 60], lossRatio: 0, duplicateRatio: 0 };

/** Fills in the defaults. Throws a sentence on a protocol or a config that cannot be; the full check is the schema's. */
export function resolveRun(run: Run): ResolvedRun {
  const protocol = systemOfRun(run);
  const bootstrap = run.bootstrap === undefined ? (run.nodes[0] ?? null) : run.bootstrap;
  // Whole microseconds, before anything is compared: what a sum of fractions came to must not decide an order.
  const faults = (run.faults ?? [])
    .map((fault) => ({ ...fault, atMs: Math.round(fault.atMs * 1000) / 1000 }))
    .sort((a, b) => a.atMs - b.atMs);
  return {
    ...run,
    config: resolveConfig(protocol, run.config ?? {}),
    network: { ...DEFAULT_NETWORK, ...run.network },
    safeguards: resolveSafeguards(protocol, run.safeguards ?? {}),
    bootstrap: protocol.bootstraps ? bootstrap : null,
    faults,
  };
}

/** What its members run, for the run as for what it was resolved to. Throws a sentence on an unknown protocol. */
export function systemOfRun({ protocol, source, clients = 0, exports = false }: RunParts): System {
  return systemOf({ protocol, source, clients, exports });
}

/** What to wait for before a world is made of such a run; null if all is at hand. See `loadSystem`. */
export function loadSystemOfRun({
  protocol,
  source,
  clients = 0,
  exports = false,
}: RunParts): Promise<void> | null {
  return loadSystem({ protocol, source, clients, exports });
}

/** Everybody in it: the nodes, then the store, then the clients. */
export function membersOf(run: RunParts & Pick<Run, 'nodes'>): readonly Member[] {
  return systemOfRun(run).members(run.nodes);
}

/** What of a run decides about what its members run. */
export type RunParts = Which & Pick<Run, 'clients' | 'exports'>;

/** The protocol alone, of anything that names one. */
export const whichOf = ({ protocol, source }: Which): Pick<Run, 'protocol' | 'source'> =>
  source === undefined ? { protocol } : { protocol, source };

/** Fields with a computed default see the fields before them. */
export function resolveConfig(
  protocol: AnyProtocol,
  given: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const config: Record<string, number> = {};
  for (const field of protocol.config) {
    const byDefault =
      typeof field.default === 'number' ? field.default : field.default({ ...config, ...given });
    config[field.name] = given[field.name] ?? byDefault;
  }
  return config;
}

function resolveSafeguards(
  protocol: AnyProtocol,
  given: Readonly<Record<string, boolean>>,
): Readonly<Record<string, boolean>> {
  return Object.fromEntries(protocol.safeguards.map(({ name }) => [name, given[name] ?? true]));
}
