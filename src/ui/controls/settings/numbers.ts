/**
 * The numbers of a run as a form: text while a person types, a config and a network once every field makes sense
 * together. Half a number, a number out of bounds or two numbers that contradict each other change nothing.
 */
import { followingValue, givenConfig } from '../../../app/run/next-run';
import type { AnyProtocol, Config } from '../../../core/protocol';
import { NO_LATENCY, resolveConfig, type Disk, type Network } from '../../../sim/run';
import { configSpecs, DISK_SPECS, NETWORK_SPECS, SEED_SPEC, type NumberSpec } from './number-specs';

/** What is typed, by key. */
export type Texts = Readonly<Record<string, string>>;

export interface Numbers {
  readonly config: Config;
  readonly network: Network;
  /** Absent: writing takes no time. */
  readonly disk?: Disk;
  readonly seed: number;
}

export type Reading =
  | { readonly ok: true; readonly numbers: Numbers }
  | {
      readonly ok: false;
      /** A sentence for each field that cannot be, by key. */
      readonly problems: Readonly<Record<string, string>>;
      /** What to say beside the button. */
      readonly sentence: string;
    };

/** The form as it describes a run: a value that follows from others is an empty field. */
export function textsOf(protocol: AnyProtocol, { config, network, disk, seed }: Numbers): Texts {
  const { latencyMs, lossRatio, duplicateRatio } = network;
  const [diskMinMs, diskMaxMs] = disk?.latencyMs ?? NO_LATENCY;
  const given = givenConfig(protocol, config);
  return {
    ...Object.fromEntries(
      protocol.config.map(({ name }) => [name, given[name] === undefined ? '' : String(given[name])]),
    ),
    latencyMinMs: String(latencyMs[0]),
    latencyMaxMs: String(latencyMs[1]),
    lossPercent: percentText(lossRatio),
    duplicatePercent: percentText(duplicateRatio),
    diskMinMs: String(diskMinMs),
    diskMaxMs: String(diskMaxMs),
    seed: String(seed),
  };
}

/** Of these, what a person types: switches count at once. */
export function typedTextsOf(protocol: AnyProtocol, numbers: Numbers): Texts {
  const toggles = new Set(protocol.config.filter(({ toggle }) => toggle).map(({ name }) => name));
  return Object.fromEntries(
    Object.entries(textsOf(protocol, numbers)).filter(([name]) => !toggles.has(name)),
  );
}

/** What an empty optional field stands for, given the others that make sense. */
export function followingText(protocol: AnyProtocol, texts: Texts, key: string): string {
  const others: Record<string, number> = {};
  for (const spec of configSpecs(protocol)) {
    const value = valueOf(spec, texts[spec.key] ?? '');
    if (typeof value === 'number') others[spec.key] = value;
  }
  return String(followingValue(protocol, others, key));
}

export function readNumbers(protocol: AnyProtocol, texts: Texts): Reading {
  const problems: Record<string, string> = {};
  const values: Record<string, number> = {};
  for (const spec of [...configSpecs(protocol), ...NETWORK_SPECS, ...DISK_SPECS, SEED_SPEC]) {
    const value = valueOf(spec, texts[spec.key] ?? '');
    if (typeof value === 'string') problems[spec.key] = value;
    else if (value !== null) values[spec.key] = value;
  }
  const [firstProblem] = Object.values(problems);
  if (firstProblem !== undefined) return { ok: false, problems, sentence: firstProblem };

  const { latencyMinMs, latencyMaxMs, lossPercent, duplicatePercent, diskMinMs, diskMaxMs, seed, ...config } =
    values as Record<string, number> &
      Record<
        | 'latencyMinMs'
        | 'latencyMaxMs'
        | 'lossPercent'
        | 'duplicatePercent'
        | 'diskMinMs'
        | 'diskMaxMs'
        | 'seed',
        number
      >;
  if (latencyMinMs > latencyMaxMs) {
    const sentence = `The least latency (${latencyMinMs} ms) must not be above the most (${latencyMaxMs} ms).`;
    return { ok: false, problems: { latencyMinMs: sentence }, sentence };
  }
  if (diskMinMs > diskMaxMs) {
    const sentence = `The least time of a disk write (${diskMinMs} ms) must not be above the most (${diskMaxMs} ms).`;
    return { ok: false, problems: { diskMinMs: sentence }, sentence };
  }
  const contradiction = protocol.checkConfig(resolveConfig(protocol, config));
  if (contradiction !== null) {
    const blamed = protocol.config.find(({ name }) => contradiction.startsWith(name));
    return { ok: false, problems: blamed ? { [blamed.name]: contradiction } : {}, sentence: contradiction };
  }
  const network = {
    latencyMs: [latencyMinMs, latencyMaxMs],
    lossRatio: lossPercent / 100,
    duplicateRatio: duplicatePercent / 100,
  } as const;
  return { ok: true, numbers: { config, network, disk: { latencyMs: [diskMinMs, diskMaxMs] }, seed } };
}

/** What `numbers`, read from `after`, have that `before` did not say: a change that leaves the rest as it is. */
export function changedNumbers(
  protocol: AnyProtocol,
  before: Texts,
  after: Texts,
  { config, network, disk, seed }: Numbers,
): Partial<Numbers> {
  const anyOf = (specs: readonly NumberSpec[]): boolean =>
    specs.some(({ key }) => before[key] !== after[key]);
  return {
    ...(anyOf(configSpecs(protocol)) && { config }),
    ...(anyOf(NETWORK_SPECS) && { network }),
    ...(disk && anyOf(DISK_SPECS) && { disk }),
    ...(anyOf([SEED_SPEC]) && { seed }),
  };
}

/** The number, null for an optional field left empty, or a sentence that says what is wrong. */
export function valueOf(spec: NumberSpec, text: string): number | string | null {
  const trimmed = text.trim();
  if (trimmed === '') return spec.optional ? null : `${spec.label}: give a number${rangeOf(spec)}.`;
  const value = Number(trimmed);
  if (!Number.isFinite(value)) return `${spec.label}: “${trimmed}” is not a number.`;
  if (spec.whole && !Number.isInteger(value)) return `${spec.label}: give a whole number.`;
  if (value < spec.min || value > spec.max) return `${spec.label}: give a number${rangeOf(spec)}.`;
  return value;
}

function rangeOf({ min, max, unit }: NumberSpec): string {
  return ` from ${min} to ${max}${unit === '' ? '' : ` ${unit}`}`;
}

/** Ratios are binary fractions: 0.07 times 100 must not read 7.000000000000001. */
function percentText(ratio: number): string {
  return String(Number((ratio * 100).toFixed(6)));
}
