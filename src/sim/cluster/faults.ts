/** What each fault does to the world. A fault that finds nothing to do (killing the dead) does nothing. */
import type { Command, NodeId } from '../../core/program';
import type { Config, Safeguards } from '../../core/protocol';
import type { System } from '../../core/system';
import { adjustClock } from '../clock';
import type { HostControl } from '../host';
import type { Link } from '../network/link';
import type { Links } from '../network/links';
import type { FaultAction } from '../run';
import type { Envelope } from './envelope';
import type { Slot } from './slot';

/** The world, as far as a fault reaches into it. */
export interface FaultedWorld {
  readonly protocol: System;
  readonly slots: readonly Slot[];
  readonly links: Links;
  readonly headUs: number;
  readonly storeId: NodeId | null;
  config: Config;
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
  takeFromAir(fate: 'dropped' | 'cutOff', which: (envelope: Envelope) => boolean): void;
  /** The message reaches its addressee at once. */
  handOver(message: number): void;
  tellStatus(slot: Slot): void;
  tellLink(link: Link): void;
  tellClock(slot: Slot): void;
}

/** What a program that was made to fail is said to have died of. */
const CAUSES = {
  throw: 'Error: it was told to throw',
  hang: 'no answer: it was told to hang, and the watchdog ended it',
} as const;

export function applyFault(world: FaultedWorld, host: HostControl, fault: FaultAction): void {
  switch (fault.kind) {
    case 'kill': {
      const slot = world.slot(fault.node);
      if (slot.status === 'killed') return;
      if (slot.status !== 'crashed') host.stop(slot.index);
      world.endProcess(slot, 'killed', null);
      return;
    }
    case 'restart': {
      const slot = world.slot(fault.node);
      if (slot.status === 'up' || slot.status === 'frozen') {
        host.stop(slot.index);
        world.endProcess(slot, 'killed', null);
      }
      if (fault.disk === 'wiped') world.wipe(slot);
      world.startProcess(slot, false);
      return;
    }
    case 'freeze': {
      const slot = world.slot(fault.node);
      if (slot.status !== 'up') return;
      slot.status = 'frozen';
      slot.planWake();
      world.tellStatus(slot);
      return;
    }
    case 'thaw': {
      const slot = world.slot(fault.node);
      if (slot.status !== 'frozen') return;
      slot.status = 'up';
      slot.notBeforeUs = world.headUs;
      slot.planWake();
      world.release(slot);
      world.tellStatus(slot);
      return;
    }
    case 'crash': {
      const slot = world.slot(fault.node);
      if (slot.status !== 'up' && slot.status !== 'frozen') return;
      host.fail(slot.index, fault.how);
      world.endProcess(slot, 'crashed', CAUSES[fault.how]);
      return;
    }
    case 'cut':
      cut(world, world.place(fault.from), world.place(fault.to));
      return;
    case 'heal': {
      const link = world.links.between(world.place(fault.from), world.place(fault.to));
      if (!link.cut) return;
      link.cut = false;
      world.tellLink(link);
      return;
    }
    case 'partition': {
      // Who is in no group is in the group −1, with all others of that kind.
      const groupOf = world.slots.map(({ id }) => fault.groups.findIndex((group) => group.includes(id)));
      world.links.each((link) => {
        if (groupOf[link.from] !== groupOf[link.to]) cut(world, link.from, link.to);
      });
      return;
    }
    case 'healAll':
      world.links.each((link) => {
        if (link.heal()) world.tellLink(link);
      });
      return;
    case 'link': {
      const { latencyMs, lossRatio, duplicateRatio } = fault;
      const link = world.links.between(world.place(fault.from), world.place(fault.to));
      link.change({
        ...(latencyMs !== undefined && { latencyMs }),
        ...(lossRatio !== undefined && { lossRatio }),
        ...(duplicateRatio !== undefined && { duplicateRatio }),
      });
      world.tellLink(link);
      return;
    }
    case 'clock': {
      const slot = world.slot(fault.node);
      const offsetMs = fault.offsetMs ?? slot.wallOffsetMs;
      const shiftUs = Math.round((offsetMs - slot.wallOffsetMs) * 1000);
      slot.clock = adjustClock(slot.clock, world.headUs, fault.rate ?? slot.clock.rate, shiftUs);
      slot.wallOffsetMs = offsetMs;
      slot.notBeforeUs = world.headUs;
      slot.planWake();
      world.tellClock(slot);
      // A timer that waits for the wall clock cannot know.
      if (shiftUs !== 0 && world.protocol.readsWall) world.command(slot, { kind: 'clock' });
      return;
    }
    case 'replOffset':
      world.command(world.slot(fault.node), { kind: 'replOffset', value: fault.value });
      return;
    case 'priority':
      world.command(world.slot(fault.node), { kind: 'priority', value: fault.value });
      return;
    case 'resign':
      world.command(world.slot(fault.node), { kind: 'resign' });
      return;
    case 'export':
      world.command(world.slot(fault.node), { kind: 'export', how: fault.how });
      return;
    case 'store':
      if (world.storeId === null) return;
      world.command(world.slot(world.storeId), { kind: 'store', how: fault.how, key: fault.key });
      return;
    case 'corrupt': {
      const link = world.links.between(world.place(fault.from), world.place(fault.to));
      link.corruptNext = true;
      world.tellLink(link);
      return;
    }
    case 'configure':
      // The fault's own record tells the trace of every link at once.
      if (fault.network !== undefined) world.links.changeUsual(fault.network);
      if (fault.config === undefined && fault.safeguards === undefined) return;
      world.config = { ...world.config, ...fault.config };
      world.safeguards = { ...world.safeguards, ...fault.safeguards };
      for (const slot of world.slots) {
        if (slot.status !== 'up' && slot.status !== 'frozen') continue;
        host.configure(slot.index, world.config, world.safeguards);
        // It may want to be woken sooner than it said, though not before now.
        slot.notBeforeUs = world.headUs;
        slot.wakeReadingUs = -Infinity;
        slot.planWake();
      }
      return;
    case 'drop':
      world.takeFromAir('dropped', (envelope) => envelope.id === fault.message);
      return;
    case 'deliver':
      world.handOver(fault.message);
      return;
    default:
      fault satisfies never;
  }
}

/** What is on its way over a link that is cut is lost. */
function cut(world: FaultedWorld, from: number, to: number): void {
  const link = world.links.between(from, to);
  if (link.cut) return;
  link.cut = true;
  world.tellLink(link);
  world.takeFromAir('cutOff', (envelope) => envelope.fromIndex === from && envelope.toIndex === to);
}
