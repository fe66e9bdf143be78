/** Makes of what an author wrote a protocol like the others. */
import { nameInWords } from '../../name-in-words';
import type { Protocol } from '../../protocol';
import type { Origin } from './author-error';
import { checkDefinition } from './check';
import type { Definition, OwnProperty, WatchedNode } from './definition';
import { describeFields, unpackFields, type OwnMessage } from './fields';
import { faceOf, manifestOf } from './manifest';
import { OwnProgram, type OwnState } from './program';

export interface OwnProtocol extends Protocol<OwnMessage, OwnState> {
  readonly definition: Definition;
}

/**
 * `given` may be anything: throws a sentence if it is no definition. `origin` is how an engine names its file in a stack,
 * so that lines can be told.
 */
export function ownProtocol(given: unknown, origin: Origin = null): OwnProtocol {
  const definition = settled(checkDefinition(given));
  const { messages, describe, properties = {} } = definition;
  return {
    ...faceOf(manifestOf(definition)),
    definition,
    properties: Object.entries(properties).map(([name, property]) => ({
      name,
      title: nameInWords(name),
      says: property.says,
      whyBroken: (nodes) => whyBroken(property, nodes),
    })),
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

/** A property that throws does not hold. */
function whyBroken({ says, holds }: OwnProperty, nodes: readonly WatchedNode[]): string | null {
  const broken = `This does not hold: ${says.replace(/\.?$/, '.')}`;
  try {
    const outcome: unknown = holds(nodes);
    if (outcome === true) return null;
    return outcome === false ? broken : `${broken} Its check gave neither true nor false.`;
  } catch (error) {
    return `${broken} Its check failed: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** As it was when it was checked: what it is made of may be anything that answers otherwise the next time. */
function settled(checked: Definition): Definition {
  const { title, summary, messages, config, safeguards } = manifestOf(checked);
  const { onMessage, onTimer, describe, properties, notPromised } = checked;
  return {
    ...checked,
    ...{ title, summary, messages, config, safeguards },
    onMessage: { ...onMessage },
    onTimer: { ...onTimer },
    ...(describe !== undefined && { describe: { ...describe } }),
    ...(properties !== undefined && { properties: { ...properties } }),
    ...(notPromised !== undefined && { notPromised: [...notPromised] }),
  };
}
