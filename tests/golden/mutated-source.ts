/**
 * Loads modules of the source with one place of them changed, which is how a mistake is planted where there is no object
 * to bend: the text is replaced, compiled, and run on its own; the source as it is knows nothing of it.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

export interface Change {
  /** Relative to the folder that is loaded from. */
  readonly file: string;
  /** Must be there, once. */
  readonly find: string;
  readonly put: string;
}

const SOURCE = join(import.meta.dirname, '../../src');

/** What `entry` of `folder` (below `src/`) exports, and all that it imports, with that change. Throws if its place is gone. */
export function loadChanged<T>(folder: string, entries: readonly string[], change: Change): T {
  const changed = join(SOURCE, folder, change.file);
  const modules = new Map<string, Record<string, unknown>>();
  const load = (path: string): Record<string, unknown> => {
    const known = modules.get(path);
    if (known !== undefined) return known;
    const exported: Record<string, unknown> = {};
    modules.set(path, exported);
    const text = readFileSync(path, 'utf8');
    const source = path === changed ? withChange(text, change) : text;
    const { outputText } = ts.transpileModule(source, {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023 },
      fileName: relative(SOURCE, path),
    });
    const require = (name: string) => load(join(dirname(path), `${name}.ts`));
    new Function('exports', 'require', outputText)(exported, require);
    return exported;
  };
  const all = entries.map((entry) => load(join(SOURCE, folder, entry)));
  if (!modules.has(changed)) throw new Error(`${change.file} is not a part of ${entries.join(', ')}`);
  return Object.assign({}, ...all) as T;
}

function withChange(text: string, { file, find, put }: Change): string {
  const count = text.split(find).length - 1;
  if (count !== 1) throw new Error(`${file} has "${find}" ${count} times; a mistake is planted in one place`);
  return text.replace(find, () => put);
}
