/**
 * What a definition says without any of its code: plain data, from which everything about the protocol follows but what its
 * nodes do. It is all that a page knows of a protocol whose code runs elsewhere.
 */
import type { ConfigField, MarkShape, Property, Protocol, SafeguardField, VerbLook } from '../../protocol';
import type { Config } from '../../protocol';
import { nameInWords } from '../../name-in-words';
import { OWN } from './about';
import { checkParts } from './check';
import type { AnyDefinition, Definition, FieldTypes } from './definition';
import { codecOf, describeFields, type OwnMessage } from './fields';
import type { OwnState } from './program';

export interface Manifest {
  readonly title: string;
  readonly summary: string;
  readonly config: NonNullable<Definition['config']>;
  readonly safeguards: NonNullable<Definition['safeguards']>;
  readonly messages: Readonly<Record<string, FieldTypes>>;
  readonly properties: readonly { readonly name: string; readonly says: string }[];
  readonly notPromised: readonly string[];
}

export function manifestOf(definition: AnyDefinition): Manifest {
  const { title, summary, messages, config = {}, safeguards = {} } = definition;
  const { properties = {}, notPromised = [] } = definition as Definition;
  return {
    title,
    summary,
    config: copied(config, ({ default: usual, min, max, help }) => ({ default: usual, min, max, help })),
    safeguards: copied(safeguards, ({ default: usual, protects }) => ({ default: usual, protects })),
    messages: copied(messages as Definition['messages'], (fields) => ({ ...fields })),
    properties: Object.entries(properties).map(([name, { says }]) => ({ name, says })),
    notPromised: [...notPromised],
  };
}

const copied = <T>(record: Readonly<Record<string, T>>, copy: (one: T) => T): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(record).map(([name, one]) => [name, copy(one)]));

/** Of anything that says it is one. Throws a sentence that names the place. */
export function readManifest(value: unknown): Manifest {
  const { properties, ...parts } = Object(value) as Readonly<Record<string, unknown>>;
  if (!Array.isArray(properties)) throw new Error('properties: must be a list.');
  const named = Object.fromEntries(
    properties.map((one: unknown) => {
      const { name, says } = Object(one) as Readonly<Record<string, unknown>>;
      return [String(name), { says }];
    }),
  );
  checkParts({ ...parts, properties: named });
  return value as Manifest;
}

/** All of a protocol but its programs. */
export type Face = Omit<Protocol<OwnMessage, OwnState>, 'create' | 'restore'>;

const MARKS: readonly MarkShape[] = ['dot', 'triangle', 'square', 'star', 'bar'];

/** Settings that tell how long a silence is taken for a death, by the names that people give them. */
const PATIENCE = /^(downAfter|electionTimeout|timeout|lease|patience)/i;
const DEFAULT_PATIENCE_MS = 1000;

export function faceOf(manifest: Manifest): Face {
  const { title, summary, messages, properties, notPromised } = manifest;
  const config = configFields(manifest);
  return {
    ...OWN,
    ...{ title, summary, config, notPromised },
    checkConfig: () => null,
    safeguards: safeguardFields(manifest),
    mayShowNoVotes: true,
    properties: properties.map(({ name, says }): Property => ({ name, title: nameInWords(name), says })),
    verbs: Object.keys(messages).map((verb, place): VerbLook => ({
      verb,
      label: verb.toLowerCase(),
      mark: MARKS[place % MARKS.length]!,
    })),
    codec: codecOf(messages),
    bootstraps: false,
    electsByOffset: false,
    missedAfterMs: (values) => patienceMs(config, values),
    describe: (message) => describeFields(messages[message.verb] ?? {}, message),
  };
}

function configFields({ config }: Manifest): readonly ConfigField[] {
  return Object.entries(config).map(([name, { default: preset, min, max, help }]) => {
    const unit = name.endsWith('Ms') ? 'ms' : '';
    return {
      name,
      label: nameInWords(unit === 'ms' ? name.slice(0, -2) : name),
      unit,
      min,
      max,
      default: preset,
      help,
    };
  });
}

function safeguardFields({ safeguards }: Manifest): readonly SafeguardField[] {
  return Object.entries(safeguards).map(([name, { protects }]) => ({
    name,
    label: nameInWords(name),
    protects,
  }));
}

/** What its names say, or else its longest time. */
function patienceMs(fields: readonly ConfigField[], values: Config): number {
  const times = fields.filter(({ unit }) => unit === 'ms');
  const named = times.find(({ name }) => PATIENCE.test(name));
  const ms =
    named === undefined ? Math.max(0, ...times.map(({ name }) => values[name] ?? 0)) : values[named.name];
  return ms === undefined || ms <= 0 ? DEFAULT_PATIENCE_MS : ms;
}
