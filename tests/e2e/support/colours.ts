/** Colours as the browser computes them, so that a token may be written in any way. */
import type { Locator, Page } from '@playwright/test';

export function colourOf(locator: Locator): Promise<string> {
  return locator.evaluate((element) => getComputedStyle(element).color);
}

/** What a custom property like `--danger` comes to as a colour, in the theme that is shown. */
export function colourOfToken(page: Page, token: string): Promise<string> {
  return page.evaluate((name) => {
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.color = `var(${name})`;
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  }, token);
}
