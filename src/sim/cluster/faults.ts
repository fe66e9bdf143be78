/**
 * What each fault does to the world, and what came of it. A fault that finds nothing to do (killing the dead) does nothing,
 * and says so.
 */
import type { Command, NodeId } from '../../core/program';
import { adjustClock } from '../clock';
import { DONE, NOTHING, type FaultEffect } from '../fault-effect';
import type { HostControl } from '../host';
import { changedConfigs, configFor } from '../node-config';
import { streamState } from '../random';
import type { DiskLatency, FaultAction } from '../run';
import { sameNetwork, sameValues } from '../settings';
import type { FaultedWorld } from './faulted-world';
import { learnHarm } from './harm';
import { hasOtherDisk, Impairment } from './impairment';
import type { Slot } from './slot';

/** What a program that was made to fail is said to have died of. */
const CAUSES = {
  throw: 'Error: it was told to throw',
  hang: 'no answer: it was told to hang, and the watchdog ended it',
} as const;

export function applyFault(world: FaultedWorld, host: HostControl, fault: FaultAction): FaultEffect {
  switch (fault.kind) {
    case 'kill': {
      const slot = world.slot(fault.node);
      const was = slot.status;
      if (was === 'killed') return { changed: false, was };
      if (was !== 'crashed') host.stop(slot.index);
      world.endProcess(slot, 'killed', null);
      return { changed: true, was };
    }
    case 'restart': {
      const slot = world.slot(fault.node);
      const was = slot.status;
      if (isRunning(slot)) {
        host.stop(slot.index);
        world.endProcess(slot, 'killed', null);
      }
      if (fault.disk === 'wiped') world.wipe(slot);
      world.startProcess(slot, false);
      return { changed: true, was };
    }
    case 'freeze': {
      const slot = world.slot(fault.node);
      const was = slot.status;
      if (was !== 'up') return { changed: false, was };
      slot.status = 'frozen';
      slot.planWake();
      world.tellStatus(slot);
      return { changed: true, was };
    }
    case 'thaw': {
      const slot = world.slot(fault.node);
      const was = slot.status;
      if (was !== 'frozen') return { changed: false, was };
      const waited = slot.held.filter(({ command }) => command === null).length;
      slot.status = 'up';
      slot.notBeforeUs = world.headUs;
      slot.impairment?.wentOnAt(world.headUs);
      slot.planWake();
      // A write that was under way is finished first.
      if (slot.impairment !== null && slot.isBusy)
        world.trace.writes(world.headUs, slot.index, slot.impairment.writesUntilUs);
      else world.release(slot);
      world.tellStatus(slot);
      return { changed: true, was, waited };
    }
    case 'crash': {
      const slot = world.slot(fault.node);
      const was = slot.status;
      if (!isRunning(slot)) return { changed: false, was };
      host.fail(slot.index, fault.how);
      world.endProcess(slot, 'crashed', CAUSES[fault.how]);
      return { changed: true, was };
    }
    case 'cut':
      return { changed: cut(world, world.place(fault.from), world.place(fault.to)) };
    case 'heal': {
      const link = world.links.between(world.place(fault.from), world.place(fault.to));
      if (!link.cut) return NOTHING;
      link.cut = false;
      world.tellLink(link);
      return DONE;
    }
    case 'partition': {
      // Who is in no group is in the group −1, with all others of that kind.
      const groupOf = world.slots.map(({ id }) => fault.groups.findIndex((group) => group.includes(id)));
      let changed = false;
      world.links.each((link) => {
        if (groupOf[link.from] !== groupOf[link.to]) changed = cut(world, link.from, link.to) || changed;
      });
      return { changed, groups: groupsBy(world, groupOf, fault.groups.length) };
    }
    case 'healAll': {
      let changed = false;
      world.links.each((link) => {
        if (!link.heal()) return;
        changed = true;
        world.tellLink(link);
      });
      return { changed };
    }
    case 'link': {
      const { latencyMs, lossRatio, duplicateRatio } = fault;
      const link = world.links.between(world.place(fault.from), world.place(fault.to));
      const before = link.network;
      link.change({
        ...(latencyMs !== undefined && { latencyMs }),
        ...(lossRatio !== undefined && { lossRatio }),
        ...(duplicateRatio !== undefined && { duplicateRatio }),
      });
      world.tellLink(link);
      return { changed: !sameNetwork(before, link.network) };
    }
    case 'clock': {
      const slot = world.slot(fault.node);
      const offsetMs = fault.offsetMs ?? slot.wallOffsetMs;
      const rate = fault.rate ?? slot.clock.rate;
      const changed = offsetMs !== slot.wallOffsetMs || rate !== slot.clock.rate;
      const shiftUs = Math.round((offsetMs - slot.wallOffsetMs) * 1000);
      slot.clock = adjustClock(slot.clock, world.headUs, rate, shiftUs);
      slot.wallOffsetMs = offsetMs;
      slot.notBeforeUs = world.headUs;
      slot.planWake();
      world.tellClock(slot);
      // A timer that waits for the wall clock cannot know.
      if (shiftUs !== 0 && world.protocol.readsWall) world.command(slot, { kind: 'clock' });
      return { changed, was: slot.status };
    }
    case 'replOffset':
      return order(world, world.slot(fault.node), { kind: 'replOffset', value: fault.value });
    case 'priority':
      return order(world, world.slot(fault.node), { kind: 'priority', value: fault.value });
    case 'resign':
      return order(world, world.slot(fault.node), { kind: 'resign' });
    case 'transfer':
      return order(world, world.slot(fault.node), { kind: 'transfer', to: fault.to });
    case 'campaign':
      return order(world, world.slot(fault.node), { kind: 'campaign' });
    case 'forgetLeader':
      return order(world, world.slot(fault.node), { kind: 'forgetLeader' });
    case 'export':
      return order(world, world.slot(fault.node), { kind: 'export', how: fault.how });
    case 'store':
      if (world.storeId === null) return NOTHING;
      return order(world, world.slot(world.storeId), { kind: 'store', how: fault.how, key: fault.key });
    case 'corrupt': {
      const link = world.links.between(world.place(fault.from), world.place(fault.to));
      const changed = !link.corruptNext;
      link.corruptNext = true;
      world.tellLink(link);
      return { changed };
    }
    case 'configure': {
      const changed = changesSettings(world, fault);
      // The fault's own record tells the trace of every link at once.
      if (fault.network !== undefined) world.links.changeUsual(fault.network);
      const { disk } = fault;
      if (disk !== undefined) slowDisks(world, disk.latencyMs);
      if (fault.config === undefined && fault.safeguards === undefined) return { changed };
      const { config, nodeConfig = {} } = changedConfigs(world, fault);
      world.config = config;
      world.nodeConfig = nodeConfig;
      world.safeguards = { ...world.safeguards, ...fault.safeguards };
      for (const slot of world.slots) {
        if (!isRunning(slot) || (fault.node !== undefined && slot.id !== fault.node)) continue;
        host.configure(slot.index, configFor(slot.id, world), world.safeguards);
        // It may want to be woken sooner than it said, though not before now.
        slot.notBeforeUs = world.headUs;
        slot.wakeReadingUs = -Infinity;
        slot.planWake();
      }
      return { changed };
    }
    case 'disk': {
      const slot = world.slot(fault.node);
      return { changed: slowDisk(world, slot, fault.latencyMs), was: slot.status };
    }
    case 'throttle': {
      const slot = world.slot(fault.node);
      const changed = fault.everyMs !== (slot.impairment?.throttleMs ?? 0);
      if (!changed) return { changed, was: slot.status };
      impair(world, slot).throttleMs = fault.everyMs;
      slot.notBeforeUs = world.headUs;
      slot.planWake();
      slot.touch();
      world.trace.throttle(world.headUs, slot.index, fault.everyMs);
      return { changed, was: slot.status };
    }
    case 'stall': {
      const slot = world.slot(fault.node);
      const was = slot.status;
      if (!isRunning(slot)) return { changed: false, was };
      impair(world, slot).stallAfter(fault.afterVerb, Math.round(fault.ms * 1000));
      return { changed: true, was };
    }
    case 'drop': {
      const changed = world.takeFromAir('dropped', (envelope) => envelope.id === fault.message) > 0;
      return { changed, sent: fault.message < world.nextMessage };
    }
    case 'deliver':
      return { changed: world.handOver(fault.message), sent: fault.message < world.nextMessage };
    default:
      return fault satisfies never;
  }
}

