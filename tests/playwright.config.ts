import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { launchOptions } from './setup/find-browser';

const top = fileURLToPath(new URL('..', import.meta.url));
/** Where the built page is served meanwhile; `PREVIEW_PORT` lets two checkouts be tested beside each other. */
const port = Number(process.env['PREVIEW_PORT'] ?? 4173);
const baseURL = `http://localhost:${port}/`;

/** End-to-end tests of the built page. `npm run test:e2e` builds it first. */
export default defineConfig({
  testDir: './e2e',
  outputDir: `${top}test-results/e2e`,
  reporter: [['list'], ['json', { outputFile: `${top}test-results/e2e.json` }]],
  fullyParallel: true,
  workers: 2,
  // A test that needs a second try is a bug, in it or in the page.
  retries: 0,
  // Against what never ends: a machine under load must not fail a test for being slow.
  timeout: 10 * 60_000,
  expect: { timeout: 120_000 },
  use: {
    baseURL,
    launchOptions: launchOptions(),
    screenshot: 'only-on-failure',
    // Everything works without them, which is seen to here; what they are for has a spec of its own.
    serviceWorkers: 'block',
  },
  // Never an already running server: it might serve another build.
  webServer: {
    command: `npm run preview -- --port ${port}`,
    cwd: top,
    url: baseURL,
    reuseExistingServer: false,
  },
});
