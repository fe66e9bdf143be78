/** What a first visit transfers before the page works: every file of the build, compressed as servers do. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Figure } from './figure';

export function benchFirstLoad(): Figure[] {
  execFileSync('npm', ['run', 'build'], { stdio: 'ignore', shell: process.platform === 'win32' });
  const sizes = filesIn('dist')
    .filter((path) => /\.(html|js|css)$/.test(path))
    .map((path) => ({ path, bytes: gzipSync(readFileSync(path), { level: 9 }).length }));
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    { name: 'first load, gzip', value: total / 1000, unit: 'kB', aim: 'under 100' },
    ...sizes.map(({ path, bytes }) => ({ name: `  ${path}`, value: bytes / 1000, unit: 'kB' })),
  ];
}

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}
