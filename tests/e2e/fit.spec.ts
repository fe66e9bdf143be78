/** What fits where: on a laptop, a phone, in large print, in a small frame; and that nothing lies over anything else. */
import type { Locator, Page } from '@playwright/test';
import type { Run } from '../../src/sim';
import { theLeader } from './support/leaders';
import { cutLinkRun } from './support/lesson';
import { FAILOVER_MS } from './support/pace';
import { Playground } from './support/playground';
import { expect, test } from './support/test';

const LAPTOP = { width: 1280, height: 720 };
const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
/** A laptop at 200 %. */
const LARGE_PRINT = { width: 640, height: 360 };
const FRAME = { width: 480, height: 360 };

const idsOf = (count: number): string[] => Array.from({ length: count }, (_, at) => `n${at + 1}`);
const ring = (count: number): Run => ({ version: 1, protocol: 'quorum', nodes: idsOf(count), seed: 1 });
const FULL: Run = {
  version: 1,
  protocol: 'ballot-lease',
  nodes: idsOf(5),
  seed: 1,
  clients: 2,
  exports: true,
};
const MEMBERS = [...idsOf(5), 'store', 'c1', 'c2'];
const SHOWN_AT_MS = 12_000;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

async function boxOf(locator: Locator): Promise<Box> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('is not shown');
  return box;
}

/** Half a pixel is what browsers round by. */
const isWithin = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x - 0.5 &&
  inner.y >= outer.y - 0.5 &&
  inner.x + inner.width <= outer.x + outer.width + 0.5 &&
  inner.y + inner.height <= outer.y + outer.height + 0.5;

const touch = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const windowOf = (page: Page): Box => ({ x: 0, y: 0, ...page.viewportSize()! });

async function expectWholeRing(playground: Playground, ids: readonly string[]): Promise<void> {
  const stage = await boxOf(playground.cluster);
  expect(isWithin(stage, windowOf(playground.page)), 'the stage is within the window').toBe(true);
  for (const id of ids)
    expect(isWithin(await boxOf(playground.node(id)), stage), `${id} is on it`).toBe(true);
}

for (const viewport of [LAPTOP, DESKTOP]) {
  test.describe(`at ${viewport.width} × ${viewport.height}`, () => {
    test.use({ viewport });

    test('on a violation Why? is there without a click, and the stage has not moved', async ({
      playground,
    }) => {
      const why = playground.page.getByRole('group', { name: 'Why it happened' });
      await playground.load(cutLinkRun('kevy'));
      await playground.advance(SHOWN_AT_MS);
      const places = () =>
        Promise.all([playground.cluster, playground.node('n2'), playground.node('n3')].map(boxOf));
      const before = await places();
      await playground.play(50);
      await expect(playground.page.getByRole('alert')).toBeVisible();
      await expect(why).toContainText('believes that it leads');
      expect(await places()).toEqual(before);

      const lines = await why.evaluate(linesOf);
      expect(lines.length).toBeGreaterThanOrEqual(8);
      const panel = await boxOf(playground.page.getByRole('tabpanel', { name: 'Story' }));
      for (const line of lines.slice(0, 8)) expect(isWithin(line, panel)).toBe(true);
    });
  });
}

