/** The command that finds in a terminal what the page found. */
import type { AnyProtocol, Config } from '../../core/protocol';
import type { Prey } from '../../check/hunt/prey';
import { DEFAULT_NETWORK, resolveConfig, systemOfRun, type Network } from '../../sim/run';
import { presetOf } from '../run/presets';

/** Tries the one family of that seed. */
export function huntCommand(prey: Prey, seed: number): string {
  const system = systemOfRun(prey);
  const preset = presetOf(system, prey.config, prey.network);
  const off = Object.keys(prey.safeguards).filter((name) => prey.safeguards[name] === false);
  const [fewest, most] = prey.nodes;
  const words = [
    `--protocol ${prey.source === undefined ? prey.protocol : fileOf(system)}`,
    `--preset ${preset?.id ?? 'published'}`,
    ...(preset === null ? [...configWords(system, prey.config), ...networkWords(prey.network)] : []),
    ...(off.length > 0 ? [`--safeguards ${off.map((name) => `-${name}`).join(',')}`] : []),
    `--nodes ${fewest === most ? fewest : `${fewest}-${most}`}`,
    ...(prey.clients > 0 ? [`--clients ${prey.clients}`] : []),
    ...(prey.exports ? ['--exports'] : []),
    ...(prey.slow === true ? ['--slow'] : []),
    ...(prey.transfers === true ? ['--transfers'] : []),
    ...(prey.safetyOnly === true ? ['--safety-only'] : []),
    `--seed ${seed}`,
    '--schedules 1',
  ];
  return `npm run hunt -- ${words.join(' ')}`;
}

/** Where somebody who wrote a protocol may have put it. */
export function fileOf({ title }: Pick<AnyProtocol, 'title'>): string {
  const name = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `./${name === '' ? 'protocol' : name}.ts`;
}

/** Only what is not as the protocol itself has it. */
function configWords(protocol: AnyProtocol, config: Config): readonly string[] {
  const differing = (from: Config) => protocol.config.filter(({ name }) => config[name] !== from[name]);
  const valuesOf = (fields: AnyProtocol['config']): Config =>
    Object.fromEntries(fields.map(({ name }) => [name, config[name]!]));
  const given = valuesOf(differing(resolveConfig(protocol, {})));
  // A default may follow from what was just given.
  const all = { ...given, ...valuesOf(differing(resolveConfig(protocol, given))) };
  const pairs = Object.entries(all).map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? [] : [`--config ${pairs.join(',')}`];
}

function networkWords({ latencyMs: [least, most], lossRatio, duplicateRatio }: Network): readonly string[] {
  const { latencyMs } = DEFAULT_NETWORK;
  return [
    ...(least !== latencyMs[0] || most !== latencyMs[1] ? [`--latency ${least}-${most}`] : []),
    ...(lossRatio === DEFAULT_NETWORK.lossRatio ? [] : [`--loss ${lossRatio}`]),
    ...(duplicateRatio === DEFAULT_NETWORK.duplicateRatio ? [] : [`--duplicates ${duplicateRatio}`]),
  ];
}
