/** What is explored, and how far. */
import type { Config, Safeguards } from '../../core/protocol';
import { resolveRun, systemOfRun, whichOf, type ResolvedRun } from '../../sim/run';
import type { Which } from '../../core/registry';
import type { Invariant } from '../invariant';
import { invariantsOf } from '../invariants/of-protocol';

/**
 * Where an exploration starts. `boot`: all processes were just started, nobody has had a turn. `settled`: one node leads,
 * everybody knows, and nothing is in flight. `unheard`: then the last node has not heard the leader for as long as it can
 * without standing for election. `alone`: then nobody has.
 */
export type Start = 'boot' | 'settled' | 'unheard' | 'alone';

export const STARTS: readonly Start[] = ['boot', 'settled', 'unheard', 'alone'];

/** Of one whose nodes talk to each other: no store. */
export interface ExploreSpec extends Which {
  /** How many nodes, 2 or 3. */
  readonly nodes: number;
  /** Default: `boot`. */
  readonly start?: Start;
  readonly safeguards?: Safeguards;
  /** Fields that are to differ from `EXPLORE_CONFIG`. */
  readonly config?: Config;
  /** Only these invariants, by id. Default: all that speak of such a cluster. */
  readonly invariants?: readonly string[];
}

/** Everything that bounds an exploration. */
export interface Budgets {
  /** Moves in a row from the start: timers, deliveries, restarts. */
  readonly moves: number;
  /** Restarts among them. */
  readonly restarts: number;
  /** Messages that stay on their way while time passes. All others arrive at the instant they were sent at, or never. */
  readonly late: number;
  /** Deliveries after which the message is still on its way. */
  readonly copies: number;
  /** It gives up where it has seen so many states. */
  readonly states: number;
}

export const DEFAULT_BUDGETS: Budgets = { moves: 8, restarts: 1, late: 0, copies: 0, states: 1_000_000 };

/** As many as their place in a saved state can count. */
export const MOST_OF_EACH = 255;

/**
 * As few timers between a start and a candidacy as there can be while a leader still keeps its authority from heartbeat to
 * heartbeat; no luck, as a jitter would only be tried at 0.
 */
export const EXPLORE_CONFIG: Config = {
  hbIntervalMs: 300,
  downAfterMs: 500,
  leaseMs: 450,
  electionTimeoutMs: 500,
  electionBackoffMs: 100,
  electionBackoffJitterMs: 0,
  tickMs: 250,
  electionTick: 2,
};

const FEWEST_NODES = 2;
const MOST_NODES = 3;

/** A run of what is to be explored, without faults. Throws a sentence that names the field where it cannot be. */
export function runOfSpec(spec: ExploreSpec): ResolvedRun {
  const { protocol, nodes, start = 'boot', safeguards, config } = spec;
  const system = systemOfRun(whichOf(spec));
  if (system.store !== undefined) {
    throw new RangeError(
      `protocol: "${protocol}" elects through a store; only nodes that talk to each other can be explored.`,
    );
  }
  if (!Number.isInteger(nodes) || nodes < FEWEST_NODES || nodes > MOST_NODES) {
    throw new RangeError(`nodes: must be ${FEWEST_NODES} or ${MOST_NODES} to be explored, not ${nodes}.`);
  }
  if (!STARTS.includes(start)) {
    throw new RangeError(`start: must be one of ${STARTS.join(', ')}, not "${String(start)}".`);
  }
  const fields = new Set(system.config.map(({ name }) => name));
  const fitting = Object.entries(EXPLORE_CONFIG).filter(([name]) => fields.has(name));
  const run = resolveRun({
    version: 1,
    ...whichOf(spec),
    nodes: Array.from({ length: nodes }, (_, at) => `n${at + 1}`),
    seed: 1,
    config: { ...Object.fromEntries(fitting), ...config },
    ...(safeguards !== undefined && { safeguards }),
  });
  const contradiction = system.checkConfig(run.config, safeguards);
  if (contradiction !== null) throw new RangeError(contradiction);
  return run;
}

/** Throws a sentence that names the field if one of them is no bound. */
export function budgetsOf(given: Partial<Budgets>): Budgets {
  const budgets = { ...DEFAULT_BUDGETS, ...given };
  for (const [name, value] of Object.entries(budgets)) {
    // Whoever looks at no state has not looked at the start either.
    const [least, most] = name === 'states' ? [1, Number.MAX_SAFE_INTEGER] : [0, MOST_OF_EACH];
    if (Number.isInteger(value) && value >= least && value <= most) continue;
    throw new RangeError(`${name}: must be a whole number from ${least} to ${most}, not ${String(value)}.`);
  }
  return budgets;
}

/** Those that say something of each state on the way, and not of how a run ends. Throws a sentence on an unknown one. */
export function invariantsOfSpec(spec: ExploreSpec): readonly Invariant[] {
  const system = systemOfRun(spec);
  const fitting = invariantsOf(system).filter(
    (invariant) =>
      invariant.note !== true &&
      invariant.appliesTo?.(system) !== false &&
      invariant.watch().nextLookUs === undefined,
  );
  const known = fitting.map(({ id }) => id);
  const { invariants = known } = spec;
  if (invariants.length === 0) {
    throw new RangeError(`invariants: names none, so nothing would be checked; use ${known.join(', ')}.`);
  }
  const unknown = invariants.find((id) => !known.includes(id));
  if (unknown !== undefined) {
    throw new RangeError(
      `invariants: "${unknown}" cannot be explored with protocol "${spec.protocol}"; use ${known.join(', ')}.`,
    );
  }
  return fitting.filter(({ id }) => invariants.includes(id));
}
