/** From what an engine made of a compiled text to the protocol in it. */
import { lineIn, type Origin } from './author-error';
import { defineProtocol } from './definition';
import { ownProtocol, type OwnProtocol } from './protocol';
import { SHADOWS } from './shadows';
import { SourceError } from './source-error';

/** What the expression of `compileSource` evaluates to. */
export type Compiled = (
  ...shadows: unknown[]
) => (exports: object, require: (name: unknown) => object) => void;

const LIBRARY = Object.freeze({ defineProtocol });

/** Throws a sentence, with the line where there is one, if it is no protocol. `origin`: see `ownProtocol`. */
export function instantiate(compiled: Compiled, origin: Origin): OwnProtocol {
  const exports: { readonly default?: unknown } = {};
  try {
    compiled(...SHADOWS.map(([, value]) => value))(exports, libraryNamed);
  } catch (error) {
    throw new SourceError(reasonOf(error), lineIn(error, origin));
  }
  if (exports.default === undefined)
    throw new SourceError('exports nothing; write `export default defineProtocol({ … })`.', null);
  return ownProtocol(exports.default, origin);
}

function libraryNamed(name: unknown): object {
  if (name === 'interregnum') return LIBRARY;
  throw new Error(
    `a protocol is one file and imports from 'interregnum' alone, not from ${JSON.stringify(String(name).slice(0, 80))}`,
  );
}

/** Anything can be thrown, also what throws when it is looked at. */
function reasonOf(error: unknown): string {
  try {
    if (!(error instanceof Error)) return `threw ${typeof error}.`;
    const name = String(error.name).slice(0, 40);
    const message = String(error.message).slice(0, 400);
    return `${name === 'Error' ? '' : `${name}: `}${message}`.replace(/\.?$/, '.');
  } catch {
    return 'threw something that cannot be read.';
  }
}
