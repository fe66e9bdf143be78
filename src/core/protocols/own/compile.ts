/**
 * From what somebody typed to what an engine runs: types are stripped, and imports and exports become `require` and
 * `exports`, so that the whole is the body of one function. Line numbers stay.
 */
import { transform } from 'sucrase';
import { SHADOWS } from './shadows';
import { SourceError } from './source-error';

/** How the file is called in stacks and sentences. */
export const FILE_NAME = 'your-protocol.ts';

/** An expression: the function that `instantiate` calls. Throws a `SourceError` with the line of what cannot be read. */
export function compileSource(source: string): string {
  let code: string;
  try {
    code = transform(source, {
      transforms: ['typescript', 'imports'],
      disableESTransforms: true,
      preserveDynamicImport: false,
      filePath: FILE_NAME,
    }).code;
  } catch (error) {
    throw fromParser(error);
  }
  // On one line with the first of the text, so that lines stay what they are.
  const names = SHADOWS.map(([name]) => name).join(',');
  return `(function(${names}){'use strict';return function(exports,require){${code}\n}})`;
}

/** "Error transforming your-protocol.ts: Unexpected token, expected ";" (3:14)". */
function fromParser(error: unknown): SourceError {
  const text = error instanceof Error ? error.message : String(error);
  const place = /\((\d+):(\d+)\)\s*$/.exec(text);
  const words = text
    .replace(/^Error transforming [^:]*: /, '')
    .replace(/\s*\(\d+:\d+\)\s*$/, '')
    .replace(/\.?$/, '.');
  return new SourceError(
    words.charAt(0).toLowerCase() + words.slice(1),
    place === null ? null : Number(place[1]),
  );
}
