/**
 * Who imports whom, types and files loaded later included. Linters follow neither `import type` nor the scripts of
 * Svelte components, and both make circles: a type that two files need from each other belongs in a third.
 */
import { posix } from 'node:path';
import ts from 'typescript';

/** Each file, by its path from the top, with the files of the tree that it imports. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

const SCRIPT = /<script\b[^>]*>([\s\S]*?)<\/script>/g;
const ENDINGS = ['', '.ts', '/index.ts'];

/** `sources`: paths from the top, with forward slashes, and the text of each. Packages are left out. */
export function importGraph(sources: ReadonlyMap<string, string>): ImportGraph {
  return new Map(
    [...sources].map(([path, text]) => {
      const found = specifiers(path, text).map((name) => fileOf(path, name, sources));
      return [path, [...new Set(found.filter((file) => file !== null))]];
    }),
  );
}

/** The smallest knots: every group of files each of which reaches each other one, in the order of their paths. */
export function circles(graph: ImportGraph): readonly (readonly string[])[] {
  const found: string[][] = [];
  const numbers = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  // Tarjan's strongly connected components.
  const visit = (file: string): void => {
    numbers.set(file, numbers.size);
    lowest.set(file, numbers.get(file)!);
    open.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!numbers.has(next)) visit(next);
      if (open.includes(next)) lowest.set(file, Math.min(lowest.get(file)!, lowest.get(next)!));
    }
    if (lowest.get(file) !== numbers.get(file)) return;
    const knot = open.splice(open.indexOf(file));
    if (knot.length > 1 || graph.get(file)?.includes(file)) found.push(knot.sort());
  };
  for (const file of graph.keys()) if (!numbers.has(file)) visit(file);
  return found.sort();
}

/** Imports from one protocol's folder into another's, as `[from, to]`. */
export function acquaintances(graph: ImportGraph): readonly (readonly [string, string])[] {
  return [...graph].flatMap(([from, files]) =>
    files
      .filter(
        (to) => protocolOf(from) !== null && protocolOf(to) !== null && protocolOf(to) !== protocolOf(from),
      )
      .map((to) => [from, to] as const),
  );
}

function protocolOf(path: string): string | null {
  return /^src\/core\/protocols\/([^/]+)\//.exec(path)?.[1] ?? null;
}

function specifiers(path: string, text: string): readonly string[] {
  const scripts = path.endsWith('.svelte') ? [...text.matchAll(SCRIPT)].map(([, script]) => script!) : [text];
  return scripts.flatMap((script) =>
    ts.preProcessFile(script, true, true).importedFiles.map((file) => file.fileName),
  );
}

/** Null for a package. Throws where a file is named that is not there: the rules would not see that import. */
function fileOf(from: string, specifier: string, sources: ReadonlyMap<string, string>): string | null {
  const worker = /^virtual:worker\/(.+)$/.exec(specifier)?.[1];
  if (worker === undefined && !specifier.startsWith('.')) return null;
  const path =
    worker === undefined
      ? posix.join(posix.dirname(from), specifier.replace(/\?.*$/, ''))
      : `src/workers/${worker}.worker`;
  const found = ENDINGS.map((ending) => path + ending).find((file) => sources.has(file));
  if (found === undefined) throw new Error(`${from} imports ${specifier}, which is no file of this tree.`);
  return found;
}
