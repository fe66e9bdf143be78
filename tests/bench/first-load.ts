/** What crosses the wire on a first visit: before stage and timeline can be used, and in the background after that. */
import { execFileSync } from 'node:child_process';
import { MOST_FIRST_BYTES, MOST_LATER_BYTES, sumOf, wireWeight, type Weighed } from '../setup/wire-weight';
import type { Figure } from './figure';

export function benchFirstLoad(): Figure[] {
  execFileSync('npm', ['run', 'build'], { stdio: 'ignore', shell: process.platform === 'win32' });
  const { first, later, onDemand } = wireWeight('dist');
  return [
    ...part('until stage and timeline can be used, gzip', first, MOST_FIRST_BYTES),
    ...part('fetched later in the background, gzip', later, MOST_LATER_BYTES),
    ...part('fetched when somebody asks for it, gzip', onDemand),
  ];
}

/** The sum, then each file of it, in thousands of bytes. */
function part(name: string, files: readonly Weighed[], mostBytes?: number): Figure[] {
  const value = sumOf(files) / 1000;
  const aim = mostBytes === undefined ? {} : { aim: `at most ${mostBytes / 1000}` };
  const sum: Figure = { name, value, unit: 'kB', ...aim };
  return [sum, ...files.map(({ path, bytes }) => ({ name: `  ${path}`, value: bytes / 1000, unit: 'kB' }))];
}
