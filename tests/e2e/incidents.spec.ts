/** Incidents: each opened by its card, and its moment held against its transcript; the same with the fix. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INCIDENTS } from '../../src/app/scenarios/incidents';
import type { Scenario } from '../../src/app/scenarios/scenario';
import { fileOf, momentsOf, momentText, TRANSCRIPTS } from '../golden/scenario-transcript';
import type { Playground } from './support/playground';
import { expect, test } from './support/test';

for (const { source, story, fixed } of INCIDENTS) {
  test(`${source}: the page shows what the transcripts say`, async ({ playground }) => {
    await playground.pause();
    for (const scenario of [story, fixed]) {
      await open(playground, scenario);
      const [moment] = momentsOf(readFileSync(join(TRANSCRIPTS, fileOf(scenario)), 'utf8'));
      const view = await playground.advanceTo(scenario.lookAtMs);
      expect(momentText(view, await playground.digest())).toBe(moment);
    }
  });
}

test('they are a section of their own, which an address leads to', async ({ playground }) => {
  const learn = await playground.openGallery();
  await expect(learn.getByRole('article').first()).toBeVisible();
  await learn.getByRole('tab', { name: 'Incidents', exact: true }).click();
  await expect(learn.getByRole('article')).toHaveCount(INCIDENTS.length);
  expect(new URL(playground.page.url()).hash).toBe('#learn/incidents');
  for (const { source, hunted } of INCIDENTS) {
    await expect(learn.getByText(source, { exact: true })).toHaveCount(1);
    await expect(learn.getByText(hunted, { exact: true }).first()).toBeAttached();
  }
});

async function open(playground: Playground, { title }: Scenario): Promise<void> {
  const learn = await playground.openGallery();
  const tab = learn.getByRole('tab', { name: 'Incidents', exact: true });
  if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
  await learn.getByRole('button', { name: `Open ${title}`, exact: true }).click();
  await expect(playground.page.locator('#story-title')).toHaveText(title);
}
