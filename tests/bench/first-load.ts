/** What a first visit transfers before the page works, compressed as servers do. The rest comes when it is wanted. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Figure } from './figure';

export function benchFirstLoad(): Figure[] {
  execFileSync('npm', ['run', 'build'], { stdio: 'ignore', shell: process.platform === 'win32' });
  const named = new Set(['index.html', ...needed(readFileSync('dist/index.html', 'utf8'))]);
  const sizes = filesIn('dist')
    .filter((path) => /\.(html|js|css)$/.test(path))
    .map((path) => ({ path, bytes: gzipSync(readFileSync(path), { level: 9 }).length }));
  const first = sizes.filter(
    ({ path }) => [...named].some((name) => path.endsWith(name)) || /node\.worker/.test(path),
  );
  const sum = (of: readonly { readonly bytes: number }[]) =>
    of.reduce((total, { bytes }) => total + bytes, 0);
  return [
    { name: 'first load, gzip: page, style, worker', value: sum(first) / 1000, unit: 'kB', aim: 'under 100' },
    { name: 'everything, gzip', value: sum(sizes) / 1000, unit: 'kB' },
    ...sizes.map(({ path, bytes }) => ({ name: `  ${path}`, value: bytes / 1000, unit: 'kB' })),
  ];
}

/** The scripts and styles that the document itself asks for. */
function needed(html: string): string[] {
  return [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, path]) => path as string);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}
