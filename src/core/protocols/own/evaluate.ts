/**
 * A text as a protocol, in this very process: it may do all that the process may. For files of one's own, in a terminal and
 * in tests; what somebody else wrote runs in the page's sandbox.
 */
import { lineIn } from './author-error';
import { compileSource, defaultOf, FILE_NAME, PARAMETERS, requireFor, SourceError } from './compile';
import { defineProtocol } from './definition';
import { ownProtocol, type OwnProtocol } from './protocol';

type Body = (exports: object, require: (name: unknown) => object) => void;

/** Throws a sentence, with the line where there is one, if the text is no protocol. */
export function protocolFromSource(source: string): OwnProtocol {
  const code = compileSource(source);
  const exports = {};
  try {
    // On one line with the first of the text, so that lines stay what they are.
    const text = `(function (${PARAMETERS.join(', ')}) {'use strict';${code}\n})\n//# sourceURL=${FILE_NAME}`;
    const body = (0, eval)(text) as Body;
    body(exports, requireFor({ defineProtocol }));
  } catch (error) {
    throw error instanceof SourceError ? error : new SourceError(reasonOf(error), lineIn(error, FILE_NAME));
  }
  return ownProtocol(defaultOf(exports), FILE_NAME);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { name, message } = error;
  return `${name === 'Error' ? '' : `${name}: `}${message}`.replace(/\.?$/, '.');
}
