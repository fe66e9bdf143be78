/**
 * From what somebody typed to what an engine runs: types are stripped, and imports and exports become `require` and
 * `exports`, so that the whole is the body of one function. Line numbers stay.
 */
import { transform } from 'sucrase';

/** A text that is no program. */
export class SourceError extends Error {
  override readonly name = 'Error';

  constructor(
    what: string,
    /** From 1; null where it is not known. */
    readonly line: number | null,
    readonly column: number | null = null,
  ) {
    super(`source${line === null ? '' : ` (line ${line})`}: ${what}`);
  }
}

/** The parameters of the function whose body `compileSource` gives. */
export const PARAMETERS = ['exports', 'require'] as const;

/** How the file is called in stacks and sentences. */
export const FILE_NAME = 'your-protocol.ts';

/** Throws a `SourceError` with the line of what cannot be read. */
export function compileSource(source: string): string {
  try {
    return transform(source, {
      transforms: ['typescript', 'imports'],
      disableESTransforms: true,
      preserveDynamicImport: false,
      filePath: FILE_NAME,
    }).code;
  } catch (error) {
    throw fromParser(error);
  }
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
    place === null ? null : Number(place[2]),
  );
}

/** What such a body can import. Throws a sentence on anything else. */
export function requireFor(library: object): (name: unknown) => object {
  return (name) => {
    if (name === 'interregnum') return library;
    throw new Error(
      `import: a protocol is one file and may import from 'interregnum' alone, and not ${JSON.stringify(String(name).slice(0, 80))}`,
    );
  };
}

/** What a body exported as its default. Throws a sentence if it did not. */
export function defaultOf(exports: unknown): unknown {
  const given = (exports as { readonly default?: unknown } | null)?.default;
  if (given === undefined)
    throw new SourceError('exports nothing; write `export default defineProtocol({ … })`.', null);
  return given;
}
