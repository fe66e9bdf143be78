/** Reads what somebody wrote as a definition: everything that can be wrong with it has a sentence. */
import type { Definition } from './definition';
import { told } from './fields';

const MOST_SETTINGS = 32;
const MOST_VERBS = 32;
const MOST_FIELDS = 16;
const MOST_PROPERTIES = 16;
const LONGEST_TITLE = 60;
const LONGEST_SENTENCE = 300;

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,39}$/;
const VERB = /^[A-Z][A-Z0-9_]{0,23}$/;
const FIELD_TYPES: readonly unknown[] = ['number', 'text', 'flag', 'list'];

const KNOWN: ReadonlySet<string> = new Set([
  'title',
  'summary',
  'config',
  'safeguards',
  'messages',
  'start',
  'onMessage',
  'onTimer',
  'observe',
  'facts',
  'describe',
  'properties',
  'notPromised',
]);

/** What is checked of every protocol unless it says that it does not promise it; a test holds it to the checks. */
export const PROMISES: readonly string[] = [
  ...['oneWinnerPerEpoch', 'oneAuthority', 'oneVotePerEpoch', 'quorumOfVotes', 'epochsOnlyRise'],
  ...['fencedRegister', 'acknowledgedSurvive', 'noStaleRead', 'leadershipContract', 'oneExport'],
  ...['settles', 'wholeAgain'],
];

type Given = Readonly<Record<string, unknown>>;

/** Throws a sentence that names the place and the fix. What it returns is safe to use by the names in its types. */
export function checkDefinition(value: unknown): Definition {
  const given = objectAt(value, 'the definition', 'write `export default defineProtocol({ … })`');
  for (const name of Object.keys(given)) {
    if (!KNOWN.has(name))
      throw new Error(`${name}: is no part of a definition; it has ${[...KNOWN].join(', ')}.`);
  }
  checkParts(given);
  const messages = given['messages'] as Given;
  for (const name of ['start', 'observe']) functionAt(given[name], name);
  if (given['facts'] !== undefined) functionAt(given['facts'], 'facts');
  checkHandlers(given['onMessage'] ?? {}, 'onMessage', messages);
  checkHandlers(given['describe'] ?? {}, 'describe', messages);
  checkHandlers(given['onTimer'] ?? {}, 'onTimer', null);
  for (const [name, property] of Object.entries((given['properties'] ?? {}) as Given))
    functionAt((property as Given)['holds'], `properties.${name}.holds`);
  return value as Definition;
}

/** All of it that is no code. */
export function checkParts(given: Given): void {
  checkText(given['title'], 'title', LONGEST_TITLE);
  checkText(given['summary'], 'summary', LONGEST_SENTENCE);
  checkSettings(given['config'] ?? {}, given['safeguards'] ?? {});
  checkMessages(given['messages']);
  checkProperties(given['properties'] ?? {});
  checkNotPromised(given['notPromised'] ?? []);
}

function checkSettings(config: unknown, safeguards: unknown): void {
  const fields = Object.entries(objectAt(config, 'config'));
  const switches = Object.entries(objectAt(safeguards, 'safeguards'));
  if (fields.length + switches.length > MOST_SETTINGS)
    throw new Error(
      `config: with the safeguards at most ${MOST_SETTINGS} settings, and not ${fields.length + switches.length}.`,
    );
  for (const [name, field] of fields) {
    checkName(name, `config.${name}`);
    const { default: preset, min, max, help } = objectAt(field, `config.${name}`);
    for (const [part, number] of Object.entries({ min, max, default: preset })) {
      if (!Number.isSafeInteger(number) || (number as number) < 0)
        throw new Error(`config.${name}.${part}: must be a whole number from 0 on, and not ${told(number)}.`);
    }
    if ((min as number) > (max as number))
      throw new Error(`config.${name}: min ${told(min)} is above max ${told(max)}.`);
    if ((preset as number) < (min as number) || (preset as number) > (max as number))
      throw new Error(`config.${name}.default: ${told(preset)} is not within ${told(min)} … ${told(max)}.`);
    checkText(help, `config.${name}.help`, LONGEST_SENTENCE);
  }
  for (const [name, field] of switches) {
    checkName(name, `safeguards.${name}`);
    const { default: preset, protects } = objectAt(field, `safeguards.${name}`);
    if (typeof preset !== 'boolean')
      throw new Error(`safeguards.${name}.default: must be true or false, and not ${told(preset)}.`);
    checkText(protects, `safeguards.${name}.protects`, LONGEST_SENTENCE);
  }
}

