/**
 * The same by trials: clusters of their own whose leader is cut off, ends, is told to stop, or whose store is away. Each
 * gives what was seen, with the run that shows it.
 */
import '../../sim/cluster/faults';
import type { NodeId } from '../../core/program';
import type { Config } from '../../core/protocol';
import { resolveConfig, systemOfRun, whichOf, type Fault, type Run } from '../../sim/run';
import type { Slot } from '../../sim/cluster/slot';
import type { Observer, World } from '../../sim/cluster/world';
import { simulate } from '../../sim/simulate';
import type { LabSetup } from '../lab/setup';
import { worseOf, type MarginJob, type MarginResult, type Measured } from './jobs';
import type { TrialId } from './margin';

/** A process that has stopped does not come back within a trial: who takes over is another. */
const NEVER_BACK_MS = 3_600_000;
/** How exactly an outage is found: as a share of the longest that is tried. */
const OUTAGE_STEPS = 4000;
/** Somebody leads by then, and all know it: so often what it takes to miss a leader, and something for slow networks. */
const SETTLING = 3;
const SETTLING_MS = 2000;
/** Spreads few seeds evenly. */
const GOLDEN_RATIO = 0.618034;

export function doMarginJob({ kind, group, setup, trial, seed }: MarginJob): MarginResult {
  return { kind, group, trial, measured: marginTrial(setup, trial, seed) };
}

/** Throws a sentence if nobody leads such a cluster. */
export function marginTrial(setup: LabSetup, id: TrialId, seed: number): Measured {
  const system = systemOfRun(setup);
  const config = resolveConfig(system, setup.config);
  const more: Run['config'] =
    id === 'graceful' && 'releaseOnCancel' in config
      ? { releaseOnCancel: 1, restartDelayMs: NEVER_BACK_MS }
      : {};
  const { nodes, network, safeguards } = setup;
  const calm: Run = {
    version: 1,
    ...whichOf(setup),
    ...{ nodes, seed, network, safeguards },
    config: { ...setup.config, ...more },
  };
  const missedMs = system.missedAfterMs(config);
  const leads = system.replicatesLog === true ? isPrimary : hasAuthority;
  // The shortest takeover needs no renewal that is as fresh as can be.
  const anyInstant = leads === isPrimary || id === 'soonest';
  const settleMs = SETTLING * missedMs + SETTLING_MS;
  const spot = settled(
    calm,
    settleMs,
    leads,
    anyInstant ? (seed * GOLDEN_RATIO * missedMs) % missedMs : null,
  );
  const patienceMs = 6 * missedMs + SETTLING_MS;
  switch (id) {
    case 'leadsOn':
      return leadsOn(calm, spot, patienceMs, leads, system.store !== undefined);
    case 'outage':
      return outage(calm, spot, config, patienceMs);
    case 'graceful':
      return takeover(calm, spot, patienceMs, (node, atMs) => ({
        atMs,
        kind: 'resign',
        node,
      }));
    case 'crash':
    case 'soonest':
      return takeover(calm, spot, patienceMs, (node, atMs) => ({ atMs, kind: 'kill', node }));
    default:
      return id satisfies never;
  }
}

/** The worst of the seeds from 1 to `seeds`. */
export function measure(setup: LabSetup, id: TrialId, seeds: number): Measured {
  let worst: Measured | undefined;
  for (let seed = 1; seed <= seeds; seed += 1) worst = worseOf(id, worst, marginTrial(setup, id, seed));
  return worst!;
}

type Leads = (slot: Slot, atUs: number) => boolean;

const hasAuthority: Leads = (slot, atUs) => slot.hasAuthority(atUs);
/** Where a log is replicated a leader goes on as one until it steps down: nothing rests on whom it heard last. */
const isPrimary: Leads = ({ observation }) => observation.role === 'primary';

/** Who leads, since when it is renewed, and who led after it. */
class Reigns implements Observer {
  holder: NodeId | null = null;
  renewedMs = 0;
  readonly begins: { readonly node: NodeId; readonly atMs: number }[] = [];
  private endUs = 0;

  constructor(private readonly leads: Leads) {}

  observed({ slots }: World, node: number, atUs: number): void {
    const slot = slots[node]!;
    const leads = this.leads(slot, atUs);
    if (leads && this.holder !== slot.id) {
      this.holder = slot.id;
      this.endUs = 0;
      this.begins.push({ node: slot.id, atMs: atUs / 1000 });
    }
    if (slot.id !== this.holder) return;
    if (!leads) this.holder = null;
    else if (slot.authorityUntilUs > this.endUs) {
      this.renewedMs = atUs / 1000;
      this.endUs = slot.authorityUntilUs;
    }
  }
}

