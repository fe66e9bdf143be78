/** The command line of the timing lab, as a value. */
import { nodeIds, presetConfig } from '../app/run/opening-run';
import { PRESETS } from '../app/run/presets';
import { parseRun } from '../app/run/schema';
import { FAILURES, type Failure } from '../check/lab/failover';
import { whyNoFailover, type LabSetup } from '../check/lab/setup';
import type { Target } from '../check/lab/target';
import { PROTOCOLS } from '../core/registry';
import { systemOfRun, whichOf } from '../sim/run';
import {
  choiceFrom,
  numbersFrom,
  ofOptions,
  protocolFrom,
  readArguments,
  shareFrom,
  wholeFrom,
  type Given,
} from './arguments';
import { called } from './called';

export interface LabOptions {
  readonly setup: LabSetup;
  readonly failure: Failure;
  /** Of the first trial. */
  readonly seed: number;
  readonly trials: number;
  readonly minutes: number;
  readonly csv: boolean;
  /** Numbers that keep it are looked for in place of measuring those that are given; null for none. */
  readonly target: Target | null;
}

/** Beyond it hardly any election ever ends, and there is nothing to measure. */
const MOST_LOSS = 0.9;
const MOST_NODES = 9;

export const USAGE = `${called('lab')} [options]

  --protocol ID     ${PROTOCOLS.map(({ id }) => id).join(', ')}; default ${PROTOCOLS[0]!.id};
                    or a file of your own, as ./bully.ts
  --preset ID       ${PRESETS.map(({ id }) => id).join(', ')}; default lan
  --config LIST     settings on top of that, as downAfterMs=800,hbIntervalMs=40
  --loss SHARE      of all messages that are lost, 0 to ${MOST_LOSS}, as 0.05 for 5 percent; default 0
  --nodes N         2 to ${MOST_NODES}, or 3 to ${MOST_NODES} where a majority elects; default 5
  --failure KIND    how the leader fails: ${FAILURES.join(' or ')}; default kill
  --trials N        failovers; default 1000
  --minutes N       quiet minutes; default 0
  --seed N          of the first trial; default 1
  --csv             the failovers as a table, times in microseconds
  --within MS       look for numbers around these that keep a target: the leader is replaced within that long …
  --share PERCENT   … in so many of 100 failovers; default 99
  --false N         … and replaced for nothing at most so often in an hour; default 1
  --help            this

Exit status: 0, or 2 for a command line that cannot be.`;

const OPTIONS = {
  protocol: 'value',
  preset: 'value',
  config: 'value',
  loss: 'value',
  nodes: 'value',
  failure: 'value',
  trials: 'value',
  minutes: 'value',
  seed: 'value',
  csv: 'flag',
  within: 'value',
  share: 'value',
  false: 'value',
  help: 'flag',
} as const;

/** Null when help was asked for. Throws a sentence that names the option. */
export function readOptions(args: readonly string[]): LabOptions | null {
  const values = readArguments(args, OPTIONS);
  if (values.help) return null;
  return {
    setup: setupFrom(values),
    failure: choiceFrom('failure', values.failure ?? 'kill', FAILURES),
    seed: wholeFrom('seed', values.seed ?? '1', 0, 2 ** 40),
    trials: wholeFrom('trials', values.trials ?? '1000', 1, 1_000_000),
    minutes: wholeFrom('minutes', values.minutes ?? '0', 0, 100_000),
    csv: values.csv,
    target: targetFrom(values),
  };
}

function targetFrom(values: Given<typeof OPTIONS>): Target | null {
  if (values.within === undefined) {
    const alone = (['share', 'false'] as const).find((name) => values[name] !== undefined);
    if (alone !== undefined) throw new Error(`--${alone}: it is a part of a target; give --within too.`);
    return null;
  }
  if (values.csv) throw new Error('--csv: there is no table of a search; leave out --within.');
  const share = Number(values.share ?? '99');
  if (!(share >= 1 && share <= 100) || !Number.isInteger(share * 10)) {
    throw new Error('--share: give a number from 1 to 100, with one decimal at most.');
  }
  return {
    perMille: share * 10,
    withinMs: wholeFrom('within', values.within, 1, 3_600_000),
    falsePerHour: wholeFrom('false', values.false ?? '1', 0, 3600),
  };
}

function setupFrom(values: Given<typeof OPTIONS>): LabSetup {
  const which = protocolFrom(values.protocol);
  const presetIds = PRESETS.map(({ id }) => id);
  const presetId = choiceFrom('preset', values.preset ?? 'lan', presetIds);
  const preset = PRESETS.find(({ id }) => id === presetId)!;
  const setup: LabSetup = {
    ...which,
    nodes: nodeIds(wholeFrom('nodes', values.nodes ?? '5', 1, MOST_NODES)),
    config: { ...presetConfig(preset, systemOfRun(which)), ...numbersFrom(values.config) },
    network: { ...preset.network, lossRatio: shareFrom('loss', values.loss ?? '0', MOST_LOSS) },
    safeguards: {},
  };
  const { source: _, ...shape } = setup;
  ofOptions(() => parseRun({ version: 1, seed: 1, ...shape, ...whichOf(setup) }));
  const vain = whyNoFailover(setup);
  if (vain !== null) {
    const option = vain.startsWith('With') ? 'nodes' : 'config';
    throw new Error(`--${option}: ${vain.charAt(0).toLowerCase()}${vain.slice(1)}`);
  }
  return setup;
}
