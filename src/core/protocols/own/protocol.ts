/** Makes of what an author wrote a protocol like the others. */
import type {
  Config,
  ConfigField,
  MarkShape,
  Property,
  Protocol,
  SafeguardField,
  VerbLook,
} from '../../protocol';
import { OWN } from './about';
import type { Origin } from './author-error';
import { checkDefinition } from './check';
import type { Definition } from './definition';
import { codecOf, describeFields, unpackFields, type OwnMessage } from './fields';
import { OwnProgram, type OwnState } from './program';

const MARKS: readonly MarkShape[] = ['dot', 'triangle', 'square', 'star', 'bar'];

/** Settings that tell how long a silence is taken for a death, by the names that people give them. */
const PATIENCE = /^(downAfter|electionTimeout|timeout|lease|patience)/i;
const DEFAULT_PATIENCE_MS = 1000;

export interface OwnProtocol extends Protocol<OwnMessage, OwnState> {
  readonly definition: Definition;
}

/**
 * `given` may be anything: throws a sentence if it is no definition. `origin` is how an engine names its file in a stack,
 * so that lines can be told.
 */
export function ownProtocol(given: unknown, origin: Origin = null): OwnProtocol {
  const definition = checkDefinition(given);
  const { messages, describe } = definition;
  const config = configFields(definition);
  return {
    ...OWN,
    title: definition.title,
    summary: definition.summary,
    definition,
    config,
    checkConfig: () => null,
    safeguards: safeguardFields(definition),
    mayShowNoVotes: true,
    notPromised: definition.notPromised ?? [],
    properties: propertiesOf(definition),
    verbs: Object.keys(messages).map((verb, place): VerbLook => ({
      verb,
      label: verb.toLowerCase(),
      mark: MARKS[place % MARKS.length]!,
    })),
    codec: codecOf(messages),
    bootstraps: false,
    electsByOffset: false,
    missedAfterMs: (values) => patienceMs(config, values),
    create: (boot) => new OwnProgram(definition, origin, boot),
    restore: (boot, state) => new OwnProgram(definition, origin, boot, state),
    describe(message) {
      const types = messages[message.verb] ?? {};
      const words =
        describe !== undefined && Object.hasOwn(describe, message.verb) ? describe[message.verb] : undefined;
      if (words === undefined) return describeFields(types, message);
      try {
        return String(words((unpackFields(types, message) ?? {}) as never)).slice(0, 200);
      } catch {
        return describeFields(types, message);
      }
    },
  };
}

function configFields({ config = {} }: Definition): readonly ConfigField[] {
  return Object.entries(config).map(([name, { default: preset, min, max, help }]) => {
    const unit = name.endsWith('Ms') ? 'ms' : '';
    return {
      name,
      label: inWords(unit === 'ms' ? name.slice(0, -2) : name),
      unit,
      min,
      max,
      default: preset,
      help,
    };
  });
}

function propertiesOf({ properties = {} }: Definition): readonly Property[] {
  return Object.entries(properties).map(([name, { says, holds }]) => ({ name, says, holds }));
}

function safeguardFields({ safeguards = {} }: Definition): readonly SafeguardField[] {
  return Object.entries(safeguards).map(([name, { protects }]) => ({ name, label: inWords(name), protects }));
}

/** `waitForHigher` → "Wait for higher". */
function inWords(name: string): string {
  const words = name
    .replace(/_/g, ' ')
    .replace(/([a-z\d])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What its names say, or else its longest time. */
function patienceMs(fields: readonly ConfigField[], values: Config): number {
  const times = fields.filter(({ unit }) => unit === 'ms');
  const named = times.find(({ name }) => PATIENCE.test(name));
  const ms =
    named === undefined ? Math.max(0, ...times.map(({ name }) => values[name] ?? 0)) : values[named.name];
  return ms === undefined || ms <= 0 ? DEFAULT_PATIENCE_MS : ms;
}
