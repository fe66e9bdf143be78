/**
 * What the command lines here have in common: how they are read, and what is said of one that cannot be. Each refusal is
 * a sentence that names the option and the fix.
 */
import type { Config, Safeguards } from '../core/protocol';
import { PROTOCOLS, type Which } from '../core/registry';
import { isPath, protocolFromFile } from './sources';

/** For each option whether a value belongs to it; its name is what stands behind the two dashes. */
export type OptionTable = Readonly<Record<string, 'value' | 'flag'>>;

export type Given<T extends OptionTable> = {
  readonly [Name in keyof T]: T[Name] extends 'flag' ? boolean : string | undefined;
};

/**
 * Both spellings, `--seed 7` and `--seed=7`. A value may begin with a dash, as in `--safeguards -stickyVoters`, but not
 * with two: that is the next option, and the value is missing.
 */
export function readArguments<const T extends OptionTable>(args: readonly string[], table: T): Given<T> {
  const given = new Map<string, string | true>();
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at]!;
    const match = /^--([^=]+)(?:=(.*))?$/s.exec(word);
    if (match === null) {
      throw new Error(
        `"${word}" belongs to no option; an option and its value are written as --seed 7 or --seed=7.`,
      );
    }
    const [, name, attached] = match as unknown as [string, string, string | undefined];
    if (!Object.hasOwn(table, name)) {
      const known = Object.keys(table).map((option) => `--${option}`);
      throw new Error(`--${name}: is not an option here; use one of ${known.join(', ')}.`);
    }
    if (given.has(name)) throw new Error(`--${name}: is given twice; give it once.`);
    if (table[name] === 'flag') {
      if (attached !== undefined) throw new Error(`--${name}: takes no value; leave out "=${attached}".`);
      given.set(name, true);
      continue;
    }
    const next = args[at + 1];
    const value = attached ?? (next === undefined || next.startsWith('--') ? undefined : next);
    if (attached === undefined && value !== undefined) at += 1;
    if (value === undefined || value.trim() === '') {
      throw new Error(`--${name}: needs a value behind it; leave --${name} out for the default.`);
    }
    given.set(name, value);
  }
  return Object.fromEntries(
    Object.entries(table).map(([name, kind]) => [
      name,
      given.get(name) ?? (kind === 'flag' ? false : undefined),
    ]),
  ) as Given<T>;
}

/** As `-stickyVoters,-bootGrace`, with the dashes or without: those are off. */
export function offFrom(text: string | undefined): Safeguards {
  if (text === undefined) return {};
  return Object.fromEntries(listFrom('safeguards', text).map((name) => [name.replace(/^-/, ''), false]));
}

/** As `downAfterMs=300,hbIntervalMs=40`. What a number may be is for others to check. */
export function numbersFrom(text: string | undefined): Config {
  if (text === undefined) return {};
  const config: Record<string, number> = {};
  for (const pair of listFrom('config', text)) {
    const match = /^(\w+)=(.+)$/.exec(pair);
    const value = Number(match?.[2]);
    if (match === null || !Number.isFinite(value)) {
      throw new Error(`--config: "${pair}" must be a name and a number, as downAfterMs=300.`);
    }
    const name = match[1]!;
    if (Object.hasOwn(config, name)) throw new Error(`--config: names ${name} twice; name it once.`);
    config[name] = value;
  }
  return config;
}

/** Parts between commas, at least one. */
export function listFrom(option: string, text: string): readonly string[] {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.includes('')) {
    throw new Error(
      `--${option}: "${text}" has an empty place in its list; put one comma between two names.`,
    );
  }
  return parts;
}

/** A whole number, both bounds included. */
export function wholeFrom(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new Error(`--${option}: "${text}" must be a whole number from ${min} to ${max}.`);
}

/** A share of all messages, 0 to `most`: the same unit as in a run, and in every command. */
export function shareFrom(option: string, text: string, most = 1): number {
  const value = Number(text);
  if (value >= 0 && value <= most) return value;
  const percent = Number(text.replace(/\s*%$/, ''));
  const fix =
    percent > 1 && percent / 100 <= most
      ? `; ${percent} percent is written as ${percent / 100}`
      : `, as 0.05 for 5 percent`;
  throw new Error(`--${option}: "${text}" must be a share of all messages, 0 to ${most}${fix}.`);
}

/** One of a few words. */
export function choiceFrom<T extends string>(option: string, text: string, known: readonly T[]): T {
  const found = known.find((word) => word === text);
  if (found !== undefined) return found;
  throw new Error(`--${option}: "${text}" is not known; use ${known.join(', ')}.`);
}

/** One of ours by its id, the first by default, or a file. Throws a sentence if there is no such thing. */
export function protocolFrom(
  text: string | undefined,
  ids: readonly string[] = PROTOCOLS.map(({ id }) => id),
): Which {
  if (text === undefined) return { protocol: ids[0]! };
  if (!isPath(text)) {
    if (ids.includes(text)) return { protocol: text };
    throw new Error(`--protocol: "${text}" is not known; use ${ids.join(', ')}, or a file, as ./bully.ts.`);
  }
  try {
    return protocolFromFile(text);
  } catch (error) {
    throw new Error(`--protocol: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** What others say of a run becomes what is said of the option that it came from. */
export function ofOptions<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (text.startsWith('--')) throw error;
    // A field of a record: the option is the record, and the field the subject of the sentence.
    const field = /^(config|safeguards)\.(\w+): ([\s\S]*)$/.exec(text);
    if (field !== null) throw new Error(`--${field[1]}: ${field[2]} ${field[3]}`, { cause: error });
    if (/^\w+: /.test(text)) throw new Error(`--${text}`, { cause: error });
    // Numbers that contradict each other name themselves.
    throw new Error(`--config: ${text}`, { cause: error });
  }
}
