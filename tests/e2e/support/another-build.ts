/** The page as it might be next week: the same source with one more line, built as a version of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

export interface AnotherBuild {
  readonly folder: URL;
  remove(): Promise<void>;
}

/** Its document has the attribute `data-build`, with this name. */
export async function buildAnother(name: string): Promise<AnotherBuild> {
  // Nobody weighs it.
  process.env['SMALLER'] = '0';
  const outDir = await mkdtemp(join(tmpdir(), 'interregnum-'));
  await build({
    root: fileURLToPath(new URL('../../../', import.meta.url)),
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
    plugins: [
      {
        name: 'another-build',
        transform: {
          filter: { id: /\/src\/ui\/main\.ts$/ },
          handler: (code) => `${code}\ndocument.documentElement.dataset.build = ${JSON.stringify(name)};`,
        },
      },
    ],
  });
  return {
    folder: new URL(`${pathToFileURL(outDir)}/`),
    remove: () => rm(outDir, { recursive: true }),
  };
}
