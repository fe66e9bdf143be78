/** The command line of an exploration, as a value. */
import { parseRun } from '../app/run/schema';
import { refusalOf, type ExploreJob } from '../check/explore/jobs';
import { DEFAULT_BUDGETS, MOST_OF_EACH, runOfSpec, STARTS, type Budgets } from '../check/explore/spec';
import { PROTOCOLS } from '../core/registry';
import { systemOfRun } from '../sim/run';
import {
  choiceFrom,
  listFrom,
  numbersFrom,
  offFrom,
  ofOptions,
  protocolFrom,
  readArguments,
  wholeFrom,
} from './arguments';
import { called } from './called';

export interface ExploreOptions {
  readonly job: ExploreJob;
  readonly json: boolean;
}

export const USAGE = `${called('explore')} [options]

  --protocol ID       ${explorable().join(', ')}; default ${explorable()[0]};
                      or a file of your own, as ./bully.ts
  --nodes N           2 or 3; default 3
  --start WHERE       ${STARTS.join(', ')}; default ${STARTS[0]}
  --moves N           moves in a row from there: turns, deliveries, restarts; default ${DEFAULT_BUDGETS.moves}
  --restarts N        restarts among them; default ${DEFAULT_BUDGETS.restarts}
  --late N            messages that stay on their way while time passes; default ${DEFAULT_BUDGETS.late}
  --copies N          messages that arrive twice; default ${DEFAULT_BUDGETS.copies}
  --states N          gives up where it has seen so many; default ${DEFAULT_BUDGETS.states}
  --safeguards LIST   safeguards to switch off, as -stickyVoters,-bootGrace
  --config LIST       other settings than those of the search, as downAfterMs=600
  --invariants LIST   only these, by id
  --json              the outcome as one line of JSON
  --help              this

Exit status: 0 if everything within these bounds was tried and nothing is violated, 1 if something is, 2 for a command
line that cannot be, 3 if it gave up before everything was tried.`;

const OPTIONS = {
  protocol: 'value',
  nodes: 'value',
  start: 'value',
  moves: 'value',
  restarts: 'value',
  late: 'value',
  copies: 'value',
  states: 'value',
  safeguards: 'value',
  config: 'value',
  invariants: 'value',
  json: 'flag',
  help: 'flag',
} as const;

/** Null when help was asked for. Throws a sentence that names the option. */
export function readOptions(args: readonly string[]): ExploreOptions | null {
  const values = readArguments(args, OPTIONS);
  if (values.help) return null;
  const budget = (name: keyof Budgets, min: number, max: number): number =>
    values[name] === undefined ? DEFAULT_BUDGETS[name] : wholeFrom(name, values[name], min, max);
  const job: ExploreJob = {
    spec: {
      ...protocolFrom(values.protocol, explorable()),
      nodes: wholeFrom('nodes', values.nodes ?? '3', 2, 3),
      start: choiceFrom('start', values.start ?? STARTS[0]!, STARTS),
      safeguards: offFrom(values.safeguards),
      config: numbersFrom(values.config),
      ...(values.invariants !== undefined && { invariants: listFrom('invariants', values.invariants) }),
    },
    budgets: {
      moves: budget('moves', 1, MOST_OF_EACH),
      restarts: budget('restarts', 0, MOST_OF_EACH),
      late: budget('late', 0, MOST_OF_EACH),
      copies: budget('copies', 0, MOST_OF_EACH),
      states: budget('states', 1, Number.MAX_SAFE_INTEGER),
    },
  };
  ofOptions(() => checkNames(job));
  return { job, json: values.json };
}

/** What the explorer thinks of it, and of names that mean nothing, the schema of runs. */
function checkNames(job: ExploreJob): void {
  const { safeguards, config, ...plain } = job.spec;
  refuse(refusalOf({ ...job, spec: plain }));
  const usual = runOfSpec(plain);
  parseRun({ ...usual, safeguards, config: { ...usual.config, ...config } });
  refuse(refusalOf(job));
}

function refuse(refusal: string | null): void {
  if (refusal !== null) throw new Error(refusal);
}

/** Those whose nodes talk to each other. */
function explorable(): readonly string[] {
  return PROTOCOLS.map(({ id }) => id).filter((id) => systemOfRun({ protocol: id }).store === undefined);
}
