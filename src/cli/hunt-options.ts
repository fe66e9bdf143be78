/** The command line of the hunt, as a value. */
import { parseArgs } from 'node:util';
import { PRESETS, presetConfig } from '../app/run/presets';
import { parseRun } from '../app/run/schema';
import { FAMILY_SIZE } from '../check/hunt/family';
import { preyOf, type Prey } from '../check/hunt/prey';
import { searchConfig } from '../check/schedule';
import { systemOfRun, type Network } from '../sim/run';
import { numbersFrom, offFrom, withValues } from './arguments';

export interface HuntOptions {
  readonly prey: Prey;
  /** The seed of the first family, and how many families there are in the whole range. */
  readonly seed: number;
  readonly families: number;
  /** This machine takes every `count`th family, beginning with number `index` (from 0). */
  readonly shard: { readonly index: number; readonly count: number };
  readonly threads: number | null;
  readonly json: boolean;
}

export const USAGE = `npm run hunt -- [options]

  --protocol ID         quorum (default), kevy or ballot-lease
  --schedules N         how many schedules to try; default 20000
  --seed N              the seed of the first family of ${FAMILY_SIZE} schedules; default 1
  --safeguards LIST     safeguards to switch off, as -stickyVoters,-bootGrace
  --nodes A-B           how many nodes a schedule may have; default 2-5
  --clients N           clients that write to the cluster, 0 to 5; default 0
  --exports             the nodes export something once per round
  --preset ID           search (default), ${PRESETS.map(({ id }) => id).join(', ')}
  --config LIST         settings on top of that, as downAfterMs=300,hbIntervalMs=40
  --latency A-B         another latency than the preset's, in milliseconds
  --loss R              the share of messages that are lost, 0 to 1
  --duplicates R        the share of messages that arrive twice, 0 to 1
  --shard I/N           this machine's share of the range: 1/8 … 8/8; together they are the whole
  --threads N           default: all cores but one
  --json                the outcome as one line of JSON, and no progress
  --help                this

Exit status: 0 if nothing was violated, 1 if something was, 2 for a command line that cannot be.`;

/** Of the search itself: as hostile as its timing. */
const SEARCH_NETWORK: Network = { latencyMs: [2, 12], lossRatio: 0, duplicateRatio: 0 };

/** Null when help was asked for. Throws a sentence that names the option. */
export function readOptions(args: readonly string[]): HuntOptions | null {
  const { values } = parseArgs({
    args: withValues(args),
    options: {
      protocol: { type: 'string', default: 'quorum' },
      schedules: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '1' },
      safeguards: { type: 'string', default: '' },
      nodes: { type: 'string', default: '2-5' },
      clients: { type: 'string', default: '0' },
      exports: { type: 'boolean', default: false },
      preset: { type: 'string', default: 'search' },
      config: { type: 'string', default: '' },
      latency: { type: 'string' },
      loss: { type: 'string' },
      duplicates: { type: 'string' },
      shard: { type: 'string', default: '1/1' },
      threads: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const schedules = whole('schedules', values.schedules, 1, 1_000_000_000);
  return {
    prey: preyFrom(values),
    seed: whole('seed', values.seed, 0, 2 ** 40),
    families: Math.ceil(schedules / FAMILY_SIZE),
    shard: shardFrom(values.shard),
    threads: values.threads === undefined ? null : whole('threads', values.threads, 1, 256),
    json: values.json,
  };
}

interface PreyValues {
  readonly protocol: string;
  readonly safeguards: string;
  readonly nodes: string;
  readonly clients: string;
  readonly exports: boolean;
  readonly preset: string;
  readonly config: string;
  readonly latency?: string | undefined;
  readonly loss?: string | undefined;
  readonly duplicates?: string | undefined;
}

/** What the schema of runs thinks of it is what is said. */
function preyFrom(values: PreyValues): Prey {
  const clients = whole('clients', values.clients, 0, 99);
  const [fewest, most] = nodesFrom(values.nodes);
  const parts = { protocol: values.protocol, clients, exports: values.exports };
  const bare = { version: 1, nodes: ['n1'], seed: 1, ...parts };
  const system = systemOfRun(parseRun(bare));
  const preset = PRESETS.find(({ id }) => id === values.preset);
  if (preset === undefined && values.preset !== 'search') {
    throw new Error(
      `--preset: "${values.preset}" is not known; use search, ${PRESETS.map(({ id }) => id).join(', ')}.`,
    );
  }
  const config = preset === undefined ? searchConfig(system) : presetConfig(preset, system);
  const run = parseRun({
    ...bare,
    config: { ...config, ...numbersFrom(values.config) },
    network: { ...(preset === undefined ? SEARCH_NETWORK : preset.network), ...networkFrom(values) },
    safeguards: offFrom(values.safeguards),
  });
  return preyOf(run, [fewest, most]);
}

/** The bounds are the schema's to check. */
function networkFrom({ latency, loss, duplicates }: PreyValues): Partial<Network> {
  const range = latency === undefined ? null : /^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(latency);
  if (latency !== undefined && range === null) {
    throw new Error(`--latency: "${latency}" must be a range of milliseconds, as 20-60.`);
  }
  return {
    ...(range !== null && { latencyMs: [Number(range[1]), Number(range[2])] as const }),
    ...(loss !== undefined && { lossRatio: Number(loss) }),
    ...(duplicates !== undefined && { duplicateRatio: Number(duplicates) }),
  };
}

function nodesFrom(text: string): readonly [number, number] {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text);
  const fewest = Number(match?.[1]);
  const most = Number(match?.[2] ?? match?.[1]);
  if (match === null || fewest < 1 || most < fewest || most > 9) {
    throw new Error(`--nodes: "${text}" must be a number or a range within 1-9, as 3-5.`);
  }
  return [fewest, most];
}

function shardFrom(text: string): HuntOptions['shard'] {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const index = Number(match?.[1]) - 1;
  const count = Number(match?.[2]);
  if (match === null || count < 1 || index < 0 || index >= count) {
    throw new Error(`--shard: "${text}" must be a share of a whole, as 2/8.`);
  }
  return { index, count };
}

function whole(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw new Error(`--${option}: "${text}" must be a whole number from ${min} to ${max}.`);
}

/** The seeds of a shard's families, in order. */
export function* seedsOf({ seed, families, shard }: HuntOptions): Generator<number> {
  for (let at = shard.index; at < families; at += shard.count) yield seed + at;
}
