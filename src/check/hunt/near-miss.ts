/**
 * Misfortunes that blind chance hardly ever puts together, each aimed at a moment in which elections are delicate: right
 * after a restart, while a vote is under way, when somebody returns just as another leaves.
 */
import type { NodeId } from '../../core/program';
import type { RandomStream } from '../../sim/random';
import { comeback } from '../lease-faults';
import { pick } from '../pick';
import type { Timed } from '../timed';

export function nearMiss(luck: RandomStream, nodes: readonly NodeId[]): readonly Timed[] {
  switch (luck.below(5)) {
    case 0:
      return blinks(luck, nodes);
    case 1:
      return lostTouch(luck, nodes);
    case 2:
      return onePathCut(luck, nodes);
    case 3:
      return lateWord(luck, nodes);
    default:
      return comeback(luck, nodes);
  }
}

/** Nodes that restart in no time, one after another: what they knew is gone before anybody misses them. */
function blinks(luck: RandomStream, nodes: readonly NodeId[]): readonly Timed[] {
  const node = pick(luck, nodes);
  const times = 1 + luck.below(4);
  const everyMs = 20 + luck.below(1000) / 10;
  return Array.from({ length: times }, (_, at): readonly Timed[] => [
    [at * everyMs, { kind: 'kill', node }],
    [at * everyMs + luck.below(50) / 10, { kind: 'restart', node, disk: 'kept' }],
  ]).flat();
}

/** A node that nobody hears for about as long as it takes to miss it, and is heard again while the others vote. */
function lostTouch(luck: RandomStream, nodes: readonly NodeId[]): readonly Timed[] {
  const away = pick(luck, nodes);
  const others = nodes.filter((id) => id !== away);
  const backMs = 170 + luck.below(1500) / 10;
  return others.flatMap((id): Timed[] => [
    [0, { kind: 'cut', from: away, to: id }],
    [backMs + (luck.chance(0.5) ? 0 : luck.below(400) / 10), { kind: 'heal', from: away, to: id }],
  ]);
}

/**
 * Two that do not hear each other for long, while somebody else hears both; who may be disturbed just as they ask for
 * its vote, and forget, or be late to hear, what it knew of one of them.
 */
function onePathCut(luck: RandomStream, nodes: readonly NodeId[]): readonly Timed[] {
  const a = pick(luck, nodes);
  const b = pick(
    luck,
    nodes.filter((id) => id !== a),
  );
  const healMs = 300 + luck.below(10_000) / 10;
  const path: readonly Timed[] = [
    [0, { kind: 'cut', from: a, to: b }],
    [0, { kind: 'cut', from: b, to: a }],
    [healMs, { kind: 'heal', from: a, to: b }],
    [healMs, { kind: 'heal', from: b, to: a }],
  ];
  const between = nodes.filter((id) => id !== a && id !== b);
  return between.length === 0 ? path : [...path, ...disturbed(luck, pick(luck, between), a)];
}

function disturbed(luck: RandomStream, voter: NodeId, other: NodeId): readonly Timed[] {
  const atMs = 100 + luck.below(2500) / 10;
  switch (luck.below(3)) {
    case 0:
      return [];
    case 1:
      return blinks(luck, [voter]).map(([delayMs, action]) => [atMs + delayMs, action]);
    default:
      return [
        [luck.below(1000) / 10, { kind: 'cut', from: other, to: voter }],
        [atMs + 50, { kind: 'heal', from: other, to: voter }],
      ];
  }
}

/** What one says to another is long under way, and it is gone meanwhile: its word arrives after its successor's. */
function lateWord(luck: RandomStream, nodes: readonly NodeId[]): readonly Timed[] {
  const from = pick(luck, nodes);
  const to = pick(
    luck,
    nodes.filter((id) => id !== from),
  );
  return [
    [0, { kind: 'link', from, to, latencyMs: [20, 200 + luck.below(600)] }],
    [luck.below(4000) / 10, { kind: 'kill', node: from }],
    [luck.below(8000) / 10, { kind: 'restart', node: from, disk: 'kept' }],
  ];
}
