/** What is seen of a run at one place of it: what a copied test expects to see again. */
import { Monitor } from '../../check/monitor';
import { resolveRun, type ResolvedRun } from '../../sim/run';
import { simulate } from '../../sim/simulate';
import { afterOf, type After } from '../../sim/trace/moment';
import type { ClusterView } from '../../sim/view';
import type { Breaking } from '../search/found-run';

export interface Sight {
  readonly run: ResolvedRun;
  readonly timeUs: number;
  /** Of a state within that instant. */
  readonly after?: After;
  readonly view: ClusterView;
  /** What `simulate` gives for that place. */
  readonly digest: string;
}

/** Of a run that was found: the state right after the step that broke it. Plays the run. */
export function sightOf({ run, violation: { invariant, atUs } }: Breaking): Sight {
  const resolved = resolveRun(run);
  const monitor = new Monitor();
  const { trace } = simulate(resolved, (atUs + 1) / 1000, { observers: [monitor] });
  const moment = [...monitor.violations, ...monitor.notes].find((one) => one.invariant === invariant)?.moment;
  const timeUs = moment?.atUs ?? atUs;
  const after = moment == null ? undefined : afterOf(trace, moment);
  const atMs = timeUs / 1000;
  const { view, digest } = simulate(resolved, after === undefined ? atMs : { atMs, after });
  return { run: resolved, timeUs, ...(after !== undefined && { after }), view, digest };
}
