/**
 * What a built page weighs over the wire, compressed as servers do: before stage and timeline can be used, in the background
 * after that, and when somebody asks for it.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { OF_SANDBOX, onDemandFiles, type BuiltChunk, type Manifest } from '../../src/app/offline/on-demand';
import { PROTOCOLS } from '../../src/core/registry';

/** At most so much, in bytes, until stage and timeline can be used; and of all that is fetched in the background later. */
export const MOST_FIRST_BYTES = 121_400;
export const MOST_LATER_BYTES = 330_000;

/** A file of the build, by its path in there. */
export interface Weighed {
  readonly path: string;
  /** Compressed. */
  readonly bytes: number;
}

export interface WireWeight {
  /** The heaviest first. */
  readonly first: readonly Weighed[];
  readonly later: readonly Weighed[];
  /** What no first visit fetches. */
  readonly onDemand: readonly Weighed[];
}

/** What the page opens with, and the document does not name: the worker of a node, and the first of the protocols. */
const OPENED = ['src/workers/node.worker.ts', `src/core/protocols/${PROTOCOLS[0]!.id}/protocol.ts`];

export const bytesOf = (content: Uint8Array): number => gzipSync(content, { level: 9 }).length;

export const sumOf = (files: readonly Weighed[]): number =>
  files.reduce((total, { bytes }) => total + bytes, 0);

/** `folder` is what `vite build` wrote, its manifest included; `parts` are modules that arrive on demand. */
export function wireWeight(folder: string, parts?: readonly string[]): WireWeight {
  const manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as Manifest;
  const asked = new Set([
    ...onDemandFiles(manifest, parts),
    ...filesIn(folder).filter((path) => OF_SANDBOX.test(path)),
  ]);
  const firstFiles = new Set(['index.html']);
  const follow = (chunk: BuiltChunk): void => {
    if (firstFiles.has(chunk.file)) return;
    for (const file of [chunk.file, ...(chunk.css ?? [])]) firstFiles.add(file);
    for (const name of chunk.imports ?? []) follow(manifest[name]!);
  };
  const chunks = Object.values(manifest);
  const named = namedBy(readFileSync(join(folder, 'index.html'), 'utf8'));
  for (const path of named) follow(chunks.find(({ file }) => file === path) ?? { file: path });
  for (const name of OPENED) {
    const chunk = manifest[name];
    if (chunk === undefined) throw new Error(`The build has nothing that came of ${name}.`);
    follow(chunk);
  }
  const all = filesIn(folder)
    .filter((path) => /\.(html|js|css)$/.test(path))
    .map((path) => ({ path, bytes: bytesOf(readFileSync(join(folder, path))) }))
    .sort((a, b) => b.bytes - a.bytes);
  return {
    first: all.filter(({ path }) => firstFiles.has(path)),
    later: all.filter(({ path }) => !firstFiles.has(path) && !asked.has(path)),
    onDemand: all.filter(({ path }) => !firstFiles.has(path) && asked.has(path)),
  };
}

/** The scripts and styles that the document itself asks for. */
function namedBy(html: string): string[] {
  return [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, path]) => path as string);
}

/** What is too much of what, in a sentence that names the heaviest; null if it is not too much. */
export function tooHeavy(what: string, files: readonly Weighed[], mostBytes: number): string | null {
  const sum = sumOf(files);
  if (sum <= mostBytes) return null;
  const heaviest = [...files].sort((a, b) => b.bytes - a.bytes).slice(0, 5);
  return (
    `${what}: ${sum} bytes, and at most ${mostBytes} are allowed. The heaviest: ` +
    `${heaviest.map(({ path, bytes }) => `${path} ${bytes}`).join(', ')}.`
  );
}

function filesIn(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below)).flatMap((name) => {
    const path = below === '' ? name : `${below}/${name}`;
    return statSync(join(folder, path)).isDirectory() ? filesIn(folder, path) : [path];
  });
}