test.describe('a laptop', () => {
  test.use({ viewport: LAPTOP });

  test('with all that a run can have, the stage keeps 45 % of the height, and the panel beside it is of use', async ({
    playground,
  }) => {
    await playground.load(FULL);
    await playground.advance(SHOWN_AT_MS);
    expect((await boxOf(playground.cluster)).height).toBeGreaterThanOrEqual(0.45 * LAPTOP.height);
    await expectWholeRing(playground, MEMBERS);
    // It is there under this name where there is more of it than fits.
    await expect(playground.timeline.getByRole('group', { name: 'Lanes' })).toHaveCount(0);
    await playground.openTab('Events');
    expect((await boxOf(playground.events)).height).toBeGreaterThan(300);
    await playground.selectNode('n2');
    expect(isWithin(await boxOf(playground.button('Kill n2').first()), windowOf(playground.page))).toBe(true);
  });

  test('beside another branch the stage keeps 45 %, and no name lies under the timeline', async ({
    playground,
  }) => {
    await playground.advanceTo(SHOWN_AT_MS);
    await playground.seek(10_000);
    await playground.fault({ kind: 'kill', node: 'n1' });
    await playground.advance(2000);
    const branches = await playground.openBranches();
    await branches.getByRole('button', { name: /^Compare with main/ }).click();
    await playground.page.keyboard.press('Escape');
    await playground.nextFrames();
    const stage = await boxOf(playground.cluster);
    expect(stage.height).toBeGreaterThanOrEqual(0.45 * LAPTOP.height);
    for (const { text, corners } of await playground.cluster.evaluate(namesOn)) {
      for (const { x, y } of corners) {
        expect(isWithin({ x, y, width: 0, height: 0 }, stage), text).toBe(true);
      }
    }
    await expectWholeRing(playground, idsOf(5));
  });

  for (const [what, run, members] of [
    ['a ring of five', ring(5), idsOf(5)],
    ['a store with its clients', FULL, MEMBERS],
  ] as const) {
    test(`the legend lies over nobody: ${what}`, async ({ playground }) => {
      await playground.load(run);
      await playground.advance(SHOWN_AT_MS);
      await playground.press('Legend');
      const legend = playground.cluster.getByRole('group', { name: 'Legend' });
      await expect(legend).toBeVisible();
      await playground.nextFrames();
      // What it has scrolls inside of its frame.
      const key = await boxOf(legend.locator('..'));
      const tools = await boxOf(playground.cluster.getByRole('group', { name: 'Whole cluster' }));
      for (const id of members) {
        const node = await boxOf(playground.node(id));
        expect(touch(node, key), `${id} and the legend`).toBe(false);
        expect(touch(node, tools), `${id} and the tools`).toBe(false);
      }
      await expectWholeRing(playground, members);
      await playground.page.keyboard.press('Escape');
      await expect(legend).toBeHidden();
    });
  }

  test('the header shows all of what is set up, and names every place', async ({ playground }) => {
    const { page, setup } = playground;
    for (const viewport of [LAPTOP, DESKTOP]) {
      await page.setViewportSize(viewport);
      for (const [run, words] of [
        [cutLinkRun('kevy'), 'kevy · 3 nodes · As published · no rules'],
        [FULL, 'Ballot lease · 5 nodes · 2 clients · exports · As published · all rules on'],
        [
          {
            ...ring(50),
            safeguards: { durableVotes: false, stickyVoters: false },
            clients: 5,
            exports: true,
          },
          'Quorum · 50 nodes · 5 clients · exports · As published · 2 rules off',
        ],
      ] as const) {
        await playground.load(run);
        await expect(setup).toContainText(words);
        expect(await setup.evaluate(wordsSeen), `at ${viewport.width}`).toEqual(words.split(' · '));
      }
      for (const name of ['Learn', 'Run', 'Break', 'Measure']) {
        const link = page.getByRole('link', { name, exact: true });
        expect((await boxOf(link)).width, name).toBeGreaterThan(20);
        expect(isWithin(await boxOf(link), windowOf(page)), name).toBe(true);
      }
    }
  });

  test('the legend lists the epochs that are shown, in their order', async ({ playground }) => {
    await playground.load(ring(3));
    await playground.advance(SHOWN_AT_MS);
    // Cut off, a leader stays behind while the others go on without it.
    const { id } = theLeader(await playground.view());
    await playground.fault({ kind: 'partition', groups: [[id], idsOf(3).filter((other) => other !== id)] });
    const view = await playground.advance(FAILOVER_MS);
    const epochs = [...new Set(view.nodes.map(({ epoch }) => epoch))].sort((a, b) => a - b);
    expect(epochs.length).toBeGreaterThan(1);
    await playground.press('Legend');
    const list = playground.cluster.getByRole('list', { name: 'Epochs' });
    await expect(list.getByRole('listitem')).toHaveText(epochs.map(String));
  });

  test('what is chosen in Break can be read whole', async ({ playground }) => {
    await playground.goTo('Break');
    for (const name of ['Switched off', 'Looks for']) {
      const select = playground.page.getByRole('combobox', { name, exact: true });
      await expect(select).toBeVisible();
      expect(await select.evaluate(roomLeftIn), name).toBeGreaterThanOrEqual(0);
    }
  });
});

for (const viewport of [DESKTOP, LAPTOP]) {
  test.describe(`${viewport.width} × ${viewport.height}`, () => {
    test.use({ viewport });

    for (const count of [25, 50]) {
      test(`no name of ${count} nodes lies over another, or beside the stage`, async ({ playground }) => {
        await playground.load(ring(count));
        await playground.advance(6000);
        const names = await playground.cluster.evaluate(namesOn);
        expect(names.filter(({ text }) => /^n\d+/.test(text))).toHaveLength(count);
        const stage = await boxOf(playground.cluster);
        for (const [at, name] of names.entries()) {
          for (const { x, y } of name.corners) {
            expect(isWithin({ x, y, width: 0, height: 0 }, stage), `${name.text} is on the stage`).toBe(true);
          }
          const over = names.slice(at + 1).filter(({ corners }) => overlap(name.corners, corners));
          expect(
            over.map(({ text }) => text),
            `what ${name.text} lies over`,
          ).toEqual([]);
        }
      });
    }
  });
}

