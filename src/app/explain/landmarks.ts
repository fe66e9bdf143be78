/**
 * The places of a trace that a person steps or jumps to. A head just after an event is one microsecond later; a
 * violation is looked at right after the step that broke it.
 */
import { comparePlaces, type Place } from '../../sim/trace/moment';
import type { Trace } from '../../sim/trace/trace';
import type { Violation } from '../../check/invariant';
import type { Landmark } from '../session/state';

/** The head just after the last thing that happened before `headUs` was reached; 0 if nothing had. */
export function previousInstantUs(trace: Trace, headUs: number): number {
  const lastUs = headUs - 2;
  const record = trace.records.lastAtOrBefore(lastUs);
  const sent = trace.messages.lastSentAtOrBefore(lastUs);
  const atUs = Math.max(record, sent);
  return atUs < 0 ? 0 : atUs + 1;
}

/** The head just after the next thing that happens at or after `headUs`; null if the trace ends before. */
export function nextInstantUs(trace: Trace, headUs: number): number | null {
  const record = trace.records.firstAtOrAfter(headUs);
  const sent = trace.messages.firstSentAtOrAfter(headUs);
  const atUs = Math.min(record, sent);
  return atUs === Infinity ? null : atUs + 1;
}

/** Where a violation is looked at. */
export const placeOf = ({ moment, atUs }: Pick<Violation, 'moment' | 'atUs'>): Place => moment ?? atUs + 1;

/** What is shown when one looks at the nearest landmark in that direction; null if there is none. */
export function nearestLandmark(
  trace: Trace,
  violations: readonly Violation[],
  shown: Place,
  direction: 'previous' | 'next',
  landmark: Landmark,
): Place | null {
  if (landmark === 'violation') return nearestOf(trace, violations.map(placeOf), shown, direction);
  const headUs = typeof shown === 'number' ? shown : shown.atUs + 1;
  const found = nearestRecordUs(trace, headUs, direction, landmark);
  return found === null ? null : found + 1;
}

function nearestOf(
  trace: Trace,
  places: readonly Place[],
  shown: Place,
  direction: 'previous' | 'next',
): Place | null {
  const inOrder = [...places].sort((a, b) => comparePlaces(trace, a, b));
  return direction === 'previous'
    ? (inOrder.findLast((place) => comparePlaces(trace, place, shown) < 0) ?? null)
    : (inOrder.find((place) => comparePlaces(trace, place, shown) > 0) ?? null);
}

function nearestRecordUs(
  { records, strings }: Trace,
  headUs: number,
  direction: 'previous' | 'next',
  landmark: 'election' | 'fault',
): number | null {
  const step = direction === 'previous' ? -1 : 1;
  const from =
    direction === 'previous' ? records.countAtOrBefore(headUs - 2) - 1 : records.countAtOrBefore(headUs - 1);
  for (let id = from; id >= 0 && id < records.length; id += step) {
    const kind = records.kindOf(id);
    if (landmark === 'fault' && kind === 'fault') return records.row(id).atUs;
    if (landmark !== 'election' || kind !== 'event') continue;
    const row = records.row(id);
    if (/^(candidate|primary)\t/.test(strings.text(row.text))) return row.atUs;
  }
  return null;
}
