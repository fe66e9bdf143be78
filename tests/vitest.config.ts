import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Everything that needs no browser. A kind of test is a project; `--project unit` runs one. `--mode deep` searches further. */
export default defineConfig(({ mode }) => ({
  root: fileURLToPath(new URL('..', import.meta.url)),
  // State classes in `.svelte.ts` files have unit tests too.
  plugins: [svelte({ configFile: false })],
  // As authors of a protocol import it, wherever their file lies.
  resolve: { alias: { interregnum: fileURLToPath(new URL('../src/package/index.ts', import.meta.url)) } },
  test: {
    // Against what never ends, for all projects and with no exceptions: a slow machine must not fail a test for being slow.
    testTimeout: 30 * 60_000,
    hookTimeout: 30 * 60_000,
    env: { THOROUGHNESS: mode === 'deep' ? (process.env['THOROUGHNESS'] ?? '10') : '1' },
    setupFiles: ['tests/setup/properties.ts', 'tests/setup/protocols.ts'],
    reporters: ['default', 'json'],
    // Each script gives its own, for the summary.
    outputFile: { json: 'test-results/vitest.json' },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // No test of ours leaves anything behind in a module, and loading all of them for each file anew costs most of the time.
          isolate: false,
          include: ['src/**/*.test.ts', 'tests/unit/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'golden', include: ['tests/golden/**/*.test.ts'] },
      },
      {
        extends: true,
        test: { name: 'property', include: ['tests/property/**/*.test.ts'] },
      },
    ],
  },
}));
