/** What is seen of a run at one place of it: what a copied test expects to see again. */
import { resolveRun, type ResolvedRun } from '../../sim/run';
import { afterOf, type After } from '../../sim/trace/moment';
import { clusterView, type ClusterView } from '../../sim/view';
import type { Breaking } from '../search/found-run';
import type { GroundsOfPage } from '../session/ground';
import { record } from '../session/past';

export interface Sight {
  readonly run: ResolvedRun;
  readonly timeUs: number;
  /** Of a state within that instant. */
  readonly after?: After;
  readonly view: ClusterView;
  /** What `simulate` gives for that place. */
  readonly digest: string;
}

/** Of a run that was found: the state right after the step that broke it. Plays the run, where its code may run. */
export async function sightOf(
  { run, violation: { invariant, atUs } }: Breaking,
  grounds?: GroundsOfPage,
): Promise<Sight> {
  const resolved = resolveRun(run);
  const { trace, history, now } = await record(resolved, atUs + 1, () => null, grounds);
  const { violations, notes } = now.monitor;
  const moment = [...violations, ...notes].find((one) => one.invariant === invariant)?.moment ?? null;
  const timeUs = moment?.atUs ?? atUs;
  const after = moment === null ? undefined : afterOf(trace, moment);
  const view = clusterView(resolved.protocol, history.at(moment ?? timeUs));
  const before = await record(resolved, timeUs, () => null, grounds);
  return {
    run: resolved,
    timeUs,
    ...(after !== undefined && { after }),
    view,
    digest: before.trace.digest(),
  };
}
