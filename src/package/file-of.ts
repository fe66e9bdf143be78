/** The file in which a definition was written, for those who are told of it. */
import type { AnyDefinition } from '../core/protocols/own/definition';

const files = new WeakMap<object, string>();

/** `stack` is of the call that defined it, its first line left out: the second is the caller. */
export function rememberFile(definition: AnyDefinition, stack: string | undefined): void {
  const line = stack?.split('\n')[2] ?? '';
  const path = /(?:file:\/\/)?((?:[A-Za-z]:)?[\\/][^()]*?)(?:\?[^:()]*)?:\d+:\d+\)?$/.exec(line)?.[1];
  if (path !== undefined) files.set(definition, path);
}

export const fileOf = (definition: AnyDefinition): string | null => files.get(definition) ?? null;
