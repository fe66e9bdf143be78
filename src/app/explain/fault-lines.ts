/** What the faults of a run came to, in words, by their place in its list: it takes the run, played up to an instant. */
import { faultWords } from '../../sim/fault-words';
import type { Run } from '../../sim/run';
import { simulate } from '../../sim/simulate';
import type { Trace } from '../../sim/trace/trace';

export type FaultLines = ReadonlyMap<number, string>;

/** Of a trace; what it has forgotten, or has yet to see, is not in it. */
export function faultLinesOf(trace: Trace): FaultLines {
  const lines = new Map<number, string>();
  const { records } = trace;
  for (let id = records.firstKept; id < records.length; id += 1) {
    if (records.kindOf(id) === 'fault') lines.set(records.row(id).a, faultWords(trace, id));
  }
  return lines;
}

/** Of a run that nobody has recorded. */
export function playedFaultLines(run: Run, untilUs: number): FaultLines {
  return faultLinesOf(simulate(run, untilUs / 1000).trace);
}
