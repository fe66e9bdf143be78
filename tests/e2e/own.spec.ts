/** A protocol of one's own: written, run, broken, hunted, sent, and taken to a terminal. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { simulate } from '../../src/sim';
import type { Run, Within } from '../../src/sim';

const BULLY = readFileSync('src/app/own/examples/bully.ts', 'utf8');

async function openOwn(page: Page): Promise<void> {
  await page.goto('/');
  await page.evaluate(() => window.interregnum.ready);
  await page.getByRole('link', { name: 'Your own' }).click();
  await expect(page.getByRole('region', { name: 'Protocol source' })).toBeVisible();
  await expect(page.getByText('This text runs, in a sandbox of its own.')).toBeVisible();
  await page.evaluate(() => window.interregnum.pause());
}

/** Replaces a part of the text by typing, as a person would. */
async function replace(page: Page, from: string, to: string): Promise<void> {
  const source = page.getByRole('textbox', { name: 'Source' });
  await source.click();
  await page.keyboard.press('ControlOrMeta+a');
  const text = BULLY.replace(from, () => to);
  expect(text).not.toBe(BULLY);
  await page.keyboard.insertText(text);
}

test('Bully runs beside its text: the leader is killed, and the next one leads', async ({ page }) => {
  await openOwn(page);
  await page.evaluate(() => window.interregnum.advance(3000));
  await page.getByRole('button', { name: /^n5, primary/ }).click();
  await page.getByRole('button', { name: 'Kill', exact: true }).first().click();
  const view = await page.evaluate(() => window.interregnum.advance(4000));
  expect(
    view.nodes.filter(({ status, authority }) => status === 'up' && authority).map(({ id }) => id),
  ).toEqual(['n4']);
  expect(view.protocol).toBe('own');
});

test('a rule is broken in the editor, hunted, played, and sent; a terminal finds the same', async ({
  page,
  browser,
}) => {
  await openOwn(page);
  await page.evaluate((source) => {
    const run = { version: 1, protocol: 'own', source, nodes: ['n1', 'n2', 'n3'], seed: 1 };
    return window.interregnum.load(run);
  }, BULLY);
  await replace(page, 'if (from > node.id) return;', 'return;');
  await expect(page.getByText('Changed since it ran')).toBeVisible();
  await page.getByRole('button', { name: 'Run it' }).click();
  await expect(page.getByText('The same nodes, faults and luck')).toBeVisible();
  const { source } = await page.evaluate(() => window.interregnum.run());
  expect(source).toContain('\n      return;\n');

  await page.getByRole('button', { name: 'Hunt it' }).click();
  await expect(page.getByRole('heading', { name: /^Broken: / })).toBeVisible();
  await expect(page.getByText(/Shrunk from \d+ faults to/)).toBeVisible();
  await page.getByRole('button', { name: 'Play it' }).click();
  await expect(page.getByText(/^Found: /).first()).toBeVisible();
  await page.evaluate(() => window.interregnum.pause());
  await page.evaluate(() => window.interregnum.advance(3000));
  const found = await page.evaluate(() => ({
    digest: window.interregnum.digest(),
    run: window.interregnum.run(),
    view: window.interregnum.view(),
  }));
  expect(simulate(found.run, found.view.timeMs).digest).toBe(found.digest);

  // How it came to it is told by replays in the sandbox.
  await page.getByRole('tab', { name: 'Safety' }).click();
  await page.getByRole('button', { name: 'Why?' }).first().click();
  const why = page.getByRole('group', { name: 'Why it happened' });
  await expect(why.getByRole('button', { name: /^Go to / }).first()).toBeVisible();
  await expect(why).toHaveAttribute('aria-busy', 'false');

  // The link, in a browser that knows nothing of it: asked once, then the same.
  const link = await page.evaluate(() => window.interregnum.link());
  const other = await browser.newContext();
  const second = await other.newPage();
  await second.goto(link);
  await expect(second.getByRole('heading', { name: 'This run brings a protocol of its own' })).toBeVisible();
  await second.getByRole('button', { name: 'Run it in the sandbox' }).click();
  await second.evaluate(() => window.interregnum.ready);
  // A find plays on by itself.
  const again = await second.evaluate(async () => {
    const { interregnum } = window;
    interregnum.pause();
    const { timeMs } = await interregnum.advance(5000);
    return { digest: interregnum.digest(), run: interregnum.run(), timeMs };
  });
  expect(again.run).toEqual(found.run);
  expect(again.digest).toBe(simulate(found.run, again.timeMs).digest);
  await other.close();

  // The same file, in a terminal, finds the same with the same seed.
  const file = join(mkdtempSync(join(tmpdir(), 'own-')), 'mine.ts');
  writeFileSync(file, source!);
  const args = [
    '--protocol',
    file,
    '--preset',
    'published',
    '--nodes',
    '2-3',
    '--seed',
    '1',
    '--schedules',
    '16',
  ];
  let out: string;
  try {
    out = execFileSync('npx', ['tsx', 'src/cli/hunt.ts', ...args, '--json'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    }).toString();
  } catch (error) {
    out = String((error as { stdout: Buffer }).stdout);
  }
  const outcome = JSON.parse(out) as {
    violation: { invariant: string; text: string };
    faults: unknown[];
    run: Run;
  };
  expect(outcome.violation).not.toBeNull();
  expect(outcome.run.faults).toEqual(found.run.faults);
});

