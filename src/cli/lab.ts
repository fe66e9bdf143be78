/** The timing lab from a terminal: the same trials as in the page, one after the other. `npm run lab -- --help`. */
import '../core/everything';
import { parseArgs } from 'node:util';
import { nodeIds, presetConfig, PRESETS } from '../app/run/presets';
import { trialsCsv } from '../check/lab/csv';
import { failoverTrial, FAILURES, quietTrial, type Failure } from '../check/lab/failover';
import { problemOf, systemOfSetup, type LabSetup } from '../check/lab/setup';
import { quietSummaryOf, summaryOf } from '../check/lab/statistics';
import { PROTOCOLS } from '../core/registry';
import { sectionsOf, unitFor, type Findings } from '../ui/lab/words';

const USAGE = `npm run lab -- [options]

  --protocol ID     ${PROTOCOLS.map(({ id }) => id).join(', ')}; default ${PROTOCOLS[0]!.id}
  --preset ID       ${PRESETS.map(({ id }) => id).join(', ')}; default lan
  --config LIST     settings on top of that, as downAfterMs=800,hbIntervalMs=40
  --loss PERCENT    of all messages; default 0
  --nodes N         1 to 9; default 5
  --failure KIND    how the leader fails: ${FAILURES.join(' or ')}; default kill
  --trials N        failovers; default 1000
  --minutes N       quiet minutes; default 0
  --seed N          of the first trial; default 1
  --csv             the failovers as a table, times in microseconds
  --help            this

Exit status: 0, or 2 for a command line that cannot be.`;

const { stdout, stderr } = process;

function main(): number {
  try {
    stdout.write(`${answer(process.argv.slice(2))}\n`);
    return 0;
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}\n`);
    return 2;
  }
}

/** Throws a sentence that names the option. */
function answer(args: string[]): string {
  const { values } = parseArgs({
    args,
    options: {
      protocol: { type: 'string', default: PROTOCOLS[0]!.id },
      preset: { type: 'string', default: 'lan' },
      config: { type: 'string', default: '' },
      loss: { type: 'string', default: '0' },
      nodes: { type: 'string', default: '5' },
      failure: { type: 'string', default: 'kill' },
      trials: { type: 'string', default: '1000' },
      minutes: { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
      csv: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return USAGE;
  const setup = setupFrom(values);
  const failure = FAILURES.find((known) => known === values.failure);
  if (failure === undefined)
    throw new Error(`--failure: "${values.failure}" must be ${FAILURES.join(' or ')}.`);
  const seed = number('seed', values.seed, 0, 2 ** 40, true);
  const trials = number('trials', values.trials, 1, 1_000_000, true);
  const minutes = number('minutes', values.minutes, 0, 100_000, true);
  const found = findings(setup, failure, seed, trials, minutes);
  if (values.csv) return trialsCsv([{ name: setup.protocol, trials: found.trials }]).trimEnd();
  return tableOf(found);
}

function findings(setup: LabSetup, failure: Failure, seed: number, count: number, minutes: number): Findings {
  const seeds = (amount: number) => Array.from({ length: amount }, (_, at) => seed + at);
  const trials = seeds(count).map((one) => failoverTrial(setup, one, failure));
  const quiet = seeds(minutes).map((one) => quietTrial(setup, one, 1));
  return {
    setup,
    trials,
    summary: summaryOf(trials),
    quiet: quiet.length === 0 ? null : quietSummaryOf(quiet),
  };
}

function tableOf(found: Findings): string {
  const unit = unitFor(found.summary.failoverUs?.most ?? 0);
  return sectionsOf([found], unit)
    .map(({ title, lines }) =>
      [title, ...lines.map(({ label, values }) => `  ${label.padEnd(42)}${values[0]}`)].join('\n'),
    )
    .join('\n');
}

interface SetupValues {
  readonly protocol: string;
  readonly preset: string;
  readonly config: string;
  readonly loss: string;
  readonly nodes: string;
}

function setupFrom(values: SetupValues): LabSetup {
  const preset = PRESETS.find(({ id }) => id === values.preset);
  if (preset === undefined) throw new Error(`--preset: "${values.preset}" is not known.`);
  const lossRatio = number('loss', values.loss, 0, 100, false) / 100;
  const bare: LabSetup = {
    protocol: values.protocol,
    nodes: nodeIds(number('nodes', values.nodes, 1, 9, true)),
    config: {},
    network: { ...preset.network, lossRatio },
    safeguards: {},
  };
  const system = systemOfSetup(bare);
  const given = values.config
    .split(',')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', value = ''] = pair.split('=');
      if (system.config.every((field) => field.name !== name)) {
        throw new Error(`--config: protocol "${values.protocol}" has no "${name}".`);
      }
      return [name, number('config', value, 0, 2 ** 40, true)] as const;
    });
  const setup = { ...bare, config: { ...presetConfig(preset, system), ...Object.fromEntries(given) } };
  const problem = problemOf(setup);
  if (problem !== null) throw new Error(`--config: ${problem}`);
  return setup;
}

function number(option: string, text: string, min: number, max: number, whole: boolean): number {
  const value = Number(text);
  const fits = value >= min && value <= max && (!whole || Number.isInteger(value));
  if (text.trim() !== '' && fits) return value;
  throw new Error(`--${option}: "${text}" must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}.`);
}

process.exitCode = main();
