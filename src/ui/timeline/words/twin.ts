/** The timeline as text: every node at the instant that is shown, and what is worth telling of the range in view. */
import type { EventLine } from '../../../app/session/state';
import type { NodeId } from '../../../core/program';
import { lengthText } from '../../../app/now/times';
import { faultWords } from '../../../sim/fault-words';
import type { TimelineIndex } from '../recorded/timeline-index';
import { endOf, type TimeView } from '../view/time-view';
import type { Double } from '../recorded/export-history';
import { besideTexts, eventText, memberText } from './about';
import { doubleText, overlapText, roundText } from './beside';

export interface TwinLine {
  /** A key for lists. */
  readonly id: string;
  readonly atUs: number;
  readonly text: string;
  readonly kind: 'event' | 'fault' | 'violation';
  /** The record of an event or a fault. */
  readonly record?: number;
  readonly violation?: EventLine;
  /** Recorded, but later than the shown instant. */
  readonly later: boolean;
}

/** What has a length, in the range in view. */
export interface Told {
  /** A key for lists. */
  readonly id: string;
  readonly atUs: number;
  readonly text: string;
  /** Work that one alone was to do. */
  readonly double: boolean;
}

export interface Twin {
  readonly nodes: readonly { readonly id: NodeId; readonly text: string }[];
  /** The times without a leader. */
  readonly gaps: readonly Told[];
  /** Two leaders at once, and what came of it. */
  readonly overlaps: readonly Told[];
  /** Tries, work, and what was done at once or twice. */
  readonly rounds: readonly Told[];
  readonly fromUs: number;
  readonly untilUs: number;
  readonly messages: number;
  /** In order of time, at most `limit`, those nearest to the shown instant. */
  readonly lines: readonly TwinLine[];
  /** How many others there are in range. */
  readonly left: number;
}

export function twinOf(
  index: TimelineIndex,
  view: TimeView,
  timeUs: number,
  headUs: number,
  limit: number,
): Twin {
  const { trace, events, faults, lanes } = index;
  const fromUs = Math.max(0, view.startUs);
  const untilUs = Math.max(fromUs, Math.min(endOf(view), headUs));
  // A head at an instant has all before it behind itself.
  const shown = timeUs - 1;
  const all: (Omit<TwinLine, 'text' | 'later'> & { readonly text: () => string })[] = [];
  const [firstEvent, endEvent] = events.between(fromUs, untilUs);
  for (let at = nearTo(events.atUs, shown, firstEvent, endEvent, limit); at.first < at.end; at.first += 1) {
    const { record, atUs } = events.at(at.first);
    all.push({ id: `event ${record}`, atUs, kind: 'event', record, text: () => eventText(index, record) });
  }
  const [firstFault, endFault] = faults.between(fromUs, untilUs);
  for (let at = nearTo(faults.atUs, shown, firstFault, endFault, limit); at.first < at.end; at.first += 1) {
    const { record, atUs } = faults.at(at.first);
    all.push({
      id: `fault ${record}`,
      atUs,
      kind: 'fault',
      record,
      text: () => faultWords(index.trace, record),
    });
  }
  const violations = index.violations.filter(({ atUs }) => atUs >= fromUs && atUs <= untilUs);
  for (const violation of violations) {
    const { id, atUs, text } = violation;
    const say = (): string => `safety violated: ${text}`;
    all.push({ id: `violation ${id}`, atUs, kind: 'violation', violation, text: say });
  }
  all.sort((a, b) => a.atUs - b.atUs);
  const window = nearTo(
    all.map(({ atUs }) => atUs),
    shown,
    0,
    all.length,
    limit,
  );
  const lines = all
    .slice(window.first, window.end)
    .map((line) => ({ ...line, text: line.text(), later: line.atUs > shown }));
  const [first, end] = trace.messages.inAirBetween(fromUs, untilUs);
  return {
    nodes: lanes.map((_, node) => ({
      id: trace.nodes[node]!,
      text: [
        memberText(index, node, Math.max(0, shown), Math.max(0, timeUs)),
        ...besideTexts(index, node, Math.max(0, shown)),
      ].join('; '),
    })),
    gaps: gapsIn(index, fromUs, untilUs, headUs),
    overlaps: overlapsIn(index, fromUs, untilUs, headUs),
    rounds: roundsIn(index, fromUs, untilUs, headUs),
    fromUs,
    untilUs,
    messages: end - first,
    lines,
    left: endEvent - firstEvent + (endFault - firstFault) + violations.length - lines.length,
  };
}

/** More than that nobody reads. */
const MOST_TOLD = 40;

function gapsIn(index: TimelineIndex, fromUs: number, untilUs: number, headUs: number): readonly Told[] {
  return index.gaps
    .between(fromUs, untilUs)
    .slice(-MOST_TOLD)
    .map((gap) => {
      const length = lengthText(Math.min(gap.untilUs, headUs) - gap.fromUs);
      const text = gap.untilUs === Infinity ? `no leader since, for ${length}` : `no leader for ${length}`;
      return { id: `gap ${gap.fromUs}`, atUs: gap.fromUs, text, double: false };
    });
}

function overlapsIn(index: TimelineIndex, fromUs: number, untilUs: number, headUs: number): readonly Told[] {
  const told: Told[] = [];
  index.beside?.overlaps.each(fromUs, untilUs, (untilUs - fromUs) / MOST_TOLD, (overlap) => {
    const text = overlapText(index, overlap, index.violations, headUs);
    told.push({ id: `overlap ${overlap.id}`, atUs: overlap.startUs, text, double: false });
  });
  return told;
}

function roundsIn(index: TimelineIndex, fromUs: number, untilUs: number, headUs: number): readonly Told[] {
  const { beside } = index;
  if (beside === null) return [];
  const doubles = new Set<Double>();
  const told = beside.exports.between(fromUs, untilUs, MOST_TOLD).map((one): Told => {
    const double = beside.exports.doubleOf(one.id);
    if (double !== null) doubles.add(double);
    return {
      id: `round ${one.id}`,
      atUs: one.startUs,
      text: roundText(index, one, headUs),
      double: double !== null,
    };
  });
  const twice = [...doubles].map((double): Told => {
    const { first, second, startUs } = double;
    const text = doubleText(index, double, headUs);
    return { id: `double ${first} ${second}`, atUs: startUs, text, double: true };
  });
  return [...told, ...twice].sort((a, b) => a.atUs - b.atUs);
}

/** Of the places `first` … `end − 1` at most `limit` around the instant, more of what lies before it. */
function nearTo(
  atUs: readonly number[],
  timeUs: number,
  first: number,
  end: number,
  limit: number,
): { first: number; end: number } {
  if (end - first <= limit) return { first, end };
  let here = first;
  while (here < end && atUs[here]! <= timeUs) here += 1;
  const from = Math.min(Math.max(first, here - Math.ceil(limit * 0.7)), end - limit);
  return { first: from, end: from + limit };
}
