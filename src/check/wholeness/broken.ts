/** What is broken in a cluster at an instant, in words: faults in force, as opposed to what they have led to. */
import type { Slot } from '../../sim/cluster/slot';
import type { World } from '../../sim/cluster/world';
import type { Link } from '../../sim/network/link';
import { NO_LATENCY, type Network } from '../../sim/run';

/** With a store: what elections go through, and what the wall clocks are compared with. */
export function storeOf(world: World): Slot | null {
  if (world.protocol.store === undefined) return null;
  return world.slots.find(({ part }) => part === 'store') ?? null;
}

/** Everybody whom an election takes. Clients, and a store that only exports use, may be as broken as they like. */
export function electorate(world: World): readonly Slot[] {
  const store = storeOf(world);
  return world.slots.filter((slot) => slot.part === 'node' || slot === store);
}

/**
 * What is broken among `members`: who is not running, whose clock is wrong, whose disk or timers
 * are slow, and which links between them do worse than
 * the network in force. `n2 is down`, `n1 → n2 loses every message`. Empty: nothing is.
 */
export function brokenAmong(world: World, members: readonly Slot[]): readonly string[] {
  const broken: string[] = [];
  for (const slot of members) {
    if (slot.status !== 'up') broken.push(`${slot.id} ${slot.status === 'frozen' ? 'is frozen' : 'is down'}`);
    for (const fault of [clockFault(world, slot), slownessFault(world, slot)]) {
      if (fault !== null) broken.push(fault);
    }
  }
  for (const from of members) {
    for (const to of members) {
      if (from === to) continue;
      const fault = linkFault(world.links.between(from.index, to.index), world.links.network);
      if (fault !== null) broken.push(`${from.id} → ${to.id} ${fault}`);
    }
  }
  return broken;
}

/** The same question where the answer need not be told, and is asked often. */
export function isAnyBroken(world: World, members: readonly Slot[]): boolean {
  return members.some(
    (slot) =>
      slot.status !== 'up' ||
      clockFault(world, slot) !== null ||
      slownessFault(world, slot) !== null ||
      members.some(
        (to) =>
          slot !== to && linkFault(world.links.between(slot.index, to.index), world.links.network) !== null,
      ),
  );
}

/** What the network in force does to every message although no link is at fault: null if that is nothing grave. */
export function networkFault({ lossRatio, latencyMs }: Network, missedAfterMs: number): string | null {
  const parts = [
    ...(lossRatio > 0 ? [lossWords(lossRatio)] : []),
    // A question and its answer take a good part of the patience that everybody has.
    ...(4 * latencyMs[1] >= missedAfterMs ? [`takes up to ${durationWords(latencyMs[1])} one way`] : []),
  ];
  return parts.length === 0 ? null : parts.join(' and ');
}

function clockFault({ protocol }: World, { id, clock, wallOffsetMs }: Slot): string | null {
  if (clock.rate !== 1) return `the clock of ${id} runs at ${clock.rate} times true time`;
  // Nobody asks a wall clock where there is no lease in a store.
  if (wallOffsetMs === 0 || protocol.store === undefined) return null;
  const off = durationWords(Math.abs(wallOffsetMs));
  return `the clock of ${id} is ${off} ${wallOffsetMs > 0 ? 'fast' : 'slow'}`;
}

/** Only what is worse than the disks that the run has from the start, and timers that are held up at all. */
function slownessFault({ run }: World, { id, impairment }: Slot): string | null {
  if (impairment === null) return null;
  const { diskLatencyMs, throttleMs } = impairment;
  const usualMs = (run.disk?.latencyMs ?? NO_LATENCY)[1];
  const parts = [
    ...(diskLatencyMs[1] > usualMs ? [`takes up to ${durationWords(diskLatencyMs[1])} for a write`] : []),
    ...(throttleMs > 0 ? [`wakes only every ${durationWords(throttleMs)}`] : []),
  ];
  return parts.length === 0 ? null : `${id} ${parts.join(' and ')}`;
}

/** Only what is worse than usual: a link that was made better is not broken. */
function linkFault({ cut, network }: Link, usual: Network): string | null {
  if (cut) return 'is cut';
  if (network === usual) return null;
  const parts = [
    ...(network.lossRatio > usual.lossRatio ? [lossWords(network.lossRatio)] : []),
    ...(network.latencyMs[1] > usual.latencyMs[1]
      ? [`takes up to ${durationWords(network.latencyMs[1])}`]
      : []),
    ...(network.duplicateRatio > usual.duplicateRatio
      ? [`delivers ${percent(network.duplicateRatio)} of its messages twice`]
      : []),
  ];
  return parts.length === 0 ? null : parts.join(' and ');
}

const lossWords = (ratio: number): string =>
  ratio >= 1 ? 'loses every message' : `loses ${percent(ratio)} of its messages`;

const percent = (ratio: number): string => `${Math.round(ratio * 1000) / 10}%`;

/** `60 s`, `700 ms`. */
export function durationWords(ms: number): string {
  return ms < 1000 ? `${Math.round(ms * 10) / 10} ms` : `${Math.round(ms / 100) / 10} s`;
}
