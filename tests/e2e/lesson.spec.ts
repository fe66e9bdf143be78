/** One cut link of three: two primaries under the published protocol, never under the hardened one. */
import type { Locator } from '@playwright/test';
import type { ClusterView } from '../../src/sim';
import { colourOf, colourOfToken } from './support/colours';
import { theLeader, withAuthority } from './support/leaders';
import { cutLinkRun, LESSON_OVER_MS } from './support/lesson';
import type { Playground } from './support/playground';
import { expect, test } from './support/test';

const FASTEST = 50;

test('kevy: two primaries with authority, and the page says so in red', async ({ playground }) => {
  await playground.load(cutLinkRun('kevy'));
  const view = await playground.advance(LESSON_OVER_MS);

  expect(withAuthority(view)).toMatchObject([
    { id: 'n1', role: 'primary', epoch: 1 },
    { id: 'n2', role: 'primary', epoch: 2 },
  ]);
  await expect(playground.node('n1')).toHaveAccessibleName('n1, primary, epoch 1, has authority');
  await expect(playground.node('n2')).toHaveAccessibleName('n2, primary, epoch 2, has authority');
  await playground.openTab('Safety');
  await expectInRed(playground, playground.safety.getByText('VIOLATED', { exact: true }));
  await expect(playground.safety).toContainText('n1 (epoch 1) and n2 (epoch 2) may both act as the leader');
  await playground.openTab('Events');
  await expectInRed(playground, playground.events.getByText(/may both act as the leader/));
});

test('kevy, played: it pauses at the violation and marks both witnesses', async ({ playground }) => {
  await playground.load(cutLinkRun('kevy'));
  await playground.play(FASTEST);

  const alert = playground.page.getByRole('alert');
  await expect(alert).toContainText('n1 (epoch 1) and n2 (epoch 2) may both act as the leader');
  await expectInRed(playground, alert);
  await expect(playground.button('Play')).toBeVisible();
  await playground.expectTimeStandsStill();
  // The very instant: both have authority, and the page shows it.
  expect(withAuthority(await playground.view())).toHaveLength(2);
  await expect(playground.node('n1')).toHaveAccessibleName(/, witness of the violation$/);
  await expect(playground.node('n2')).toHaveAccessibleName(/, witness of the violation$/);
  await expect(playground.node('n3')).not.toHaveAccessibleName(/witness/);

  await playground.now.getByRole('button', { name: 'Show' }).click();
  await expect(playground.node('n1')).toHaveAttribute('aria-pressed', 'true');
  await playground.now.getByRole('button', { name: 'Continue' }).click();
  await expect(alert).toBeHidden();
  await playground.expectTimeGoesOn();
});

test('quorum: the same run never has two authorities', async ({ playground }) => {
  await playground.load(cutLinkRun('quorum'));
  await expectNeverTwo(playground, await playground.watch(LESSON_OVER_MS, 100));
});

test('as a scenario: one cut link, two primaries', async ({ playground }) => {
  await speedUp(playground);
  await playground.tellScenario('One cut link, two primaries');

  await expect(playground.page.getByRole('alert')).toContainText('may both act as the leader');
  await expect(playground.button('Play')).toBeVisible();
  expect(withAuthority(await playground.view())).toMatchObject([{ id: 'n1' }, { id: 'n2' }]);
  await expect(playground.node('n1')).toHaveAccessibleName(/witness of the violation/);
  await expect(playground.node('n2')).toHaveAccessibleName(/witness of the violation/);
});

test('as a scenario: the same cut link, hardened', async ({ playground }) => {
  await playground.pause();
  await playground.tellScenario('The same cut link, hardened');
  await expect.poll(async () => (await playground.view()).nodes).toHaveLength(3);
  await expect(playground.now).toContainText('Watch n2 ask, and get no answer from n3');
  await expectNeverTwo(playground, await playground.watch(LESSON_OVER_MS, 100));
  await playground.expectEvent(/n2 asks who would vote for it/);
});

/** And there is one at the end, so that it is not for want of trying. */
async function expectNeverTwo(playground: Playground, views: readonly ClusterView[]): Promise<void> {
  expect(Math.max(...views.map((view) => withAuthority(view).length))).toBe(1);
  theLeader(views.at(-1)!);
  await playground.openTab('Safety');
  await expect(playground.safety).toContainText(/all \d+ hold/);
  await expect(playground.safety.getByText('VIOLATED', { exact: true })).toBeHidden();
}

async function expectInRed(playground: Playground, locator: Locator): Promise<void> {
  await expect(locator).toBeVisible();
  expect(await colourOf(locator)).toBe(await colourOfToken(playground.page, '--danger'));
}

async function speedUp({ page }: Playground): Promise<void> {
  await page.getByRole('slider', { name: 'Speed' }).focus();
  await page.keyboard.press('End');
}
