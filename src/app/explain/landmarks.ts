/** The instants of a trace that a person steps or jumps to. A head just after an event is one microsecond later. */
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

/** The head just after the nearest landmark in that direction; null if there is none. */
export function nearestLandmarkUs(
  trace: Trace,
  violations: readonly Violation[],
  headUs: number,
  direction: 'previous' | 'next',
  landmark: Landmark,
): number | null {
  const found =
    landmark === 'violation'
      ? nearestOf(
          violations.map(({ atUs }) => atUs),
          headUs,
          direction,
        )
      : nearestRecordUs(trace, headUs, direction, landmark);
  return found === null ? null : found + 1;
}

function nearestOf(times: readonly number[], headUs: number, direction: 'previous' | 'next'): number | null {
  const candidates = times.filter((atUs) => (direction === 'previous' ? atUs + 1 < headUs : atUs >= headUs));
  if (candidates.length === 0) return null;
  return direction === 'previous' ? Math.max(...candidates) : Math.min(...candidates);
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
