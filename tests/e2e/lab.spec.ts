/** The timing lab: trials in workers, the same as in Node; histogram and table in words; stop, sweep, and everybody's way in. */
import AxeBuilder from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { presetConfig } from '../../src/app/run/opening-run';
import { PRESETS } from '../../src/app/run/presets';
import { trialsCsv } from '../../src/check/lab/csv';
import { failoverTrial, quietTrial } from '../../src/check/lab/failover';
import { changed } from '../../src/check/lab/parameter';
import { systemOfSetup, type LabSetup } from '../../src/check/lab/setup';
import { quietSummaryOf, summaryOf } from '../../src/check/lab/statistics';
import type { Run } from '../../src/sim/run';
import { sectionsOf, unitFor, type Findings } from '../../src/ui/lab/words';
import type { Playground } from './support/playground';
import { expect, test } from './support/test';

const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

const lan = PRESETS.find(({ id }) => id === 'lan')!;
const SETUP: LabSetup = {
  protocol: 'quorum',
  nodes: ['n1', 'n2', 'n3'],
  config: {},
  network: lan.network,
  safeguards: {},
};
const LAN: LabSetup = { ...SETUP, config: presetConfig(lan, systemOfSetup(SETUP)) };

test('1,000 failovers in workers are those of Node with the same seeds, in the table and as CSV', async ({
  playground,
}) => {
  const lab = await openLab(playground, LAN);
  await lab.getByLabel('Trials').fill('1000');
  await lab.getByLabel('First seed').fill('7');
  await lab.getByLabel('Quiet minutes').fill('2');
  await run(lab);

  const expected = findings(LAN, 1000, 7, 2);
  const unit = unitFor(expected.summary.withoutUs!.most);
  const rows = sectionsOf([expected], unit).flatMap(({ title, lines }) => [
    [title],
    ...lines.map(({ label, values }) => [label, ...values]),
  ]);
  expect(await cellsOf(lab.getByRole('region', { name: 'Results' }))).toEqual([
    ['', 'A: this cluster'],
    ...rows,
  ]);

  const csv = await downloaded(playground, lab.getByRole('button', { name: 'Failovers as CSV' }));
  expect(csv).toBe(trialsCsv([{ name: 'A: this cluster', trials: expected.trials }]));
});

test('two clusters beside each other: told apart without colour, the bars in numbers, the bounds in words', async ({
  playground,
}) => {
  const lab = await openLab(playground, LAN);
  await lab.getByLabel('Beside it').selectOption({ label: 'The same with one number changed' });
  await expect(lab.getByRole('status')).toHaveText(/^Down after: give a/);
  await expect(lab.getByRole('button', { name: 'Run' })).toBeDisabled();
  await lab.getByLabel('Number', { exact: true }).selectOption({ label: 'Down after' });
  await lab.getByLabel('Its value').fill('800');
  await lab.getByLabel('Trials').fill('60');
  await lab.getByLabel('Quiet minutes').fill('0');
  await lab.getByRole('radio', { name: 'is cut off' }).check();
  await run(lab);

  const [a, b] = [LAN, changed(LAN, 'downAfterMs', 800)].map((setup) =>
    summaryOf(Array.from({ length: 60 }, (_, at) => failoverTrial(setup, at + 1, 'cutOff'))),
  );
  const medians = lab
    .getByRole('rowgroup', { name: 'Time to a new authority' })
    .getByRole('row', { name: /^Median/ });
  const ms = (us: number): string => `${(us / 1000).toFixed(1)} ms`;
  expect(await cellsOf(medians, true)).toEqual([
    ['Median', ms(a!.failoverUs!.median), ms(b!.failoverUs!.median)],
  ]);

  const picture = lab.getByRole('img', { name: /^Distribution of the time/ });
  await expect(picture).toHaveAccessibleName(
    /A: this cluster: 60 failovers from .*B: Down after 800 ms: 60 failovers/,
  );
  await lab.getByText('The bars in numbers').click();
  const [head, ...bins] = await cellsOf(lab.getByRole('table', { name: 'How many failovers took how long' }));
  expect(head).toEqual(['From', 'To', 'A', 'B']);
  const sum = (column: number): number => bins.reduce((all, cells) => all + Number(cells[column]), 0);
  expect([sum(2), sum(3)]).toEqual([60, 60]);
  await expect(
    lab.getByText('downAfterMs + first jitter + hbIntervalMs + 7 × most latency', { exact: true }),
  ).toBeVisible();
});

test('it stops at once, keeps what was found, and leaves no worker behind', async ({ playground }) => {
  const lab = await openLab(playground, LAN);
  await playground.expectWorkers(3);
  await lab.getByLabel('Trials').fill('2000');
  await lab.getByRole('button', { name: 'Run' }).click();
  await expect(lab.getByRole('progressbar')).toBeVisible();
  await expect(lab.getByRole('region', { name: 'Results' })).toContainText('Median');
  await lab.getByRole('button', { name: 'Stop' }).click();
  await expect(lab.getByRole('status')).toHaveText(/^Stopped at \d+ %\.$/);
  await playground.expectWorkers(3);
  await expect(lab.getByRole('region', { name: 'Results' })).toContainText('Median');

  // So does whoever goes away while it works.
  await lab.getByRole('button', { name: 'Run' }).click();
  await playground.goTo('Run');
  await playground.expectWorkers(3);
});

