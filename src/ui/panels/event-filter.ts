/** Which lines of the log are shown. The whole log stays in the session; the page draws its newest part. */
import type { EventLine, SessionState } from '../../app/session/state';
import { momentOf } from '../../sim/trace/moment';
import type { NodeId } from '../../core/program';

export type EventKind = 'all' | 'elections' | 'faults';

export const EVENT_KINDS: readonly { readonly id: EventKind; readonly title: string }[] = [
  { id: 'all', title: 'All' },
  { id: 'elections', title: 'Elections' },
  { id: 'faults', title: 'Faults' },
];

const ELECTION_TAGS = new Set(['candidate', 'primary', 'replica', 'vote', 'refusal', 'epoch', 'authority']);
/** What programs report besides elections; every other tag is something that was done to the cluster. */
const NEUTRAL_TAGS = new Set(['serving', 'note']);

export interface EventQuery {
  readonly kind: EventKind;
  /** Only lines of this node; null for every line. */
  readonly node: NodeId | null;
}

export interface EventPage {
  /** Oldest first, at most `limit`. */
  readonly lines: readonly EventLine[];
  /** How many earlier lines match and are not among `lines`. */
  readonly earlier: number;
}

/** The newest `limit` lines that match. */
export function newestEvents(events: readonly EventLine[], query: EventQuery, limit: number): EventPage {
  const matching =
    query.kind === 'all' && query.node === null ? events : events.filter((line) => matches(line, query));
  return { lines: matching.slice(-limit), earlier: Math.max(0, matching.length - limit) };
}

/** How many records of the trace lie behind what is shown. Of a live run nothing is later. */
export function recordsBehind({
  live,
  trace,
  snapshot,
}: Pick<SessionState, 'live' | 'trace' | 'snapshot'>): number {
  return live ? Infinity : momentOf(trace, snapshot.moment ?? snapshot.timeUs).records;
}

/** Up to the last line that lies behind and a few more: what was the newest then, and what came next. */
export function around(events: readonly EventLine[], records: number, later: number): readonly EventLine[] {
  return events.slice(0, lastBehind(events, records) + 1 + later);
}

/** Whether a line has been told when so many records of the trace lie behind what is shown. */
export const isBehind = ({ id }: EventLine, records: number): boolean => id < records;

/** The place of the last line that lies behind; −1 for none. */
export function lastBehind(events: readonly EventLine[], records: number): number {
  return events.findLastIndex((line) => isBehind(line, records));
}

function matches(line: EventLine, { kind, node }: EventQuery): boolean {
  return (node === null || line.node === node) && matchesKind(line.tag, kind);
}

function matchesKind(tag: string, kind: EventKind): boolean {
  switch (kind) {
    case 'all':
      return true;
    case 'elections':
      return ELECTION_TAGS.has(tag) || tag === 'violation';
    case 'faults':
      return !ELECTION_TAGS.has(tag) && !NEUTRAL_TAGS.has(tag);
    default:
      return kind satisfies never;
  }
}
