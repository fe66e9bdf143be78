/** The single moments in view, thinned to what can be told apart: what is drawn is what can be pointed at. */
import { EVENT_TAGS, type TimelineIndex } from '../recorded/timeline-index';
import type { EventTarget } from '../target';
import { bottomOf, laneOf, SIGNS_HEIGHT, type Layout, type SideIndex } from './layout';
import { endOf, xOf, type TimeView } from './time-view';
import { nodesOfFault } from '../causes/nodes-of-fault';

export interface EventMark {
  readonly node: number;
  readonly atUs: number;
  readonly x: number;
  readonly y: number;
  readonly tag: (typeof EVENT_TAGS)[number];
  readonly epoch: number;
  readonly target: EventTarget;
}

/** Spans the lanes of the nodes that it is about, or all of its side. */
export interface LineMark {
  readonly x: number;
  /** Where its sign stands, above all lanes of its side. */
  readonly signY: number;
  readonly top: number;
  readonly bottom: number;
  readonly target: EventTarget;
}

/** With more than these in view only bands and lines are left to see. */
const MOST_EVENTS = 4000;
const EVENT_SPACING = 7;
const FAULT_SPACING = 3;

export function eventMarksIn(
  index: TimelineIndex,
  side: SideIndex,
  view: TimeView,
  width: number,
  layout: Layout,
): readonly EventMark[] {
  const { events } = index;
  const [first, end] = events.between(view.startUs, endOf(view));
  if (end - first > MOST_EVENTS) return [];
  const marks: EventMark[] = [];
  const lastX = new Map<number, number>();
  for (let at = first; at < end; at += 1) {
    const { node, atUs, record, tag, epoch } = events.at(at);
    const x = xOf(view, width, atUs);
    if (x - (lastX.get(node) ?? -Infinity) < EVENT_SPACING) continue;
    lastX.set(node, x);
    marks.push({
      node,
      atUs,
      x,
      y: laneOf(layout, side, node).centre,
      tag: EVENT_TAGS[tag] ?? 'note',
      epoch,
      target: { kind: 'event', side, record },
    });
  }
  return marks;
}

export function faultMarksIn(
  index: TimelineIndex,
  side: SideIndex,
  view: TimeView,
  width: number,
  layout: Layout,
): readonly LineMark[] {
  const { faults, trace } = index;
  const [first, end] = faults.between(view.startUs, endOf(view));
  const marks: LineMark[] = [];
  let lastX = -Infinity;
  for (let at = first; at < end; at += 1) {
    const { atUs, record } = faults.at(at);
    const x = xOf(view, width, atUs);
    if (x - lastX < FAULT_SPACING) continue;
    lastX = x;
    const nodes = nodesOfFault(index.faultOf(record)).map((id) => trace.nodes.indexOf(id));
    marks.push({ x, ...spanOf(layout, side, nodes), target: { kind: 'fault', side, record } });
  }
  return marks;
}

export function violationMarksIn(
  index: TimelineIndex,
  side: SideIndex,
  view: TimeView,
  width: number,
  layout: Layout,
): readonly LineMark[] {
  return index.violations
    .filter(({ atUs }) => atUs >= view.startUs && atUs <= endOf(view))
    .map((line) => ({
      x: xOf(view, width, line.atUs),
      ...spanOf(layout, side, []),
      target: { kind: 'violation', side, line },
    }));
}

function spanOf(layout: Layout, side: SideIndex, nodes: readonly number[]): Omit<LineMark, 'x' | 'target'> {
  const signY = layout.signs[side]! + SIGNS_HEIGHT / 2;
  if (nodes.length === 0) {
    return {
      signY,
      top: laneOf(layout, side, 0).top,
      bottom: bottomOf(layout, side),
    };
  }
  const centres = nodes.map((node) => laneOf(layout, side, node).centre);
  return { signY, top: Math.min(...centres), bottom: Math.max(...centres) };
}
