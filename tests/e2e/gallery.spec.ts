/** The gallery: every scenario opened by its card and held against its transcript, and the gallery for everybody. */
import AxeBuilder from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCENARIOS, type Scenario } from '../../src/app/scenarios';
import { INVARIANTS } from '../../src/check/invariants';
import { fileOf, momentsOf, momentText, TRANSCRIPTS } from '../golden/scenario-transcript';
import { tabTo } from './support/keyboard';
import type { Playground } from './support/playground';
import { expect, test } from './support/test';

const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const [first] = SCENARIOS as readonly [Scenario];

for (const scenario of SCENARIOS) {
  test(`${scenario.title}: the page shows what the transcript says`, async ({ playground }) => {
    const golden = readFileSync(join(TRANSCRIPTS, fileOf(scenario)), 'utf8');
    const [moment, end] = momentsOf(golden) as [string, string];

    // Paused, so that it plays only once the scenario is open.
    await playground.pause();
    await playground.tellScenario(scenario.title);
    await expectToTell(playground, scenario);
    await expect(playground.button('Pause')).toBeVisible();
    expect(momentText(await playground.advanceTo(scenario.lookAtMs), await playground.digest())).toBe(moment);
    expect(momentText(await playground.advanceTo(scenario.untilMs), await playground.digest())).toBe(end);
    const broken = INVARIANTS.filter(({ id }) => golden.includes(`(${id})`));
    await playground.openTab('Safety');
    await expect(playground.safety.getByText('VIOLATED', { exact: true })).toHaveCount(broken.length);

    // The same moment at once, with the end of the story already recorded.
    await momentButton(await playground.openGallery(), scenario).click();
    await expect.poll(async () => (await playground.view()).timeMs).toBe(scenario.lookAtMs);
    const digest = await playground.digest();
    expect(end).toContain(digest);
    expect(momentText(await playground.view(), digestOf(moment))).toBe(moment);
    await expect(playground.button('Play')).toBeVisible();
  });
}

test('every card has a picture, made when it comes into view, and told in words', async ({ playground }) => {
  const gallery = await playground.openGallery();
  await expect(gallery.getByRole('article')).toHaveCount(SCENARIOS.length);
  const last = cardOf(gallery, SCENARIOS.at(-1)!);
  await expect(last.getByRole('img')).toBeHidden();
  for (const scenario of SCENARIOS) {
    const card = cardOf(gallery, scenario);
    await card.scrollIntoViewIfNeeded();
    await expect(
      card.getByRole('img', { name: /^Timeline of \d+\ss: n1 has authority|^Timeline/ }),
    ).toBeVisible();
    await expect(card).toContainText(scenario.watch);
  }
});

test('with the keyboard alone: in, to a story, out again', async ({ playground }) => {
  const { page } = playground;
  const opener = page.getByRole('link', { name: 'Learn', exact: true });
  await opener.focus();
  await page.keyboard.press('Enter');
  const gallery = page.getByRole('region', { name: 'Learn', exact: true });
  await expect(gallery).toBeVisible();
  await expect(opener).toBeFocused();
  await page.goBack();
  await expect(gallery).toBeHidden();
  await expect(playground.cluster).toBeVisible();

  await opener.press('Enter');
  await tabTo(openButton(gallery, first), 12);
  await tabTo(momentButton(gallery, first), 1);
  await page.keyboard.press('Enter');
  await expect(gallery).toBeHidden();
  await expectToTell(playground, first);
  // The shortcuts of the page work again.
  const { timeMs } = await playground.view();
  await page.keyboard.press('.');
  await expect.poll(async () => (await playground.view()).timeMs).toBeGreaterThan(timeMs);
});

test('the story that is told is marked, and free play ends it', async ({ playground }) => {
  await playground.tellScenario(first.title);
  await expectToTell(playground, first);
  const gallery = await playground.openGallery();
  await expect(gallery.locator('[aria-current]')).toHaveCount(1);
  await expect(cardOf(gallery, first)).toHaveAttribute('aria-current', 'true');
  await gallery.getByRole('button', { name: 'Free play', exact: true }).click();
  await expect.poll(async () => (await playground.run()).faults ?? []).toEqual([]);
  await expect(playground.page.getByRole('banner')).toContainText('Free play');
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [screen, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
    test.describe(`${colorScheme}, ${screen}`, () => {
      test.use({ colorScheme, viewport });

      test('axe finds nothing serious in the gallery, and nothing is wider than it', async ({
        playground,
      }) => {
        const gallery = await playground.openGallery();
        await expect(cardOf(gallery, first).getByRole('img')).toBeVisible();
        // Its other mode opens a page of its own for what is in frames, and there are none.
        const axe = new AxeBuilder({ page: playground.page }).setLegacyMode();
        const { violations } = await axe.analyze();
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        expect(serious.map(({ id, nodes }) => ({ id, where: nodes.map(({ html }) => html) }))).toEqual([]);

        const [scroll, width] = await gallery.evaluate((element) => [
          element.scrollWidth,
          element.clientWidth,
        ]);
        expect(scroll).toBeLessThanOrEqual(width);
        expect(width).toBeLessThanOrEqual(viewport.width);
      });
    });
  }
}

async function expectToTell(playground: Playground, { title, run, watch }: Scenario): Promise<void> {
  const script = async () => {
    const { protocol, nodes, seed, faults } = await playground.run();
    return { protocol, nodes, seed, faults };
  };
  const { protocol, nodes, seed, faults } = run;
  await expect.poll(script).toEqual({ protocol, nodes, seed, faults });
  await expect(playground.page.getByRole('banner')).toContainText(title);
  await playground.lookAt('Story', async () => {
    await expect(playground.page.getByRole('region', { name: title, exact: true })).toContainText(watch);
  });
}

const cardOf = (gallery: Locator, { title }: Scenario): Locator =>
  gallery.getByRole('article', { name: title, exact: true });

const openButton = (gallery: Locator, { title }: Scenario): Locator =>
  gallery.getByRole('button', { name: `Open ${title}`, exact: true });

const momentButton = (gallery: Locator, scenario: Scenario): Locator =>
  cardOf(gallery, scenario).getByRole('button', { name: /^Show the moment/ });

const digestOf = (text: string): string => /digest (\w+)/.exec(text)![1]!;