test('a find is copied as a test that carries the text, and expects what Node sees', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openOwn(page);
  await page.getByRole('button', { name: 'Hunt it' }).click();
  await expect(page.getByText(/Shrunk from \d+ faults to/)).toBeVisible();
  await page.getByRole('button', { name: 'Copy as test' }).click();
  await expect(page.getByText('Copied', { exact: true })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain("import { check, simulate, type Run } from 'interregnum';");
  expect(copied).toContain("  title: 'Bully',");
  // The text is a program: what it expects is what happens.
  const [, run] = /const run: Run = (\{[\s\S]*?\n\});/.exec(copied)!;
  const [, place] = /simulate\(run, (\{.*?\}|[\d.]+)\);/.exec(copied)!;
  const [, digest] = /toBe\("([0-9a-f]+)"\)/.exec(copied)!;
  const [, seen] = /toMatchObject\((\[[\s\S]*?\n {2}\])\)/.exec(copied)!;
  const read = (text: string): unknown => new Function('source', `return ${text}`)(BULLY);
  const there = simulate(read(run!) as Run, read(place!) as Within);
  expect(there.digest).toBe(digest);
  expect(there.view.nodes).toMatchObject(read(seen!) as object[]);
});

test('setup and panel are there beside the text, and give it back', async ({ page }) => {
  await openOwn(page);
  await page.getByRole('button', { name: /^Setup:/ }).click();
  const setup = page.getByRole('dialog', { name: 'Setup' });
  await expect(setup).toBeVisible();
  expect((await setup.boundingBox())!.width).toBeGreaterThan(300);
  await expect(setup.getByRole('radio', { name: 'Bully' })).toBeChecked();
  await setup.getByRole('button', { name: 'Close setup' }).click();
  await page.getByRole('tab', { name: 'Safety' }).click();
  await expect(page.getByRole('region', { name: 'Safety' })).toBeVisible();
  await page.getByRole('button', { name: 'Close the sheet' }).click();
  await expect(page.getByRole('region', { name: 'Safety' })).toBeHidden();
});

test('the way back and another future, with one’s own text', async ({ page }) => {
  await openOwn(page);
  const outcome = await page.evaluate(async () => {
    const { interregnum } = window;
    await interregnum.advance(6000);
    const digest = interregnum.digest();
    interregnum.seek(3000);
    await interregnum.fault({ kind: 'kill', node: 'n5' });
    await interregnum.advance(3000);
    return {
      digest,
      forked: interregnum.digest(),
      run: interregnum.run(),
      timeMs: interregnum.view().timeMs,
    };
  });
  await page.getByRole('button', { name: /^Branches: / }).click();
  const branches = page.getByRole('dialog', { name: 'Branches' });
  await branches.getByRole('button', { name: /^Compare with main/ }).click();
  await expect(page.getByRole('status', { name: /they part at 3\.0/ })).toBeVisible();
  expect(outcome.forked).not.toBe(outcome.digest);
  expect(outcome.forked).toBe(simulate(outcome.run, outcome.timeMs).digest);
});

test('a link is not run by somebody who says no', async ({ page, browser }) => {
  await openOwn(page);
  const link = await page.evaluate(() => window.interregnum.link());
  const other = await browser.newContext();
  const second = await other.newPage();
  await second.goto(link);
  await second.getByRole('button', { name: 'Do not run it', exact: true }).click();
  await second.evaluate(() => window.interregnum.ready);
  expect(await second.evaluate(() => window.interregnum.run().protocol)).toBe('quorum');
  await expect(second.getByText('was not run, as you said')).toBeVisible();
  await other.close();
});

test('what cannot be read is told with its line, and what ran before goes on', async ({ page }) => {
  await openOwn(page);
  await replace(page, "title: 'Bully',", "title: 'Bully',,");
  await expect(page.getByText(/^source \(line 11\)/)).toBeVisible();
  await page.getByRole('button', { name: 'Run it' }).click();
  await expect(page.getByText(/^source \(line 11\)/)).toBeVisible();
  expect(await page.evaluate(() => window.interregnum.run().source)).toBe(BULLY);
  await page.getByRole('button', { name: 'Restore the example' }).click();
  await expect(page.getByText('This text runs, in a sandbox of its own.')).toBeVisible();
});

test('a draft is there after a reload', async ({ page }) => {
  await openOwn(page);
  await replace(page, "title: 'Bully',", "title: 'Mine',");
  await page.getByRole('button', { name: 'Run it' }).click();
  await expect(page.getByRole('button', { name: /Setup: *Mine/ })).toBeVisible();
  await page.goto('about:blank');
  await page.goto('/#own');
  await expect(page.getByRole('textbox', { name: 'Source' })).toContainText("title: 'Mine',");
});

test('a handler that fails is marked in its line, and told in the console', async ({ page }) => {
  await openOwn(page);
  await replace(
    page,
    'state.leader = node.id;',
    'state.leader = node.id; if (node.nowMs > 0) throw new Error("boo");',
  );
  await page.getByRole('button', { name: 'Run it' }).click();
  await page.evaluate(() => window.interregnum.pause());
  await page.evaluate(() => window.interregnum.advance(3000));
  await expect(page.getByRole('region', { name: 'Console' })).toContainText(
    /crashed: onTimer\.won \(line \d+\): boo/,
  );
});
