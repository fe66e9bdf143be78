/** The world, as far as a fault reaches into it. */
import type { Command, NodeId } from '../../core/program';
import type { Config, Safeguards } from '../../core/protocol';
import type { System } from '../../core/system';
import type { Link } from '../network/link';
import type { Links } from '../network/links';
import type { NodeConfig } from '../node-config';
import type { ResolvedRun } from '../run';
import type { Trace } from '../trace/trace';
import type { Envelope } from './envelope';
import type { Slot } from './slot';

export interface FaultedWorld {
  readonly protocol: System;
  readonly run: Pick<ResolvedRun, 'seed'>;
  readonly trace: Pick<Trace, 'disk' | 'writes' | 'throttle'>;
  readonly slots: readonly Slot[];
  readonly links: Links;
  readonly headUs: number;
  readonly storeId: NodeId | null;
  config: Config;
  nodeConfig: NodeConfig;
  safeguards: Safeguards;
  place(node: NodeId): number;
  slot(node: NodeId): Slot;
  startProcess(slot: Slot, asPrimary: boolean): void;
  endProcess(slot: Slot, status: 'killed' | 'crashed', error: string | null): void;
  /** Its disk is empty. */
  wipe(slot: Slot): void;
  /** What waited for a frozen process reaches it. */
  release(slot: Slot): void;
  command(slot: Slot, command: Command): void;
  /** Returns how much that was. */
  takeFromAir(fate: 'dropped' | 'cutOff', which: (envelope: Envelope) => boolean): number;
  /** The message reaches its addressee at once; false if it is not in the air. */
  handOver(message: number): boolean;
  /** The number that the next message will get. */
  readonly nextMessage: number;
  tellStatus(slot: Slot): void;
  tellLink(link: Link): void;
  tellClock(slot: Slot): void;
}
