/**
 * Run before the end-to-end tests: sees to it that there is a browser, or says in one sentence what to install.
 * Exit code 1 means that there is none.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findBrowser, HEADLESS_PACKAGE } from './find-browser';

const chosen = process.env['CHROMIUM_PATH'];
let browser = findBrowser();
if (browser === null && !chosen && mayInstall()) {
  console.log('No browser found: installing one of the Debian packages of Chromium.');
  // Older systems have only the whole one.
  install(HEADLESS_PACKAGE);
  browser = findBrowser();
  if (browser === null) install('chromium');
  browser ??= findBrowser();
}

if (browser === null) {
  console.error(
    chosen
      ? `CHROMIUM_PATH is "${chosen}", but no browser starts there: correct it, or unset it.`
      : 'The end-to-end tests need a Chromium or Chrome: run "npx playwright install chromium", or set CHROMIUM_PATH to one.',
  );
  process.exitCode = 1;
} else {
  console.log(`Browser: ${browser}`);
}

/** Only where nobody is surprised by it: as root on a system of the Debian family, so mostly in containers. */
function mayInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
}

function install(name: string): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', name]]) {
    // Whatever fails here, the sentence at the end is what the reader needs.
    if (spawnSync('apt-get', args, { stdio: 'inherit', env }).status !== 0) return;
  }
}
