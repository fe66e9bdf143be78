/**
 * Where what somebody wrote runs. It comes with the first such protocol; who needs it for a run has waited for that
 * protocol, and finds it here.
 */
import type { NodeWorker } from '../../workers/worker-host';
import type { PoolWorker } from '../../workers/pool';
import type { Elsewhere } from '../session/elsewhere';

export interface Runner extends Elsewhere {
  /** The worker of one node. */
  node(source: string): NodeWorker;
  /** One that searches. */
  pool(role: 'hunt' | 'explore' | 'lab', source: string): PoolWorker;
}

let runner: Runner | null = null;
/** What a person of this page typed, or said yes to. */
const trusted = new Set<string>();

export const setRunner = (one: Runner): void => void (runner = one);

/** There is one as soon as a protocol of one's own was read. */
export const runnerOfPage = (): Runner => runner!;

/** It may run without being asked for: a person of this page wrote it, opened it before, or a script of theirs gave it. */
export const trust = (source: string): void => void trusted.add(source);
export const isTrusted = (source: string): boolean => trusted.has(source);

/** The same of whatever a run, or its JSON, brings along. */
export function trustIn(run: unknown): void {
  try {
    const { source } = Object(typeof run === 'string' ? JSON.parse(run) : run) as {
      readonly source?: unknown;
    };
    if (typeof source === 'string') trust(source);
  } catch {
    // Whoever reads it says so.
  }
}
