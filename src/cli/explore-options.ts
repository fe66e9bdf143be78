/** The command line of an exploration, as a value. */
import { parseArgs } from 'node:util';
import { parseRun } from '../app/run/schema';
import { refusalOf, type ExploreJob } from '../check/explore/jobs';
import { DEFAULT_BUDGETS, runOfSpec, STARTS, type Budgets, type Start } from '../check/explore/spec';
import { PROTOCOLS } from '../core/registry';
import { systemOfRun } from '../sim/run';
import { listOf, numbersFrom, offFrom, withValues } from './arguments';

export interface ExploreOptions {
  readonly job: ExploreJob;
  readonly json: boolean;
}

export const USAGE = `npm run explore -- [options]

  --protocol ID       ${explorable().join(' or ')}; default ${explorable()[0]}
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
  --json              the outcome as one line of JSON, and no progress
  --help              this

Exit status: 0 if everything within these bounds was tried and nothing is violated, 1 if something is, 2 for a command
line that cannot be, 3 if it gave up before everything was tried.`;

/** Null when help was asked for. Throws a sentence that names the option. */
export function readOptions(args: readonly string[]): ExploreOptions | null {
  const { values } = parseArgs({
    args: withValues(args),
    options: {
      protocol: { type: 'string', default: explorable()[0]! },
      nodes: { type: 'string', default: '3' },
      start: { type: 'string', default: STARTS[0]! },
      moves: { type: 'string' },
      restarts: { type: 'string' },
      late: { type: 'string' },
      copies: { type: 'string' },
      states: { type: 'string' },
      safeguards: { type: 'string', default: '' },
      config: { type: 'string', default: '' },
      invariants: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const budgets = Object.fromEntries(
    Object.entries(DEFAULT_BUDGETS).map(([name, usual]) => {
      const text = values[name as keyof Budgets];
      return [name, text === undefined ? usual : number(name, text)];
    }),
  );
  const job: ExploreJob = {
    spec: {
      protocol: values.protocol,
      nodes: number('nodes', values.nodes),
      start: values.start as Start,
      safeguards: offFrom(values.safeguards),
      config: numbersFrom(values.config),
      ...(values.invariants !== undefined && { invariants: listOf(values.invariants) }),
    },
    budgets: budgets as unknown as Budgets,
  };
  checkNames(job);
  return { job, json: values.json };
}

/** What the explorer thinks of it, and of names that mean nothing, the schema of runs. */
function checkNames(job: ExploreJob): void {
  const { safeguards, config, ...plain } = job.spec;
  const refusal = refusalOf({ ...job, spec: plain }) ?? refusalOf(job);
  // A contradiction in the config names its own fields.
  if (refusal !== null) throw new Error(/^\w+:/.test(refusal) ? `--${refusal}` : refusal);
  const usual = runOfSpec(plain);
  parseRun({ ...usual, safeguards, config: { ...usual.config, ...config } });
}

/** Those whose nodes talk to each other. */
function explorable(): readonly string[] {
  return PROTOCOLS.map(({ id }) => id).filter((id) => systemOfRun({ protocol: id }).store === undefined);
}

/** What it may be is the explorer's to check. */
function number(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new Error(`--${option}: "${text}" must be a number.`);
}
