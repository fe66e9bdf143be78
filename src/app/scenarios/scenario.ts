/** A story worth watching: a run that shows one thing, with the words that say where to look. */
import type { Fault, ResolvedRun, Run } from '../../sim/run';

export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** Two sentences: what happens, and what it teaches. */
  readonly summary: string;
  /** One line to read while it runs: where to look, and for what. */
  readonly watch: string;
  readonly run: Run;
  /** Virtual milliseconds of the one moment that a picture of the story would show. */
  readonly lookAtMs: number;
  /** Virtual milliseconds after which the point has been made. */
  readonly untilMs: number;
}

/** Stories of one kind, in the order in which they build on each other. */
export interface Chapter {
  readonly title: string;
  readonly scenarios: readonly Scenario[];
}

/**
 * Whether this run still tells that story: the same nodes, and every fault of the script among its own. Another
 * protocol, seed or safeguard is a variation of the story, and often the reason to watch it twice.
 */
export function tells(scenario: Scenario, run: ResolvedRun): boolean {
  const own = new Set(run.faults.map(faultKey));
  return (
    scenario.run.nodes.join() === run.nodes.join() &&
    (scenario.run.faults ?? []).every((fault) => own.has(faultKey(fault)))
  );
}

/** Whether it is told under the rules that its words are about: the same protocol, the same safeguards. */
export function underItsOwnRules(scenario: Scenario, run: ResolvedRun): boolean {
  const { protocol, safeguards = {} } = scenario.run;
  const names = Object.keys({ ...safeguards, ...run.safeguards });
  return (
    protocol === run.protocol &&
    names.every((name) => (run.safeguards[name] ?? true) === (safeguards[name] ?? true))
  );
}

/** The line to read while it runs. Under other rules the story may end differently: its own words would mislead. */
export function watchLine(scenario: Scenario, run: ResolvedRun): string {
  return underItsOwnRules(scenario, run)
    ? scenario.watch
    : `The faults of “${scenario.title}” under other rules: does it end the same way?`;
}

/** Equal for equal faults, whatever the order of their members. */
function faultKey(fault: Fault): string {
  return JSON.stringify(Object.entries(fault).sort(([a], [b]) => (a < b ? -1 : 1)));
}
