/** Clients that read: what they counted and were told, by role and name, and a read that was stale. */
import { theLeader } from './support/leaders';
import type { Playground } from './support/playground';
import { expect, test } from './support/test';

const clientsPanel = ({ page }: Playground) => page.getByRole('region', { name: 'Clients', exact: true });

test('half of what clients do is reading: it is counted, and so is what they were told', async ({
  playground,
}) => {
  await playground.load({
    version: 1,
    protocol: 'quorum',
    nodes: ['n1', 'n2', 'n3'],
    seed: 1,
    clients: 2,
    config: { readShare: 50 },
  });
  const view = await playground.advanceTo(20_000);
  const [c1, c2] = view.clients!;
  const answered = c1!.reads!.answered + c2!.reads!.answered;
  expect(answered).toBeGreaterThan(10);
  const panel = clientsPanel(playground);
  await expect(panel).toContainText(`Acknowledged ${c1!.acknowledged! + c2!.acknowledged!}`);
  await expect(panel).toContainText(`Reads answered ${answered}`);
  await expect(panel).toContainText('Stale reads 0');

  await playground.selectNode('c1');
  const { last } = c1!.reads!;
  expect(last!.by).toBe(theLeader(view).id);
  const reads = playground.group('Reads');
  await expect(reads).toContainText(`answered ${c1!.reads!.answered}`);
  await expect(reads).toContainText(`${last!.value}, from ${last!.by} with epoch ${last!.epoch}`);

  // As it was at the instant that is shown.
  await playground.seek(1000);
  await expect(reads).toContainText('answered 0');
});

test('who only writes has no reads to tell of, until it is told to read', async ({ playground }) => {
  await playground.load({
    version: 1,
    protocol: 'quorum',
    nodes: ['n1', 'n2', 'n3'],
    seed: 1,
    clients: 1,
  });
  await playground.advanceTo(8000);
  await expect(clientsPanel(playground)).not.toContainText('Reads');
  await playground.openSettings();
  await playground.changeThat('counts from').check();
  const { settings } = playground;
  const register = settings.getByRole('region', { name: 'Clients and register' });
  await register.getByRole('textbox', { name: 'Reads', exact: true }).fill('100');
  await settings.getByRole('button', { name: 'Apply' }).click();
  await expect
    .poll(async () => (await playground.run()).faults?.at(-1))
    .toMatchObject({
      kind: 'configure',
      config: { readShare: 100 },
    });
  await playground.advance(8000);
  await expect(clientsPanel(playground)).toContainText(/Reads answered [1-9]/);
});

test('a stale read is found, counted and explained', async ({ playground }) => {
  await playground.tellScenario('A lease that two believe in, and a read of the past');
  // Two that lead are the first violation, and end the first stretch.
  await playground.advanceTo(20_000);
  await playground.advanceTo(26_000);
  const panel = clientsPanel(playground);
  await expect(panel).toContainText(/Stale reads [1-9]/);
  await expect(panel).toContainText('which n1 answered without c1#1');
  await playground.lookAt('Safety', () => expect(playground.safety).toContainText('a stale read'));
});
