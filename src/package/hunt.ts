/** The hunt and the explorer as functions, one thread, for tests and scripts. */
import '../core/everything';
import { named, type Named } from '../core/protocols/own/given';
import { doExploreJob } from '../check/explore/jobs';
import type { Counterexample } from '../check/explore/counterexample';
import { budgetsOf, type Budgets, type Start } from '../check/explore/spec';
import { FAMILY_SIZE, tryFamily } from '../check/hunt/family';
import { preyOf, whyHuntedInVain, type Prey } from '../check/hunt/prey';
import { shrink } from '../check/hunt/shrink';
import type { Violation } from '../check/invariant';
import { whichOf, type Fault, type Run } from '../sim/run';
import { checkedRun } from '../sim/run-rules';

export interface HuntGiven {
  /** The cluster that is hunted, at the size that it has or at a smaller one; its own faults count for nothing. */
  readonly run: Named<Run>;
  /** How many schedules of faults to try, at least 1; they come in families of 16. Default: 2000. */
  readonly schedules?: number;
  /** Of the first family. Default: 1. */
  readonly seed?: number;
  /** The fewest and the most nodes of a schedule. Default: 2, and as many as the run has. */
  readonly nodes?: Prey['nodes'];
  /** Not after clusters that never become whole again. Default: after them too. */
  readonly safetyOnly?: boolean;
  /** Slow disks and late timers as well. Default: none. */
  readonly slow?: boolean;
}

export interface Found {
  /** As few faults and nodes as break the same. It breaks `violation` right before `violation.atUs`. */
  readonly run: Named<Run>;
  readonly violation: Pick<Violation, 'invariant' | 'text' | 'atUs' | 'witnesses'>;
  readonly faults: readonly Fault[];
  /** Of the family in which it was found: a hunt with that seed finds it first. */
  readonly seed: number;
}

export interface Hunted {
  readonly found: Found | null;
  /** How many were tried. */
  readonly schedules: number;
  /** How many steps nodes took in them. */
  readonly events: number;
}

/** The lowest seed that finds anything decides. Throws a sentence on a run, a number or a cluster that cannot be hunted. */
export function hunt({ run: given, schedules = 2000, seed = 1, ...more }: HuntGiven): Hunted {
  whole('schedules', schedules, 1, 1_000_000_000);
  whole('seed', seed, 0, 2 ** 40);
  const run = checkedRun(named(given));
  const count = run.nodes.length;
  const nodes = more.nodes ?? [Math.min(2, count), count];
  const prey: Prey = {
    ...preyOf({ ...run, faults: [] }, nodes),
    ...(more.safetyOnly === true && { safetyOnly: true }),
    ...(more.slow === true && { slow: true }),
  };
  const vain = whyHuntedInVain(prey);
  if (vain !== null) throw new Error(`run: ${vain}`);
  let tried = 0;
  let events = 0;
  for (let family = 0; family < Math.ceil(schedules / FAMILY_SIZE); family += 1) {
    const report = tryFamily(prey, seed + family);
    tried += report.schedules;
    events += report.steps;
    if (report.found === null) continue;
    const { violation } = report.found;
    const small = smallest(report.found.run, violation);
    return { found: foundOf(small, given, seed + family), schedules: tried, events };
  }
  return { found: null, schedules: tried, events };
}

function smallest(run: Run, { invariant, atUs }: Violation) {
  const steps = shrink(run, invariant, atUs / 1000 + 1);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function foundOf(
  { run, violation: { invariant, text, atUs, witnesses } }: ReturnType<typeof smallest>,
  given: Named<Run>,
  seed: number,
): Found {
  const violation = { invariant, text, atUs, witnesses };
  return { run: asGiven(run, given), violation, faults: run.faults ?? [], seed };
}

/** With the definition in place of the name that it has here. */
function asGiven(run: Run, { protocol }: Named<Run>): Named<Run> {
  if (typeof protocol === 'string') return run;
  const { source: _, ...others } = run;
  return { ...others, protocol };
}

export interface ExploreGiven extends Partial<Budgets> {
  /** Its nodes, 2 or 3, its settings and its rules are what is explored; it elects without a store. */
  readonly run: Named<Run>;
  /** Default: `boot`. */
  readonly start?: Start;
  /** Only these properties, by id. Default: all. */
  readonly invariants?: readonly string[];
}

export interface Explored {
  readonly found: (Omit<Counterexample, 'run'> & { readonly run: Named<Run> }) | null;
  readonly states: number;
  readonly transitions: number;
  /** Whether everything within the bounds was tried. */
  readonly complete: boolean;
}

/** Every order of turns, deliveries and restarts within the bounds. Throws a sentence that names the field. */
export function explore({ run: given, start, invariants, ...bounds }: ExploreGiven): Explored {
  const run = checkedRun(named(given));
  const { config, safeguards } = given;
  const progress = doExploreJob(
    {
      spec: {
        ...whichOf(run),
        nodes: run.nodes.length,
        ...(start !== undefined && { start }),
        ...(invariants !== undefined && { invariants }),
        ...(config !== undefined && { config }),
        ...(safeguards !== undefined && { safeguards }),
      },
      budgets: budgetsOf(bounds),
    },
    () => undefined,
  );
  const { violation, states, transitions, complete } = progress;
  const found = violation === null ? null : { ...violation, run: asGiven(violation.run, given) };
  return { found, states, transitions, complete };
}

function whole(field: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`${field}: must be a whole number from ${least} to ${most}, not ${String(value)}.`);
}
