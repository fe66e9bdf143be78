/** `npm run build:package`: the library, its declarations and the command, without a line of the page, in `dist-package/`. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rolldown, type InputOptions } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';

const top = fileURLToPath(new URL('../..', import.meta.url));
const out = `${top}dist-package`;
const sourceOf = (name: string): string => `${top}src/package/${name}.ts`;

const SHARED: InputOptions = {
  cwd: top,
  platform: 'node',
  // The user's own.
  external: [/^node:/, 'vitest'],
  tsconfig: `${top}tsconfig.json`,
};

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const code = await rolldown({
  ...SHARED,
  input: {
    index: sourceOf('index'),
    vitest: sourceOf('vitest'),
    bin: sourceOf('bin'),
    'hunt-thread': `${top}src/cli/hunt-thread.ts`,
  },
});
await code.write({
  dir: out,
  format: 'esm',
  minify: true,
  entryFileNames: '[name].js',
  chunkFileNames: '[name]-[hash].js',
  banner: ({ name }) => (name === 'bin' ? '#!/usr/bin/env node' : ''),
});

const types = await rolldown({
  ...SHARED,
  input: { index: sourceOf('index'), vitest: sourceOf('vitest') },
  plugins: [dts({ emitDtsOnly: true, tsconfig: `${top}tsconfig.json` })],
});
await types.write({
  dir: out,
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: '[name]-[hash].js',
});

const { version, license, engines } = JSON.parse(await readFile(`${top}package.json`, 'utf8')) as Record<
  string,
  unknown
>;
const manifest = {
  name: 'interregnum',
  version,
  description:
    'Write a leader election in one file, run it in a deterministic world, and hunt for the schedule that breaks it.',
  license,
  type: 'module',
  engines,
  sideEffects: ['./vitest.js', './bin.js', './hunt-thread.js'],
  bin: { interregnum: './bin.js' },
  exports: {
    '.': { types: './index.d.ts', default: './index.js' },
    './vitest': { types: './vitest.d.ts', default: './vitest.js' },
    './package.json': './package.json',
  },
  peerDependencies: { vitest: '>=3' },
  peerDependenciesMeta: { vitest: { optional: true } },
};
await writeFile(`${out}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`);
await writeFile(`${out}/README.md`, await readFile(`${top}src/package/README.md`, 'utf8'));
await writeFile(`${out}/LICENSE`, await readFile(`${top}LICENSE`, 'utf8'));
