import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { workerScripts } from '../vite.config';

/** Everything that needs no browser. A kind of test is a project; `--project unit` runs one. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  // State classes in `.svelte.ts` files have unit tests too.
  plugins: [svelte({ configFile: false }), workerScripts()],
  test: {
    setupFiles: ['tests/setup/properties.ts', 'tests/setup/protocols.ts'],
    reporters: ['default', 'json'],
    // Each script gives its own, for the summary.
    outputFile: { json: 'test-results/vitest.json' },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'tests/unit/**/*.test.ts'],
          // Some run whole clusters: a slow machine must not fail them for being slow.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: { name: 'golden', include: ['tests/golden/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        extends: true,
        test: { name: 'property', include: ['tests/property/**/*.test.ts'], testTimeout: 300_000 },
      },
    ],
  },
});
