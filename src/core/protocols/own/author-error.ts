/** What an author's code did wrong, in a sentence that says where. */

/** How the file of an author is named in a stack: the address that it was loaded from. */
export type Origin = string | null;

export class AuthorError extends Error {
  /** The sentence says all: no name goes before it. */
  override readonly name = '';
}

/**
 * The sentence for what `handler` threw. Where it was, in the author's own file, is read from the stack; there is no line
 * where an engine keeps none.
 */
export function authorError(handler: string, thrown: unknown, origin: Origin): AuthorError {
  if (thrown instanceof AuthorError) return thrown;
  const line = lineIn(thrown, origin);
  return new AuthorError(`${handler}${line === null ? '' : ` (line ${line})`}: ${reasonOf(thrown)}`);
}

/** Anything can be thrown, also what throws when it is looked at. */
function reasonOf(thrown: unknown): string {
  try {
    if (!(thrown instanceof Error))
      return `threw ${typeof thrown === 'string' ? `"${thrown.slice(0, 200)}"` : typeof thrown}`;
    const { name, message } = thrown;
    const text = String(message).slice(0, 400);
    return name === 'Error' ? text : `${String(name).slice(0, 40)}: ${text}`;
  } catch {
    return 'threw something that cannot be read';
  }
}

/** The line of the author's file at which that was thrown; null where no stack says. */
export function lineIn(thrown: unknown, origin: Origin): number | null {
  if (origin === null) return null;
  try {
    const stack = (thrown as { readonly stack?: unknown } | null | undefined)?.stack;
    if (typeof stack !== 'string') return null;
    const at = stack.indexOf(`${origin}:`);
    if (at < 0) return null;
    const line = Number.parseInt(stack.slice(at + origin.length + 1, at + origin.length + 9), 10);
    return Number.isSafeInteger(line) && line > 0 ? line : null;
  } catch {
    return null;
  }
}
