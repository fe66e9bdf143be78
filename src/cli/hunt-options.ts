/** The command line of the hunt, as a value. */
import { nodeIds, presetConfig } from '../app/run/opening-run';
import { PRESETS } from '../app/run/presets';
import { parseRun } from '../app/run/schema';
import { FAMILY_SIZE } from '../check/hunt/family';
import { preyOf, whyHuntedInVain, type Prey } from '../check/hunt/prey';
import { searchConfig } from '../check/schedule';
import { PROTOCOLS } from '../core/registry';
import { MOST_CLIENTS } from '../core/system';
import { LONGEST_LATENCY_MS, systemOfRun, type Network } from '../sim/run';
import {
  choiceFrom,
  numbersFrom,
  offFrom,
  ofOptions,
  protocolFrom,
  readArguments,
  shareFrom,
  wholeFrom,
  type Given,
} from './arguments';
import { called } from './called';

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

export const USAGE = `${called('hunt')} [options]

  --protocol ID         ${PROTOCOLS.map(({ id }) => id).join(', ')}; default ${PROTOCOLS[0]!.id};
                        or a file of your own, as ./bully.ts
  --schedules N         how many schedules to try; default 20000
  --seed N              the seed of the first family of ${FAMILY_SIZE} schedules; default 1
  --safeguards LIST     safeguards to switch off, as -stickyVoters,-bootGrace
  --nodes A-B           how many nodes a schedule may have; default 2-5
  --clients N           clients that write to the cluster, 0 to ${MOST_CLIENTS}; default 0
  --exports             the nodes export something once per round
  --preset ID           search (default), ${PRESETS.map(({ id }) => id).join(', ')};
                        for a file of your own published by default: its own numbers
  --config LIST         settings on top of that, as downAfterMs=300,hbIntervalMs=40
  --latency A-B         another latency than the preset's, in milliseconds
  --loss SHARE          of all messages that are lost, 0 to 1, as 0.05 for 5 percent
  --duplicates SHARE    of all messages that arrive twice, 0 to 1
  --shard I/N           this machine's share of the range: 1/8 … 8/8; together they are the whole
  --slow                machines become slow, too: disks, timers, what is done on the strength of a decision
  --transfers           leaders are told to hand over, where the protocol knows how
  --safety-only         not after clusters that are never whole again once everything is healed
  --threads N           default: all cores but one
  --json                the outcome as one line of JSON: schedules, events, violation (null, or its invariant and text),
                        and of what was found its run, its faults and a link
  --help                this

What breaks safety is found first within a family. A cluster that never becomes whole again is told as a note (invariant
"settles" in the JSON).

Exit status: 0 if nothing was found, 1 if something was, 2 for a command line that cannot be or a hunt in vain.`;

const OPTIONS = {
  protocol: 'value',
  schedules: 'value',
  seed: 'value',
  safeguards: 'value',
  nodes: 'value',
  clients: 'value',
  exports: 'flag',
  preset: 'value',
  config: 'value',
  latency: 'value',
  loss: 'value',
  duplicates: 'value',
  shard: 'value',
  slow: 'flag',
  transfers: 'flag',
  'safety-only': 'flag',
  threads: 'value',
  json: 'flag',
  help: 'flag',
} as const;

/** Of the search itself: as hostile as its timing. */
const SEARCH_NETWORK: Network = { latencyMs: [2, 12], lossRatio: 0, duplicateRatio: 0 };

/** Null when help was asked for. Throws a sentence that names the option. */
export function readOptions(args: readonly string[]): HuntOptions | null {
  const values = readArguments(args, OPTIONS);
  if (values.help) return null;
  const schedules = wholeFrom('schedules', values.schedules ?? '20000', 1, 1_000_000_000);
  return {
    prey: {
      ...preyFrom(values),
      ...(values['safety-only'] && { safetyOnly: true }),
      ...(values.slow && { slow: true }),
      ...(values.transfers && { transfers: true }),
    },
    seed: wholeFrom('seed', values.seed ?? '1', 0, 2 ** 40),
    families: Math.ceil(schedules / FAMILY_SIZE),
    shard: shardFrom(values.shard ?? '1/1'),
    threads: values.threads === undefined ? null : wholeFrom('threads', values.threads, 1, 256),
    json: values.json,
  };
}

/** What the schema of runs thinks of it is what is said. */
function preyFrom(values: Given<typeof OPTIONS>): Prey {
  const clients = wholeFrom('clients', values.clients ?? '0', 0, MOST_CLIENTS);
  const range = nodesFrom(values.nodes ?? '2-5');
  const which = protocolFrom(values.protocol);
  const parts = { ...which, clients, exports: values.exports };
  // The largest there may be: what that one cannot have, the hunt must not come to.
  const bare = { version: 1, nodes: nodeIds(range[1]), seed: 1, ...parts };
  const system = ofOptions(() => systemOfRun(parseRun(bare)));
  // The timing of the search knows our names of settings; an author's own numbers are meant as they stand.
  const usual = which.source === undefined ? 'search' : 'published';
  const presetId = choiceFrom('preset', values.preset ?? usual, ['search', ...PRESETS.map(({ id }) => id)]);
  const preset = PRESETS.find(({ id }) => id === presetId);
  const config = preset === undefined ? searchConfig(system) : presetConfig(preset, system);
  const run = {
    ...bare,
    config: { ...config, ...numbersFrom(values.config) },
    network: { ...(preset === undefined ? SEARCH_NETWORK : preset.network), ...networkFrom(values) },
    safeguards: offFrom(values.safeguards),
  };
  const prey = preyOf(
    ofOptions(() => parseRun(run)),
    range,
  );
  if (values.transfers && system.commands?.includes('transfer') !== true) {
    throw new Error(`--transfers: protocol "${which.protocol}" knows of no way to hand leadership over.`);
  }
  const vain = whyHuntedInVain(prey);
  if (vain !== null) throw new Error(`--${optionBehind(prey, values)}: ${vain}`);
  return prey;
}

/** Which of what was given made it a hunt in vain. */
function optionBehind({ network }: Prey, { latency, loss }: Given<typeof OPTIONS>): string {
  if (network.lossRatio === 1 && loss !== undefined) return 'loss';
  return latency === undefined ? 'config' : 'latency';
}

function networkFrom({ latency, loss, duplicates }: Given<typeof OPTIONS>): Partial<Network> {
  return {
    ...(latency !== undefined && { latencyMs: latencyFrom(latency) }),
    ...(loss !== undefined && { lossRatio: shareFrom('loss', loss) }),
    ...(duplicates !== undefined && { duplicateRatio: shareFrom('duplicates', duplicates) }),
  };
}

function latencyFrom(text: string): readonly [number, number] {
  const range = /^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(text);
  const [least, most] = [Number(range?.[1]), Number(range?.[2])];
  if (least >= 1 && least <= most && most <= LONGEST_LATENCY_MS) return [least, most];
  throw new Error(
    `--latency: "${text}" must be a range of milliseconds within 1-${LONGEST_LATENCY_MS}, the least first, as 20-60.`,
  );
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

/** The seeds of a shard's families, in order. */
export function* seedsOf({ seed, families, shard }: HuntOptions): Generator<number> {
  for (let at = shard.index; at < families; at += shard.count) yield seed + at;
}
