/** The browser of the end-to-end tests, for comparison. */
import { chromium } from '@playwright/test';
import { launchOptions } from '../setup/find-browser';
import type { Engine } from './engine';

export async function startChromium(): Promise<Engine> {
  const browser = await chromium.launch(launchOptions());
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  return {
    title: `Chromium ${browser.version()}`,
    async open(url) {
      await page.goto(url);
    },
    call: <T>(source: string, ...given: readonly unknown[]) =>
      page.evaluate<T>(`(async () => (await (${source})(...${JSON.stringify(given)})) ?? null)()`),
    close: () => browser.close(),
  };
}
