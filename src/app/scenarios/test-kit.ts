/** A scenario as it was told: everything that tests of the words and of the gallery want to ask about it. */
import { Monitor } from '../../check/monitor';
import type { Violation } from '../../check/invariant';
import { clusterView, resolveRun, simulate, type ClusterView, type Run } from '../../sim';
import { faultWords } from '../../sim/fault-words';
import { History } from '../../sim/trace/history';
import type { Trace } from '../../sim/trace/trace';
import type { Scenario } from './scenario';

/** Something that a node said of itself, or that was done to the cluster (`fault`). */
export interface Line {
  readonly atMs: number;
  readonly node: string | null;
  readonly tag: string;
  readonly epoch: number;
  readonly text: string;
}

export interface Told {
  readonly trace: Trace;
  readonly lines: readonly Line[];
  readonly violations: readonly Violation[];
  /** What did not hold, and nobody was promised. */
  readonly notes: readonly Violation[];
  view(atMs: number): ClusterView;
}

export function told(run: Run, untilMs: number): Told {
  const monitor = new Monitor();
  const { trace } = simulate(run, untilMs, { observers: [monitor] });
  const history = new History(trace, resolveRun(run).network);
  return {
    trace,
    lines: linesOf(trace),
    violations: monitor.violations,
    notes: monitor.notes,
    view: (atMs) => clusterView(run.protocol, history.at(Math.round(atMs * 1000))),
  };
}

const tellings = new Map<Scenario, Told>();

/** Told once, however often it is asked for. */
export function telling(scenario: Scenario): Told {
  const known = tellings.get(scenario) ?? told(scenario.run, scenario.untilMs);
  tellings.set(scenario, known);
  return known;
}

/** Ids of those with authority, in the order of the nodes. */
export function leadersAt({ view }: Told, atMs: number): readonly string[] {
  return view(atMs)
    .nodes.filter(({ authority }) => authority)
    .map(({ id }) => id);
}

function linesOf(trace: Trace): readonly Line[] {
  const { records, strings, nodes } = trace;
  const lines: Line[] = [];
  for (let id = 0; id < records.length; id += 1) {
    const kind = records.kindOf(id);
    if (kind !== 'event' && kind !== 'fault') continue;
    const { atUs, node, a, text } = records.row(id);
    const atMs = atUs / 1000;
    if (kind === 'fault') {
      lines.push({ atMs, node: null, tag: 'fault', epoch: -1, text: faultWords(trace, id) });
    } else {
      const [tag, words] = strings.text(text).split('\t') as [string, string];
      lines.push({ atMs, node: nodes[node]!, tag, epoch: a, text: words });
    }
  }
  return lines;
}