function checkMessages(value: unknown): void {
  const messages = objectAt(value, 'messages', 'list the verbs with their fields');
  const verbs = Object.entries(messages);
  if (verbs.length === 0) throw new Error('messages: names no verb; a protocol sends something.');
  if (verbs.length > MOST_VERBS)
    throw new Error(`messages: at most ${MOST_VERBS} verbs, and not ${verbs.length}.`);
  for (const [verb, types] of verbs) {
    if (!VERB.test(verb))
      throw new Error(`messages.${verb}: a verb is capital letters, digits and _, at most 24, as in LEADER.`);
    const fields = Object.entries(objectAt(types, `messages.${verb}`, 'write {} for none'));
    if (fields.length > MOST_FIELDS)
      throw new Error(`messages.${verb}: at most ${MOST_FIELDS} fields, and not ${fields.length}.`);
    for (const [name, type] of fields) {
      if (!NAME.test(name) || name === 'verb')
        throw new Error(
          `messages.${verb}.${name}: a field is letters and digits, at most 40, and not "verb".`,
        );
      if (!FIELD_TYPES.includes(type))
        throw new Error(
          `messages.${verb}.${name}: must be 'number', 'text', 'flag' or 'list', and not ${told(type)}.`,
        );
    }
  }
}

function checkHandlers(value: unknown, what: string, messages: Given | null): void {
  for (const [name, handler] of Object.entries(objectAt(value, what))) {
    if (messages !== null && !Object.hasOwn(messages, name))
      throw new Error(`${what}.${name}: is none of its messages: ${Object.keys(messages).join(', ')}.`);
    if (messages === null) checkName(name, `${what}.${name}`);
    functionAt(handler, `${what}.${name}`);
  }
}

function checkProperties(value: unknown): void {
  const all = Object.entries(objectAt(value, 'properties'));
  if (all.length > MOST_PROPERTIES)
    throw new Error(`properties: at most ${MOST_PROPERTIES}, and not ${all.length}.`);
  for (const [name, property] of all) {
    checkName(name, `properties.${name}`);
    if (PROMISES.includes(name))
      throw new Error(
        `properties.${name}: is the name of one that is checked of every protocol; take another.`,
      );
    const { says } = objectAt(property, `properties.${name}`);
    checkText(says, `properties.${name}.says`, LONGEST_SENTENCE);
  }
}

function checkNotPromised(value: unknown): void {
  if (!Array.isArray(value) || value.some((name) => typeof name !== 'string'))
    throw new Error('notPromised: must be a list of names of properties.');
  const unknown = (value as readonly string[]).find((name) => !PROMISES.includes(name));
  if (unknown !== undefined)
    throw new Error(
      `notPromised: "${unknown}" is none of what is checked of every protocol: ${PROMISES.join(', ')}.`,
    );
}

function objectAt(value: unknown, what: string, fix = 'write { … }'): Given {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${what}: must be an object, and not ${told(value)}; ${fix}.`);
  return value as Given;
}

function functionAt(value: unknown, what: string): void {
  if (typeof value !== 'function') throw new Error(`${what}: must be a function, and not ${told(value)}.`);
}

function checkText(value: unknown, what: string, longest: number): void {
  if (typeof value !== 'string' || value.trim() === '')
    throw new Error(`${what}: must be a text, and not ${told(value)}.`);
  if (value.length > longest)
    throw new Error(`${what}: at most ${longest} characters, and not ${value.length}.`);
}

function checkName(name: string, what: string): void {
  if (!NAME.test(name) || name === 'constructor' || name === 'prototype')
    throw new Error(`${what}: a name is letters, digits and _, at most 40, and begins with a letter.`);
}
