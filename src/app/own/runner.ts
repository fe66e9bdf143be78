/**
 * Where what somebody wrote runs. It comes with the first such protocol; who needs it for a run has waited for that
 * protocol, and finds it here.
 */
import type { NodeWorker } from '../../workers/worker-host';
import type { PoolWorker } from '../../workers/pool';
import type { Elsewhere } from '../session/elsewhere';
import { InlineHost } from '../../sim/inline-host';
import { WorkerHost } from '../../workers/worker-host';

export interface Runner {
  /** The worker of one node. */
  node(source: string): NodeWorker;
  /** One that searches. */
  pool(role: 'hunt' | 'explore' | 'lab', source: string): PoolWorker;
  readonly explain: Elsewhere['explain'];
  readonly judge: Elsewhere['judge'];
}

let runner: Runner | null = null;
/** What a person of this page typed, or said yes to. */
const trusted = new Set<string>();

export const setRunner = (one: Runner): void => void (runner = one);

export function runnerOfPage(): Runner {
  if (runner === null) throw new Error('no protocol of one’s own was read yet');
  return runner;
}

/** It may run without being asked for: a person of this page wrote it, opened it before, or a script of theirs gave it. */
export const trust = (source: string): void => void trusted.add(source);
export const isTrusted = (source: string): boolean => trusted.has(source);

/** The same of whatever a run, or its JSON, brings along. */
export function trustIn(run: unknown): void {
  let given = run;
  try {
    if (typeof run === 'string') given = JSON.parse(run);
  } catch {
    // Whoever reads it says so.
    return;
  }
  const { source } = Object(given) as { readonly source?: unknown };
  if (typeof source === 'string') trust(source);
}

/** Replays of ours are in this thread; a stranger's code is not. */
export const elsewhere: Elsewhere = {
  ground({ source }) {
    if (source === undefined) return new InlineHost();
    return new WorkerHost({ makeWorker: () => runnerOfPage().node(source) });
  },
  explain: (run, violation, tell) => runnerOfPage().explain(run, violation, tell),
  judge: (source) => runnerOfPage().judge(source),
};