test('a sweep over one number is a curve with its table, over two a heat map', async ({ playground }) => {
  const lab = await openLab(playground, LAN);
  await lab.getByRole('radio', { name: 'Sweep' }).check();
  await expect(lab.getByRole('combobox', { name: 'Vary' })).toHaveValue('downAfterMs');
  await lab.getByLabel('Points').fill('4');
  await lab.getByLabel('Failovers each').fill('11');
  await run(lab, 'Run sweep');
  const rows = await cellsOf(lab.getByRole('table', { name: 'Median time to a new authority' }));
  const expected = [250, 500, 750, 1000].map((downAfterMs) => {
    const setup = changed(LAN, 'downAfterMs', downAfterMs);
    const { failoverUs } = summaryOf(Array.from({ length: 11 }, (_, at) => failoverTrial(setup, at + 1)));
    return [
      `${downAfterMs} ms`,
      ...[failoverUs!.median, failoverUs!.p95].map((us) => `${(us / 1000).toFixed(1)} ms`),
      '',
    ];
  });
  expect(rows.slice(1)).toEqual(expected);

  await lab.getByRole('switch', { name: 'Vary a second number too' }).check();
  const second = lab.getByRole('group', { name: 'And' });
  await second.getByRole('combobox', { name: 'And' }).selectOption({ label: 'Heartbeat interval' });
  await second.getByLabel('From').fill('100');
  await second.getByLabel('To').fill('400');
  await second.getByLabel('Points').fill('2');
  await run(lab, 'Run sweep');
  const map = await cellsOf(lab.getByRole('region', { name: 'Median time to a new authority' }));
  expect(map.slice(1).map(([head]) => head)).toEqual(['Heartbeat interval', '100 ms', '400 ms']);
  // A heartbeat must come twice before a node counts as down, or there is no such cluster.
  expect(map[3]![1]).toBe('cannot be');
  expect(map[3]![4]).toMatch(/^\d+\.\d ms/);
  const csv = await downloaded(playground, lab.getByRole('button', { name: 'Sweep as CSV' }));
  expect(csv.split('\r\n')).toHaveLength(1 + 4 * 2 + 1);
});

test('numbers are changed where they stand, and results of other numbers say so', async ({ playground }) => {
  const lab = await openLab(playground, LAN);
  const numbers = lab.getByRole('region', { name: 'Numbers', exact: true });
  await numbers.getByLabel('Down after').fill('50');
  await expect(lab.getByRole('button', { name: 'Run', exact: true })).toBeDisabled();
  await numbers.getByLabel('Down after').fill('800');
  await expect(lab).toContainText('Quorum, 3 nodes, custom timing.');
  await lab.getByLabel('Trials').fill('20');
  await lab.getByLabel('Quiet minutes').fill('0');
  await run(lab);
  const expected = findings(changed(LAN, 'downAfterMs', 800), 20, 1, 0).summary.failoverUs!.median;
  const results = lab.getByRole('region', { name: 'Results' });
  await expect(results.getByRole('row', { name: /^Median/ }).first()).toContainText(
    `${(expected / 1000).toFixed(1)} ms`,
  );
  const old = lab.getByRole('note', { name: 'Old results' });
  await expect(old).toBeHidden();

  await numbers.getByRole('button', { name: 'Reset' }).click();
  await expect(old).toContainText('measured with Down after 800 ms, Lease 600 ms.');
  await playground.goTo('Run');
  await playground.goTo('Measure');
  await old.getByRole('button', { name: 'Back to those numbers' }).click();
  await expect(old).toBeHidden();
  await expect(numbers.getByLabel('Down after')).toHaveValue('800');
});

test('where a sweep says never it says why', async ({ playground }) => {
  const lab = await openLab(playground, LAN);
  await lab.getByRole('radio', { name: 'Sweep' }).check();
  await lab.getByLabel('From', { exact: true }).fill('60');
  await lab.getByLabel('To', { exact: true }).fill('500');
  await lab.getByLabel('Points').fill('2');
  await lab.getByLabel('Failovers each').fill('3');
  await run(lab, 'Run sweep');
  const table = lab.getByRole('table', { name: 'Median time to a new authority' });
  expect((await cellsOf(table))[1]).toEqual([
    '60 ms',
    'never',
    '',
    '0 of 3 ended. hbIntervalMs (50) is not below leaseMs (45): authority is over between two heartbeats.',
  ]);
});

