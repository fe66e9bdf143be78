/** What the small picture of a story is made of: who was what, who might lead, what was done, what broke. */
import { inWords } from '../../core/words';
import { secondsText } from '../format';
import { Monitor } from '../../check/monitor';
import { INVARIANTS } from '../../check/invariants';
import { leasesOf, type LeaseSpan } from '../../app/share/leases';
import { lanesOf, type Lane } from '../../app/share/spans';
import type { Scenario } from '../../app/scenarios';
import type { NodeId } from '../../core/program';
import { systemOfRun } from '../../sim/run';
import { simulate } from '../../sim/simulate';

export interface Picture {
  readonly nodes: readonly NodeId[];
  /** What epochs are called. */
  readonly word: string;
  readonly untilUs: number;
  readonly lookAtUs: number;
  /** In the order of `nodes`. */
  readonly lanes: readonly Lane[];
  /** Who held the lease in truth, where a store says who leads; null where none does. */
  readonly leases: readonly LeaseSpan[] | null;
  /** Instants at which something was done to the cluster, rising, each once. */
  readonly faultsUs: readonly number[];
  readonly broken: readonly { readonly atUs: number; readonly title: string }[];
}

/** Runs the whole story in this thread: some ten milliseconds. */
export function pictureOf({ run, lookAtMs, untilMs }: Scenario): Picture {
  const monitor = new Monitor();
  const { trace } = simulate(run, untilMs, { observers: [monitor] });
  const untilUs = untilMs * 1000;
  const faultsMs = new Set((run.faults ?? []).map(({ atMs }) => atMs).filter((atMs) => atMs <= untilMs));
  const protocol = systemOfRun(run);
  const excerpt = { trace, protocol, fromUs: 0, toUs: untilUs };
  return {
    nodes: run.nodes,
    word: protocol.words.epoch,
    untilUs,
    lookAtUs: lookAtMs * 1000,
    // At a glance it is the nodes that count, not the clients around them.
    lanes: lanesOf(excerpt).filter(({ part }) => part === 'node'),
    leases: protocol.store === undefined ? null : leasesOf(excerpt),
    faultsUs: [...faultsMs].map((atMs) => atMs * 1000).sort((a, b) => a - b),
    broken: monitor.violations.map(({ atUs, invariant }) => ({
      atUs,
      title: inWords(protocol.words, INVARIANTS.find(({ id }) => id === invariant)?.title ?? invariant),
    })),
  };
}

/** The same in words, for those who do not see it. */
export function pictureWords({ nodes, lanes, untilUs, broken, word }: Picture): string {
  const reigns = lanes
    .flatMap(({ authority }, lane) => authority.map((span) => ({ ...span, node: nodes[lane]! })))
    .sort((a, b) => a.fromUs - b.fromUs)
    .map(({ node, epoch, fromUs, toUs }) => {
      const end = toUs >= untilUs ? 'the end' : `${seconds(toUs)}`;
      return `${node} has authority in ${word} ${epoch} from ${seconds(fromUs)} to ${end}`;
    });
  const breaches = broken.map(({ atUs, title }) => `safety is violated at ${seconds(atUs)}: ${title}`);
  const sentences = [...(reigns.length > 0 ? reigns : ['nobody ever has authority']), ...breaches];
  return `Timeline of ${seconds(untilUs)}: ${sentences.join('; ')}.`;
}

/** `15.113 s`, `30 s`: as on the page, without the zeros. */
export const seconds = (us: number): string => `${Number(secondsText(us))}\u00a0s`;