function watch(run: Run, untilMs: number, leads: Leads): Reigns {
  const reigns = new Reigns(leads);
  simulate(run, untilMs, { observers: [reigns] });
  return reigns;
}

interface Spot {
  readonly leader: NodeId;
  /** From when on what is seen counts, and when something is done to it, right after. */
  readonly fromMs: number;
  readonly atMs: number;
}

/**
 * The leader once everybody knows it: right after it had renewed last, or `laterMs` after that time, which is then what counts.
 * An unlucky first election gets more time. Throws a sentence if there is none all the same.
 */
function settled(run: Run, untilMs: number, leads: Leads, laterMs: number | null): Spot {
  for (const atMs of [untilMs, 2 * untilMs, 4 * untilMs]) {
    const { holder, renewedMs } = watch(run, atMs, leads);
    if (holder === null) continue;
    if (laterMs === null) return { leader: holder, fromMs: renewedMs, atMs: renewedMs + 1 };
    const laterAtMs = atMs + Math.round(laterMs);
    return { leader: holder, fromMs: laterAtMs, atMs: laterAtMs };
  }
  throw new Error('Nobody leads such a cluster, so there is nothing to measure.');
}

const bothWays = (kind: 'cut' | 'heal', atMs: number, a: NodeId, b: NodeId): readonly Fault[] => [
  { atMs, kind, from: a, to: b },
  { atMs, kind, from: b, to: a },
];

/** Of the leader: when it stops after it was cut off. */
function leadsOn(
  calm: Run,
  { leader, fromMs, atMs }: Spot,
  patienceMs: number,
  leads: Leads,
  byStore: boolean,
): Measured {
  const others = byStore ? ['store'] : calm.nodes.filter((id) => id !== leader);
  const run = { ...calm, faults: others.flatMap((other) => bothWays('cut', atMs, leader, other)) };
  const endMs = endOfReign(run, leader, leads, atMs, atMs + patienceMs);
  return { valueMs: endMs === null ? null : endMs - fromMs, run, atMs: endMs ?? atMs + patienceMs };
}

/** Others may lead by then: it is the end of this one's that counts. Null: it goes on. */
function endOfReign(run: Run, leader: NodeId, leads: Leads, fromMs: number, untilMs: number): number | null {
  let endMs: number | null = null;
  const observer: Observer = {
    observed: ({ slots }, node, atUs) => {
      const slot = slots[node]!;
      if (slot.id === leader && endMs === null && atUs >= fromMs * 1000 && !leads(slot, atUs)) {
        endMs = atUs / 1000;
      }
    },
  };
  simulate(run, untilMs, { observers: [observer] });
  return endMs;
}

/** From the leader's end to the next one's beginning. */
function takeover(
  calm: Run,
  { leader, fromMs, atMs }: Spot,
  patienceMs: number,
  fault: (leader: NodeId, atMs: number) => Fault,
): Measured {
  const run = { ...calm, faults: [fault(leader, atMs)] };
  const untilMs = atMs + 2 * patienceMs;
  const next = watch(run, untilMs, hasAuthority).begins.find(
    (begin) => begin.node !== leader && begin.atMs > atMs,
  );
  return { valueMs: next === undefined ? null : next.atMs - fromMs, run, atMs: next?.atMs ?? untilMs };
}

/** The longest time without the store, from just before a turn on, after which the leader leads as before. */
function outage(calm: Run, { leader, fromMs }: Spot, config: Config, patienceMs: number): Measured {
  const turnMs = config['retryPeriodMs'] ?? Math.min(config['refreshMs']!, config['heartbeatMs']!);
  // A turn counts from when the one before began, up to two round trips earlier than it was answered.
  const beginMs = fromMs + turnMs - 4 * (calm.network?.latencyMs?.[1] ?? 0) - 1;
  const runWith = (lengthMs: number): Run => ({
    ...calm,
    faults: calm.nodes.flatMap((node) => [
      ...bothWays('cut', beginMs, node, 'store'),
      ...bothWays('heal', beginMs + lengthMs, node, 'store'),
    ]),
  });
  const survives = (lengthMs: number): boolean =>
    endOfReign(runWith(lengthMs), leader, hasAuthority, beginMs, beginMs + patienceMs) === null;
  let [least, most] = [0, patienceMs];
  while (most - least > Math.max(1, patienceMs / OUTAGE_STEPS)) {
    const middle = Math.round((least + most) / 2);
    if (survives(middle)) least = middle;
    else most = middle;
  }
  return { valueMs: least, run: runWith(most), atMs: beginMs + most };
}