test('a target is answered by numbers that keep it, and they can be used', async ({ playground }) => {
  const { page } = playground;
  const lab = await openLab(playground, LAN);
  await lab.getByRole('radio', { name: 'Target' }).check();
  await lab.getByLabel('Share of failovers').fill('101');
  await expect(lab.getByRole('status')).toHaveText(/^Share of failovers: give a number from 1 to 100 %/);
  await lab.getByLabel('Share of failovers').fill('95');
  await lab.getByLabel('Within').fill('1000');
  await lab.getByLabel('False failovers an hour, at most').fill('60');
  await lab.getByRole('button', { name: 'Search' }).click();
  await expect(lab.getByText(/^Of \d+ choices of numbers, \d found to keep the target/)).toBeVisible();

  const first = lab
    .getByRole('region', { name: 'Numbers found' })
    .getByRole('row', { name: /^kept/ })
    .first();
  const [, heartbeat, downAfter] = (await cellsOf(first, true))[0]!;
  await first.getByRole('button', { name: 'Use these' }).click();
  await expect(playground.cluster).toBeVisible();
  const { config } = await playground.run();
  expect(`${config!['hbIntervalMs']} ms, ${config!['downAfterMs']} ms`).toBe(`${heartbeat}, ${downAfter}`);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await playground.run()).config!['downAfterMs']).toBe(500);
});

test('with the keyboard alone: in, a run, out again', async ({ playground }) => {
  const { page } = playground;
  await playground.load(runOf(LAN));
  const opener = page.getByRole('link', { name: 'Measure', exact: true });
  await opener.focus();
  await page.keyboard.press('Enter');
  const lab = page.getByRole('region', { name: 'Timing lab' });
  await expect(lab).toBeVisible();
  await lab.getByLabel('Quiet minutes').fill('0');
  await lab.getByLabel('Trials').fill('20');
  await page.keyboard.press('Enter');
  await expect(lab.getByRole('status')).toHaveText('Done.');
  await page.goBack();
  await expect(lab).toBeHidden();
  await expect(playground.cluster).toBeVisible();
  // Whoever comes back to the same cluster finds what was found.
  await page.goForward();
  await expect(lab.getByRole('region', { name: 'Results' })).toContainText('Median');
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [screen, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
    test.describe(`${colorScheme}, ${screen}`, () => {
      test.use({ colorScheme, viewport });

      test('axe finds nothing serious in the lab, and nothing is wider than it', async ({ playground }) => {
        const lab = await openLab(playground, LAN);
        await expectFair(playground, lab, 'nothing tried');
        await lab.getByLabel('Beside it').selectOption({ label: 'kevy, as published' });
        await lab.getByLabel('Trials').fill('20');
        await lab.getByLabel('Quiet minutes').fill('1');
        await run(lab);
        await expectFair(playground, lab, 'failovers');
        await lab.getByRole('radio', { name: 'Sweep' }).check();
        await lab.getByLabel('Failovers each').fill('5');
        await run(lab, 'Run sweep');
        await expectFair(playground, lab, 'a curve');
        await lab.getByRole('switch').check();
        await run(lab, 'Run sweep');
        await expectFair(playground, lab, 'a heat map');
        expect(await lab.evaluate((element) => element.clientWidth)).toBeLessThanOrEqual(viewport.width);
      });
    });
  }
}

const runOf = ({ protocol, nodes, config, network }: LabSetup): Run => ({
  ...{ version: 1, seed: 1, protocol, nodes, config, network },
});

async function openLab(playground: Playground, setup: LabSetup): Promise<Locator> {
  await playground.load(runOf(setup));
  await playground.goTo('Measure');
  const lab = playground.page.getByRole('region', { name: 'Timing lab' });
  await expect(lab).toBeVisible();
  await expect(lab).toContainText('Quorum, 3 nodes, LAN.');
  return lab;
}

async function run(lab: Locator, action = 'Run'): Promise<void> {
  await lab.getByRole('button', { name: action, exact: true }).click();
  await expect(lab.getByRole('status')).toHaveText('Done.');
}

function findings(setup: LabSetup, count: number, seed: number, minutes: number): Findings {
  const trials = Array.from({ length: count }, (_, at) => failoverTrial(setup, seed + at));
  const quiet = Array.from({ length: minutes }, (_, at) => quietTrial(setup, seed + at, 1));
  return { setup, trials, summary: summaryOf(trials), quiet: quietSummaryOf(quiet) };
}

/** The texts of all rows in it, or of the rows that it is. */
function cellsOf(of: Locator, areRows = false): Promise<string[][]> {
  return (areRows ? of : of.getByRole('row')).evaluateAll((rows) =>
    rows.map((row) => [...(row as HTMLTableRowElement).cells].map(({ innerText }) => innerText.trim())),
  );
}

async function downloaded(playground: Playground, button: Locator): Promise<string> {
  const coming = playground.page.waitForEvent('download');
  await button.click();
  return readFileSync(await (await coming).path(), 'utf8');
}

async function expectFair(playground: Playground, lab: Locator, state: string): Promise<void> {
  // Its other mode opens a page of its own for what is in frames, and there are none.
  const { violations } = await new AxeBuilder({ page: playground.page }).setLegacyMode().analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(
    serious.map(({ id, nodes }) => ({ id, where: nodes.map(({ html }) => html) })),
    state,
  ).toEqual([]);
  const [scroll, width] = await lab.evaluate((element) => [element.scrollWidth, element.clientWidth]);
  expect(scroll, state).toBeLessThanOrEqual(width);
}
