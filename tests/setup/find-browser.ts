import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type LaunchOptions } from '@playwright/test';

/** Without windows to draw, each page costs half as much to open: what Playwright runs headless by default, too. */
export const HEADLESS_PACKAGE = 'chromium-headless-shell';

/**
 * The path of a Chromium or Chrome that starts, or null. `CHROMIUM_PATH` is taken at its word: if it is set, nothing
 * else is tried. Otherwise Playwright's own build comes first, because the tests are written against it.
 */
export function findBrowser(): string | null {
  const chosen = process.env['CHROMIUM_PATH'];
  const candidates = chosen ? [chosen] : [chromium.executablePath(), ...usualPlaces()];
  return candidates.find(starts) ?? null;
}

/** How every test and measurement starts its browser. Throws if `findBrowser` finds none. */
export function launchOptions(): LaunchOptions {
  const executablePath = findBrowser();
  if (executablePath === null) throw new Error('No Chromium or Chrome found.');
  return { executablePath, args: flags() };
}

function flags(): string[] {
  const quiet = [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-gpu',
    '--disable-quic',
    '--disable-sync',
    '--no-first-run',
  ];
  // Chromium's sandbox refuses to work for root, which is who runs things in most containers.
  return process.getuid?.() === 0 ? ['--no-sandbox', ...quiet] : quiet;
}

function usualPlaces(): string[] {
  switch (process.platform) {
    case 'darwin':
      return [
        '/Applications/Chromium.app/Contents/MacOS/Chromium',
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      ];
    case 'win32':
      return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
        .flatMap((name) => process.env[name] ?? [])
        .map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'));
    default:
      return [HEADLESS_PACKAGE, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(
        (name) => join('/usr/bin', name),
      );
  }
}

/** A file of that name is not enough: on Ubuntu `chromium-browser` may be a script that asks for a snap. */
function starts(path: string): boolean {
  if (!existsSync(path)) return false;
  // On Windows `--version` opens a window instead of answering.
  if (process.platform === 'win32') return true;
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}
