/** An explanation as work for a worker in the sandbox: the run is recorded there once more. */
import { explain } from '../../explain/explain';
import type { Explanation } from '../../explain/explanation';
import { record } from '../../session/past';
import type { ResolvedRun } from '../../../sim/run';

export interface ExplainJob {
  readonly run: ResolvedRun;
  /** The first violation of that invariant, and when it was. */
  readonly invariant: string;
  readonly atUs: number;
}

/** Some hundred milliseconds of virtual time more, so that messages on their way are known. */
const AFTERWARDS_US = 100_000;

export async function doExplainJob(
  { run, invariant, atUs }: ExplainJob,
  tell: (soFar: Explanation) => void,
): Promise<Explanation> {
  const past = await record(run, atUs + AFTERWARDS_US, () => null);
  const { violations, notes } = past.now.monitor;
  const violation = [...violations, ...notes].find((one) => one.invariant === invariant);
  if (violation === undefined) throw new Error('It did not happen again.');
  return explain(past, violation, () => null, tell);
}