test('on a tablet Play, branches and the lanes are one row, and what leads through them the next', async ({
  playground,
}) => {
  const { page, timeline } = playground;
  for (const width of [820, 600]) {
    await page.setViewportSize({ width, height: 1180 });
    await playground.nextFrames();
    const middle = async (name: RegExp): Promise<number> => {
      const { y, height } = await boxOf(timeline.getByRole('button', { name }).first());
      return y + height / 2;
    };
    const row = await middle(/^Pause$/);
    for (const name of [/^Branches: /, /^Hide the lanes$/]) {
      expect(Math.abs((await middle(name)) - row), `${name} at ${width}`).toBeLessThan(4);
    }
    const below = await middle(/^Whole run$/);
    expect(below - row).toBeGreaterThan(24);
    expect(below - row).toBeLessThan(60);
    expect(await page.evaluate(() => document.scrollingElement!.scrollWidth)).toBe(width);
  }
});

test.describe('a phone', () => {
  test.use({ viewport: PHONE, hasTouch: true });

  test('nothing is wider than it, and Kill is there after a tap on a node', async ({ playground }) => {
    const width = () => playground.page.evaluate(() => document.scrollingElement!.scrollWidth);
    expect(await width()).toBe(PHONE.width);
    await playground.pause();
    await playground.node('n2').tap();
    const kill = playground.page.getByRole('button', { name: /^Kill( n2)?$/ }).first();
    await expect(kill).toBeVisible();
    expect(isWithin(await boxOf(kill), windowOf(playground.page))).toBe(true);
    await kill.click();
    await expect(playground.node('n2')).toHaveAccessibleName(/^n2, .*killed$/);
    expect(await width()).toBe(PHONE.width);
  });
});

test.describe('a phone', () => {
  test.use({ viewport: PHONE });

  test('nothing has to be scrolled sideways, wherever one is', async ({ playground }) => {
    const { page } = playground;
    for (const [place, kind, parts] of [
      ['Run', 'tab', ['Story', 'Events', 'Safety']],
      ['Learn', 'tab', []],
      ['Break', 'tab', ['Hunt', 'Explore']],
      ['Measure', 'radio', ['Failovers', 'Sweep', 'Target']],
    ] as const) {
      await playground.goTo(place);
      for (const part of [null, ...parts]) {
        if (part !== null) await page.getByRole(kind, { name: part, exact: true }).click({ force: true });
        await playground.nextFrames();
        expect(await page.evaluate(scrolledSideways), `${place}, ${part}`).toEqual([]);
      }
    }
  });
});

test.describe('a laptop at 200 %', () => {
  test.use({ viewport: LARGE_PRINT, deviceScaleFactor: 2 });

  test('the whole ring is seen, and Play', async ({ playground }) => {
    const play = playground.timeline.getByRole('button', { name: /^(Play|Pause)$/ });
    for (const [run, members] of [
      [ring(5), idsOf(5)],
      [FULL, MEMBERS],
    ] as const) {
      await playground.load(run);
      await playground.advance(SHOWN_AT_MS);
      await playground.nextFrames();
      await expectWholeRing(playground, members);
      expect(isWithin(await boxOf(play), windowOf(playground.page)), 'Play is in the window').toBe(true);
    }
    expect(await playground.page.evaluate(() => document.scrollingElement!.scrollWidth)).toBe(
      LARGE_PRINT.width,
    );
    // Of the setup as much as fits, and no half words.
    expect(await playground.setup.evaluate(wordsSeen)).toEqual(['Ballot lease']);
    await expect(playground.setup.locator('.words')).toHaveCSS('text-overflow', 'clip');
  });
});

