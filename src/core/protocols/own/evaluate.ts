/**
 * A text as a protocol, in this very process: it may do all that the process may. For files of one's own, in a terminal and
 * in tests; what somebody else wrote runs in the page's sandbox.
 */
import { compileSource, FILE_NAME } from './compile';
import { instantiate, type Compiled } from './instantiate';
import type { OwnProtocol } from './protocol';
import { SourceError } from './source-error';

/** Throws a sentence, with the line where there is one, if the text is no protocol. */
export function protocolFromSource(source: string): OwnProtocol {
  const code = compileSource(source);
  let compiled: Compiled;
  try {
    compiled = (0, eval)(`${code}\n//# sourceURL=${FILE_NAME}`) as Compiled;
  } catch (error) {
    throw new SourceError(`${(error as Error).message}.`, null);
  }
  return instantiate(compiled, FILE_NAME);
}
