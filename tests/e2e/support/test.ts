/** Every test gets an open playground, and fails if the page complains behind its back. */
import { test as base, expect, type Page } from '@playwright/test';
import { Playground } from './playground';
// Here too all protocols are at hand, as everywhere in Node.
import '../../../src/core/everything';

export { expect };

export const test = base.extend<{ playground: Playground }>({
  playground: async ({ page }, use) => {
    const complaints = complaintsOf(page);
    const playground = new Playground(page);
    await playground.open();
    await use(playground);
    expect(complaints, 'errors in the console').toEqual([]);
  },
});

/** Grows with each error that the browser reports: exceptions, refused resources, breaches of the policy. */
export function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return complaints;
}
