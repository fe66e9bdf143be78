/** The canvases keep their colours whatever a person's system asks for: as many hues as there are epochs to be seen. */
import type { BrowserContextOptions, Locator } from '@playwright/test';
import type { Run } from '../../src/sim';
import type { Playground } from './support/playground';
import { expect, test } from './support/test';

/** Four reigns, one after the other: each leader falls, and comes back as a follower. */
const REIGNS: Run = {
  version: 1,
  protocol: 'kevy',
  nodes: ['n1', 'n2', 'n3'],
  seed: 1,
  config: { hbIntervalMs: 200, downAfterMs: 1000 },
  faults: [
    { atMs: 3000, kind: 'kill', node: 'n1' },
    { atMs: 9000, kind: 'restart', node: 'n1', disk: 'kept' },
    { atMs: 12_000, kind: 'kill', node: 'n2' },
    { atMs: 18_000, kind: 'restart', node: 'n2', disk: 'kept' },
  ],
};
const SEEN_UNTIL_MS = 22_000;

const SURROUNDINGS: Readonly<Record<string, Partial<BrowserContextOptions>>> = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'reduced motion': { reducedMotion: 'reduce' },
  'forced colours': { forcedColors: 'active' },
  'forced colours, dark': { forcedColors: 'active', colorScheme: 'dark' },
};

for (const [name, options] of Object.entries(SURROUNDINGS)) {
  test.describe(name, () => {
    test.use({ contextOptions: options });

    test('the lanes show a hue for each epoch, and more than one tone besides', async ({ playground }) => {
      const epochs = await playReigns(playground);
      expect(epochs).toBeGreaterThanOrEqual(3);
      const lanes = playground.timeline.locator('canvas').first();
      await expect.poll(() => huesOf(lanes).then(({ hues }) => hues)).toBeGreaterThanOrEqual(epochs);
      expect((await huesOf(lanes)).greys).toBeGreaterThanOrEqual(2);
    });

    test('what moves on the stage has the colour of its epoch', async ({ playground }) => {
      await playReigns(playground);
      const { hues } = await huesOf(playground.cluster.locator('canvas'), 4);
      expect(hues).toBeGreaterThanOrEqual(1);
    });
  });
}

test('paper shows the same hues as the screen, on white', async ({ playground }) => {
  await playground.page.emulateMedia({ colorScheme: 'dark' });
  const epochs = await playReigns(playground);
  await playground.page.emulateMedia({ colorScheme: 'dark', media: 'print' });
  const lanes = playground.timeline.locator('canvas').first();
  await expect.poll(() => huesOf(lanes).then(({ hues }) => hues)).toBeGreaterThanOrEqual(epochs);
  const ground = await playground.page.evaluate(
    () => getComputedStyle(document.documentElement).backgroundColor,
  );
  expect(ground).toBe('rgb(255, 255, 255)');
});

test('paper has what goes on, the stage, the timeline and the whole tab, and nothing to press', async ({
  playground,
}) => {
  const { page } = playground;
  await page.setViewportSize({ width: 1280, height: 720 });
  await playReigns(playground);
  await playground.openTab('Events');
  const events = page.getByRole('region', { name: 'Events', exact: true });
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('button', { name: 'Play' })).toBeHidden();
  await expect(page.getByRole('navigation', { name: 'Places' })).toBeHidden();
  await expect(page.getByRole('region', { name: 'Now' })).toBeVisible();
  const tops = await Promise.all(
    [page.getByRole('region', { name: 'Now' }), playground.cluster, playground.timeline, events].map(
      async (part) => (await part.boundingBox())!.y,
    ),
  );
  expect(tops).toEqual([...tops].sort((a, b) => a - b));
  const cut = await events.evaluate((element) =>
    [element, ...element.querySelectorAll(':not(.visually-hidden, .visually-hidden *)')]
      .filter(({ scrollHeight, clientHeight }) => clientHeight > 0 && scrollHeight > clientHeight + 4)
      .map((part) => part.className),
  );
  expect(cut).toEqual([]);
  expect(await page.evaluate(() => document.scrollingElement!.scrollWidth <= innerWidth)).toBe(true);
});

async function playReigns(playground: Playground): Promise<number> {
  await playground.load(REIGNS);
  await playground.advance(SEEN_UNTIL_MS);
  await playground.press('Whole run');
  const { nodes } = await playground.view();
  // Each epoch up to the last has had its primary, and so its band.
  return Math.max(...nodes.map(({ epoch }) => epoch));
}

/** How many hues, and how many greys, a canvas holds; a colour counts from `least` pixels on. */
function huesOf(canvas: Locator, least = 12): Promise<{ hues: number; greys: number }> {
  return canvas.evaluate((element, most) => {
    const { width, height } = element as HTMLCanvasElement;
    const pixels = (element as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height).data;
    const byHue = new Map<number, number>();
    const byGrey = new Map<number, number>();
    for (let at = 0; at < pixels.length; at += 4) {
      if (pixels[at + 3]! < 230) continue;
      const [r, g, b] = [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!];
      const high = Math.max(r, g, b);
      const spread = high - Math.min(r, g, b);
      if (spread < 0.35 * high || high < 60) {
        const tone = high >> 5;
        byGrey.set(tone, (byGrey.get(tone) ?? 0) + 1);
        continue;
      }
      const turn =
        high === r ? ((g - b) / spread + 6) % 6 : high === g ? (b - r) / spread + 2 : (r - g) / spread + 4;
      const hue = Math.round((turn * 60) / 15) % 24;
      byHue.set(hue, (byHue.get(hue) ?? 0) + 1);
    }
    const enough = (counts: Map<number, number>): number =>
      [...counts.values()].filter((count) => count >= most).length;
    return { hues: enough(byHue), greys: enough(byGrey) };
  }, least);
}
