/** What the faults of a run came to, in words, by their place in its list: it takes the run, played up to an instant. */
import { faultWords } from '../../sim/fault-words';
import { resolveRun, type Run } from '../../sim/run';
import type { Trace } from '../../sim/trace/trace';
import type { GroundsOfPage } from '../session/ground';
import { record } from '../session/past';

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

/** Of a run that nobody has recorded: it is played, where its code may run. */
export async function playedFaultLines(
  run: Run,
  untilUs: number,
  grounds?: GroundsOfPage,
): Promise<FaultLines> {
  return faultLinesOf((await record(resolveRun(run), untilUs, () => null, grounds)).trace);
}
