/** Measured against believed: the table of a Kubernetes lease, and the way from a figure to its run. */
import { expect, test } from './support/test';

test('leading is measured to go on for longer than believed, and its worst run is one click away', async ({
  playground,
}) => {
  const { page } = playground;
  await page.evaluate(() =>
    window.interregnum.load({ version: 1, protocol: 'kubernetes-lease', nodes: ['n1', 'n2', 'n3'], seed: 1 }),
  );
  await playground.goTo('Measure');
  await page.getByRole('radio', { name: 'Margins', exact: true }).check({ force: true });
  const table = page.getByRole('region', { name: 'Measured against believed' });
  const rows = table.getByRole('rowgroup').filter({ hasText: 'Leads on after its last renewal' });
  await expect(rows.getByRole('row', { name: /^Believed/ })).toContainText('10\u00a0s');
  await expect(rows.getByRole('row', { name: /^Follows/ })).toContainText('12\u00a0s');
  // The presets stand beside the numbers of this cluster.
  await expect(table.getByRole('columnheader')).toHaveText([
    'These numbers',
    'Kubernetes',
    'client-go example',
    'OpenShift',
    'Single node',
  ]);
  await expect(rows.getByRole('row', { name: /^Follows/ })).toContainText('300\u00a0s');
  await page.getByRole('button', { name: 'Measure', exact: true }).click();
  const open = page.getByRole('button', {
    name: 'Open the worst run: Leads on after its last renewal',
    exact: true,
  });
  await expect(open).toHaveText('12\u00a0s');
  await open.click();
  await expect.poll(async () => (await playground.run()).faults?.length).toBe(2);
  await expect(playground.cluster).toBeVisible();
});

test('numbers that cannot be are not measured; who measures can stop it', async ({ playground }) => {
  const { page } = playground;
  await page.evaluate(() =>
    window.interregnum.load({ version: 1, protocol: 'kubernetes-lease', nodes: ['n1', 'n2', 'n3'], seed: 1 }),
  );
  await playground.goTo('Measure');
  await page.getByRole('radio', { name: 'Margins', exact: true }).check({ force: true });
  const measure = page.getByRole('button', { name: 'Measure', exact: true });
  await expect(measure).toBeEnabled();
  await page.getByRole('textbox', { name: 'Renew deadline' }).fill('20000');
  await expect(measure).toBeDisabled();
  await page.getByRole('textbox', { name: 'Renew deadline' }).fill('9000');
  await measure.click();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByText(/^Stopped at \d+ %\.$/)).toBeVisible();
  await expect(measure).toBeEnabled();
});

for (const protocol of ['quorum', 'raft', 'ballot-lease']) {
  test(`${protocol}: what follows stays below what is measured, or above it, one click from its run`, async ({
    playground,
  }) => {
    const { page } = playground;
    await playground.load({ version: 1, protocol, nodes: ['n1', 'n2', 'n3'], seed: 1 });
    await playground.goTo('Measure');
    await page.getByRole('radio', { name: 'Margins', exact: true }).check({ force: true });
    const table = page.getByRole('region', { name: 'Measured against believed' });
    await expect(table.getByRole('row', { name: /^Follows/ }).first()).toBeVisible();
    await page.getByRole('button', { name: 'Measure', exact: true }).click();
    const name = 'Open the worst run: Longest takeover after a crash';
    await page.getByRole('button', { name, exact: true }).click();
    await expect.poll(async () => (await playground.run()).faults).toMatchObject([{ kind: 'kill' }]);
    await expect(playground.cluster).toBeVisible();
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('one set of numbers is shown at a time, and nothing scrolls sideways', async ({ playground }) => {
    const { page } = playground;
    await playground.load({ version: 1, protocol: 'kubernetes-lease', nodes: ['n1', 'n2', 'n3'], seed: 1 });
    await playground.goTo('Measure');
    await page.getByRole('radio', { name: 'Margins', exact: true }).check({ force: true });
    const table = page.getByRole('region', { name: 'Measured against believed' });
    await expect(table.getByRole('columnheader')).toHaveText(['These numbers']);
    await page.getByRole('radio', { name: 'Single node', exact: true }).check({ force: true });
    await expect(table.getByRole('columnheader')).toHaveText(['Single node']);
    await expect(table.getByRole('row', { name: /^Follows/ }).first()).toContainText('300\u00a0s');
    expect(await table.evaluate((one) => one.scrollWidth <= one.clientWidth)).toBe(true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});
