/** Misfortunes that stop nobody and cut nothing: disks that take their time, timers that fire late, decisions that stall. */
import type { Member, System } from '../core/system';
import type { RandomStream } from '../sim/random';
import type { DiskLatency, Fault } from '../sim/run';
import { pick } from './pick';
import type { Timed } from './timed';

/** Imagined, like all faults, where 200 ms of silence are taken for a death: shorter than that, and much longer. */
export function slownessFault(
  luck: RandomStream,
  members: readonly Member[],
  system: System,
): readonly Timed[] {
  const withDisk = members.filter(({ part }) => part !== 'client');
  const node = pick(luck, withDisk).id;
  const laterMs = luck.below(8000) / 10;
  const kind = luck.below(8);
  if (kind < 4) {
    const most = pick(luck, [5, 40, 150, 600]);
    const least = luck.chance(0.5) ? most : luck.below(most);
    // All disks at once, as on machines that share one.
    const slow = kind === 3 ? withDisk.map(({ id }) => id) : [node];
    return slow.flatMap((id): Timed[] => [
      [0, { kind: 'disk', node: id, latencyMs: [least, most] }],
      [laterMs, { kind: 'disk', node: id, latencyMs: [0, 0] }],
    ]);
  }
  if (kind < 6) {
    return [
      [0, { kind: 'throttle', node, everyMs: pick(luck, [7, 50, 190, 450]) }],
      [laterMs, { kind: 'throttle', node, everyMs: 0 }],
    ];
  }
  const afterVerb = pick(luck, Object.keys(system.codec.spec));
  return [[0, { kind: 'stall', node, afterVerb, ms: 1 + luck.below(400) }]];
}

/** What makes all of them as quick again as they were: `latencyMs` is that of their disks. */
export function quickAgain(rain: readonly Fault[], atMs: number, latencyMs: DiskLatency): Fault[] {
  const slowed = (kind: 'disk' | 'throttle'): readonly string[] => [
    ...new Set(rain.flatMap((fault) => (fault.kind === kind ? [fault.node] : []))),
  ];
  return [
    ...slowed('disk').map((node): Fault => ({ atMs, kind: 'disk', node, latencyMs })),
    ...slowed('throttle').map((node): Fault => ({ atMs, kind: 'throttle', node, everyMs: 0 })),
  ];
}