test('a small frame shows the whole ring and every lane; more lanes than fit are scrolled', async ({
  playground,
  context,
}) => {
  const inside = new Playground(await context.newPage());
  await inside.page.setViewportSize(FRAME);
  const lanes = inside.timeline.getByRole('group', { name: 'Lanes' });
  for (const [run, members] of [
    [ring(3), idsOf(3)],
    [ring(5), idsOf(5)],
    [FULL, MEMBERS],
  ] as const) {
    await playground.load(run);
    await playground.advance(SHOWN_AT_MS);
    await inside.open((await playground.address()).replace('/#', '/?embed#'));
    await inside.nextFrames();
    await expectWholeRing(inside, members);
    expect((await boxOf(inside.cluster)).height).toBeGreaterThan(0.35 * FRAME.height);
    expect(isWithin(await boxOf(inside.timeline), windowOf(inside.page))).toBe(true);
    if (run !== FULL) await expect(lanes).toHaveCount(0);
    else {
      const hidden = await lanes.evaluate((element) => {
        element.scrollTop = 1e6;
        return element.scrollHeight - element.clientHeight - element.scrollTop;
      });
      expect(Math.abs(hidden)).toBeLessThanOrEqual(1);
    }
  }
});

/** The lines of a text as they are broken, each a box. In the page. */
function linesOf(element: Element): Box[] {
  const range = document.createRange();
  range.selectNodeContents(element);
  const lines: { x: number; y: number; width: number; height: number }[] = [];
  for (const { x, y, width, height } of range.getClientRects()) {
    if (width === 0 || height > 40) continue;
    const line = lines.find((other) => Math.abs(other.y - y) < 8);
    if (line === undefined) lines.push({ x, y, width, height });
    else line.width = Math.max(line.x + line.width, x + width) - line.x;
  }
  return lines.sort((a, b) => a.y - b.y);
}

/** The words of the setup that are seen, each of them whole. In the page. */
function wordsSeen(chip: Element): string[] {
  const frame = chip.querySelector('.words')!.getBoundingClientRect();
  return [...chip.querySelectorAll('.word')]
    .filter((word) => {
      const { left, right, top, bottom } = word.getBoundingClientRect();
      const across = left >= frame.left - 0.5 && right <= frame.right + 0.5;
      return across && top >= frame.top - 2 && bottom <= frame.bottom + 2;
    })
    .map((word) => word.textContent.replace(' · ', ''));
}

/** What is wider than its frame and can be scrolled there. In the page. */
function scrolledSideways(): string[] {
  return [...document.querySelectorAll('*')]
    .filter((element) => {
      const { overflowX } = getComputedStyle(element);
      const scrolls = overflowX === 'auto' || overflowX === 'scroll' || element === document.scrollingElement;
      return scrolls && element.scrollWidth > element.clientWidth + 1;
    })
    .map(({ tagName, className }) => `${tagName}.${String(className)}`);
}

/** How much wider a list of choices is than its longest one and the arrow. In the page. */
function roomLeftIn(select: Element): number {
  const { font, paddingLeft, paddingRight } = getComputedStyle(select);
  const pen = document.createElement('canvas').getContext('2d')!;
  pen.font = font;
  const words = [...(select as HTMLSelectElement).options].map(({ text }) => pen.measureText(text).width);
  const ARROW = 20;
  return select.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) - ARROW - Math.max(...words);
}

interface Point {
  readonly x: number;
  readonly y: number;
}
interface Name {
  readonly text: string;
  readonly corners: readonly Point[];
}

/** The texts that stand beside nodes, with the corners of each where it is, turned as it is. In the page. */
function namesOn(stage: Element): Name[] {
  return [...stage.querySelectorAll('text')]
    .filter((text) => /^n\d/.test(text.textContent ?? ''))
    .map((text) => {
      const { x, y, width, height } = text.getBBox();
      const matrix = text.getScreenCTM()!;
      // The ink of letters and digits: a line's box has air above and below it.
      const [top, bottom] = [y + height * 0.2, y + height * 0.8];
      const corners = [
        [x, top],
        [x + width, top],
        [x + width, bottom],
        [x, bottom],
      ].map(([cornerX, cornerY]) => {
        const point = new DOMPoint(cornerX, cornerY).matrixTransform(matrix);
        return { x: point.x, y: point.y };
      });
      return { text: text.textContent ?? '', corners };
    });
}

/** Two rectangles that are turned overlap unless one of their sides has all of one on the one hand, all of the other on the other. */
function overlap(a: readonly Point[], b: readonly Point[]): boolean {
  return [a, b].every((corners) =>
    corners.every((from, at) => {
      const to = corners[(at + 1) % corners.length]!;
      const along = (points: readonly Point[]) =>
        points.map(({ x, y }) => x * (from.y - to.y) + y * (to.x - from.x));
      return Math.min(...along(a)) < Math.max(...along(b)) && Math.min(...along(b)) < Math.max(...along(a));
    }),
  );
}