/** What slows it down, to be changed. */
function impair(world: FaultedWorld, slot: Slot): Impairment {
  return (slot.impairment ??= new Impairment(streamState(world.run.seed, 'disk', slot.index)));
}

/** From now on that is how long its writes take. False where it changes nothing. */
function slowDisk(world: FaultedWorld, slot: Slot, latencyMs: DiskLatency): boolean {
  if (!hasOtherDisk(slot, latencyMs)) return false;
  impair(world, slot).diskLatencyMs = latencyMs;
  slot.touch();
  world.trace.disk(world.headUs, slot.index, latencyMs);
  return true;
}

function slowDisks(world: FaultedWorld, latencyMs: DiskLatency): void {
  for (const slot of world.slots) slowDisk(world, slot, latencyMs);
}

const isRunning = ({ status }: Slot): boolean => status === 'up' || status === 'frozen';

/** An order of the operator: only a process that is there gets it. */
function order(world: FaultedWorld, slot: Slot, command: Command): FaultEffect {
  world.command(slot, command);
  return { changed: isRunning(slot), was: slot.status };
}

function groupsBy(
  world: FaultedWorld,
  groupOf: readonly number[],
  count: number,
): readonly (readonly NodeId[])[] {
  const numbers = [...Array.from({ length: count }, (_, group) => group), -1];
  return numbers
    .map((group) => world.slots.filter((_, place) => groupOf[place] === group).map(({ id }) => id))
    .filter((ids) => ids.length > 0);
}

function changesSettings(world: FaultedWorld, fault: Extract<FaultAction, { kind: 'configure' }>): boolean {
  const { network = {}, safeguards = {}, disk } = fault;
  if (disk !== undefined && world.slots.some((slot) => hasOtherDisk(slot, disk.latencyMs))) return true;
  const after = changedConfigs(world, fault);
  const differs =
    world.slots.some(({ id }) => !sameValues(configFor(id, world), configFor(id, after))) ||
    Object.entries(safeguards).some(([name, on]) => world.safeguards[name] !== on);
  const named = Object.keys(network).length > 0;
  if (differs || !named) return differs;
  const same = [world.links.network];
  world.links.each((link) => same.push(link.network));
  return same.some((one) => !sameNetwork(one, { ...one, ...network }));
}

/** What is on its way over a link that is cut is lost. False if it was cut already. */
function cut(world: FaultedWorld, from: number, to: number): boolean {
  const link = world.links.between(from, to);
  if (link.cut) return false;
  link.cut = true;
  world.tellLink(link);
  world.takeFromAir('cutOff', (envelope) => envelope.fromIndex === from && envelope.toIndex === to);
  return true;
}

learnHarm({ applyFault, slowDisks, impaired: Impairment.restore });
