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
  const row = table.getByRole('row', { name: /^Leads on after its last renewal/ });
  await expect(row).toContainText('10\u00a0s');
  await expect(row).toContainText('12\u00a0s');
  await page.getByRole('button', { name: 'Measure', exact: true }).click();
  const open = page.getByRole('button', { name: 'Open the worst run: Leads on after its last renewal' });
  await open.click();
  await expect.poll(async () => (await playground.run()).faults?.length).toBe(2);
  await expect(playground.cluster).toBeVisible();
});

test('numbers that cannot be are not measured; the published ones still are', async ({ playground }) => {
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
  await page.getByRole('radio', { name: 'OpenShift', exact: true }).check({ force: true });
  await expect(measure).toBeEnabled();
});
