/** A whole run without a page: the same world, the nodes in this thread. */
import './cluster/faults';
import { assert } from '../core/assert';
import { advance } from './cluster/advance';
import { World, type Observer } from './cluster/world';
import { InlineHost } from './inline-host';
import { LONGEST_RUN_MS, type Run } from './run';
import { checkedRun } from './run-rules';
import { History } from './trace/history';
import { momentAfter, type After } from './trace/moment';
import type { Trace } from './trace/trace';
import { clusterView, type ClusterView } from './view';

export interface Simulation {
  readonly view: ClusterView;
  /** Of what lies behind the instant; within one, of what lay behind its beginning. */
  readonly digest: string;
  readonly trace: Trace;
  readonly world: World;
}

export interface SimulateOptions {
  readonly observers?: readonly Observer[];
  /** Without its rows a trace is only a digest: faster, for searching. Kept by default, and needed to look into an instant. */
  readonly keepTrace?: boolean;
}

/** A state within an instant: `after` so many of its records and messages. */
export interface Within {
  readonly atMs: number;
  readonly after: After;
}

/**
 * Runs from 0 to `until`, a number of milliseconds of virtual time from 0 to `LONGEST_RUN_MS`, taken to the nearest
 * microsecond; or through that instant, and looks at a state within it. Throws a sentence on a time, a state or a run that
 * cannot be.
 */
export function simulate(run: Run, until: number | Within, options: SimulateOptions = {}): Simulation {
  const { observers, keepTrace = true } = options;
  const within = typeof until === 'object' && until !== null ? until : null;
  const [untilMs, field] = within === null ? [until, 'untilMs'] : [within.atMs, 'atMs'];
  if (typeof untilMs !== 'number' || !(untilMs >= 0 && untilMs <= LONGEST_RUN_MS)) {
    throw new RangeError(
      `${field}: must be a number of milliseconds from 0 to ${LONGEST_RUN_MS}, not ${String(untilMs)}.`,
    );
  }
  if (within !== null && !isAfter(within.after)) {
    throw new RangeError('after: must be two counts, of records and of messages, as [3, 0].');
  }
  const host = new InlineHost();
  const resolved = checkedRun(run);
  const world = new World(resolved, host, observers, keepTrace);
  const untilUs = Math.round(untilMs * 1000);
  advance(world, host, untilUs);
  const { trace } = world;
  const digest = trace.digest();
  if (within === null) {
    return { view: clusterView(run.protocol, world.snapshot()), digest, trace, world };
  }
  assert(keepTrace, 'a trace without rows has no states within an instant');
  advance(world, host, untilUs + 1);
  const moment = momentAfter(trace, untilUs, within.after);
  const view = clusterView(run.protocol, new History(trace, resolved.network).at(moment));
  return { view, digest, trace, world };
}

const isAfter = (after: unknown): after is After =>
  Array.isArray(after) &&
  after.length === 2 &&
  after.every((count) => Number.isSafeInteger(count) && (count as number) >= 0);
