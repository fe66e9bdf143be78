/** For everybody: no serious finding of axe in any state of the page, regions with names, and motion that can be had less. */
import AxeBuilder from '@axe-core/playwright';
import { cutLinkRun } from './support/lesson';
import { ELECTED_BY_MS } from './support/pace';
import type { Playground } from './support/playground';
import { expect, test } from './support/test';

const DESKTOP = { width: 1440, height: 900 };
const TABLET = { width: 820, height: 1180 };
const PHONE = { width: 390, height: 844 };

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [screen, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
    test.describe(`${colorScheme}, ${screen}`, () => {
      test.use({ colorScheme, viewport });

      test('axe finds nothing serious, whatever is open', async ({ playground }) => {
        test.slow();
        await playground.advanceTo(ELECTED_BY_MS);
        await expectNothingSerious(playground, 'nothing selected');

        await playground.selectNode('n1');
        await expectNothingSerious(playground, 'a node selected');

        await playground.selectLink('n1', 'n2');
        await playground.press('Cut both ways');
        await expectNothingSerious(playground, 'a cut link selected');

        await playground.openSettings();
        await expectNothingSerious(playground, 'settings open');
        await playground.press('Close setup');

        await playground.press('Help');
        await expect(playground.page.getByRole('dialog', { name: 'What you see' })).toBeVisible();
        await expectNothingSerious(playground, 'help open');
        await playground.press('Close help');

        await playground.load(cutLinkRun('kevy'));
        await playground.play(50);
        await expect(playground.page.getByRole('alert')).toBeVisible();
        await expectNothingSerious(playground, 'a violation');
      });

      test('nothing is wider than the screen', async ({ playground }) => {
        await playground.selectNode('n1');
        const { scroll, screen: wide } = await playground.page.evaluate(() => ({
          scroll: document.documentElement.scrollWidth,
          screen: innerWidth,
        }));
        expect(scroll).toBeLessThanOrEqual(wide);
      });
    });
  }
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of [DESKTOP, TABLET, PHONE]) {
    test.describe(`${colorScheme}, ${viewport.width} × ${viewport.height}`, () => {
      test.use({ colorScheme, viewport });

      test('axe finds nothing serious in any of the four places', async ({ playground }) => {
        const { page } = playground;
        await playground.advanceTo(ELECTED_BY_MS);
        for (const [place, region, tabs] of [
          ['Run', 'Cluster', []],
          ['Learn', 'Learn', []],
          ['Break', 'Break', ['Hunt', 'Explore']],
          ['Measure', 'Timing lab', ['Failovers', 'Sweep', 'Target']],
        ] as const) {
          await playground.goTo(place);
          await expect(page.getByRole('region', { name: region, exact: true })).toBeVisible();
          for (const tab of tabs) {
            await page
              .getByRole(place === 'Break' ? 'tab' : 'radio', { name: tab, exact: true })
              .click({ force: true });
            await expectNothingSerious(playground, `${place}, ${tab}`);
          }
          if (tabs.length === 0) await expectNothingSerious(playground, place);
        }
      });
    });
  }
}

test('the parts of the page are regions with names', async ({ playground }) => {
  const region = (name: string) => playground.page.getByRole('region', { name, exact: true });
  for (const name of ['Now', 'Cluster', 'Timeline']) await expect(region(name)).toBeVisible();
  for (const name of ['Safety', 'Events']) {
    await playground.openTab(name);
    await expect(region(name)).toBeVisible();
  }
  await playground.selectNode('n1');
  await expect(region('Inspector')).toBeVisible();
  await expect(playground.page.getByRole('heading', { level: 1, name: 'Interregnum' })).toBeVisible();
});

test('a paused cluster is told in words', async ({ playground }) => {
  await playground.advanceTo(ELECTED_BY_MS);
  await expect(playground.cluster.getByRole('status')).toContainText([
    '',
    /^Paused at 16\.000 seconds\. n1 at epoch 2 has authority\. \d+ messages? in flight$/,
  ]);
});

test.describe('with reduced motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('nothing on the page takes time to change', async ({ playground }) => {
    await playground.openSettings();
    await playground.settings.getByRole('switch', { name: 'Sticky voters' }).uncheck();
    expect(await slowestChangeMs(playground)).toBeLessThanOrEqual(1);
  });
});

test('without it, changes take a moment', async ({ playground }) => {
  await playground.openSettings();
  expect(await slowestChangeMs(playground)).toBeGreaterThan(50);
});

async function expectNothingSerious(playground: Playground, state: string): Promise<void> {
  await playground.pause();
  // Its other mode opens a page of its own for what is in frames, and there are none.
  const { violations } = await new AxeBuilder({ page: playground.page }).setLegacyMode().analyze();
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => ({ id, help, where: nodes.map(({ html }) => html) }));
  expect.soft(serious, state).toEqual([]);
}

/** Of all transitions and animations that any element declares. */
function slowestChangeMs({ page }: Playground): Promise<number> {
  return page.evaluate(() => {
    const inMs = (time: string) => parseFloat(time) * (time.endsWith('ms') ? 1 : 1000);
    const durations = [...document.querySelectorAll('*')].flatMap((element) => {
      const { transitionDuration, animationDuration } = getComputedStyle(element);
      return `${transitionDuration}, ${animationDuration}`.split(', ').map(inMs);
    });
    return Math.max(...durations.filter(Number.isFinite));
  });
}
