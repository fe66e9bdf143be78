/** What a pointer can be on, and what can be chosen: things of the trace, not pixels. */
import type { EventLine } from '../../app/session/state';
import type { TimelineIndex } from './recorded/timeline-index';
import type { SideIndex } from './view/layout';

export type Target =
  | { readonly kind: 'message'; readonly side: SideIndex; readonly id: number }
  /** A record of what a program reported. */
  | { readonly kind: 'event'; readonly side: SideIndex; readonly record: number }
  | { readonly kind: 'fault'; readonly side: SideIndex; readonly record: number }
  | { readonly kind: 'violation'; readonly side: SideIndex; readonly line: EventLine }
  /** The lane of export rounds at some instant. */
  | { readonly kind: 'exports'; readonly side: SideIndex; readonly timeUs: number }
  | { readonly kind: 'name'; readonly side: SideIndex; readonly node: number }
  /** A lane at some instant, where nothing else is. */
  | { readonly kind: 'lane'; readonly side: SideIndex; readonly node: number; readonly timeUs: number };

/** What happened at a definite instant: choosing it lights its causes. */
export type EventTarget = Extract<Target, { kind: 'message' | 'event' | 'fault' | 'violation' }>;

const CHOSEN: Readonly<Record<EventTarget['kind'], true>> = {
  message: true,
  event: true,
  fault: true,
  violation: true,
};

export function isEvent(target: Target | null): target is EventTarget {
  return target !== null && target.kind in CHOSEN;
}

export function sameTarget(a: Target | null, b: Target | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.side !== b.side) return false;
  switch (a.kind) {
    case 'message':
      return b.kind === 'message' && a.id === b.id;
    case 'event':
    case 'fault':
      return b.kind === a.kind && a.record === b.record;
    case 'violation':
      return b.kind === 'violation' && a.line === b.line;
    case 'name':
      return b.kind === 'name' && a.node === b.node;
    case 'exports':
      return b.kind === 'exports' && a.timeUs === b.timeUs;
    case 'lane':
      return b.kind === 'lane' && a.node === b.node && a.timeUs === b.timeUs;
    default:
      return a satisfies never;
  }
}

/** A trace forgets old messages, even those that a pointer is on. */
export function isKept({ trace }: TimelineIndex, target: Target): boolean {
  return target.kind !== 'message' || target.id >= trace.messages.firstKept;
}
