/** Leases in a store, clients with a register, exports: what is done to them, by role and name, and what comes of it. */
import type { Locator } from '@playwright/test';
import type { ClusterView, Run } from '../../src/sim';
import { nodeOf, theLeader, withAuthority } from './support/leaders';
import type { Playground } from './support/playground';
import { expect, test } from './support/test';

const RUN: Run = { version: 1, protocol: 'ballot-lease', nodes: ['n1', 'n2', 'n3'], seed: 1 };
/** The first lease is taken at once; by then it has been prolonged. */
const LEASED_BY_MS = 6000;
/** A lease, and what a claim takes. */
const TAKEOVER_MS = 15_000;

async function open(playground: Playground, change: Partial<Run> = {}): Promise<ClusterView> {
  await playground.load({ ...RUN, ...change });
  return playground.advanceTo(LEASED_BY_MS);
}

const followerOf = (view: ClusterView): string => {
  const leader = theLeader(view).id;
  return view.nodes.find(({ id }) => id !== leader)!.id;
};

const keyOf = (view: ClusterView, key: string) => view.store?.keys.find((entry) => entry.key === key);

test('a higher priority takes the lead over from a lease that holds', async ({ playground }) => {
  const view = await open(playground);
  const old = theLeader(view);
  const preferred = followerOf(view);
  await playground.selectNode(preferred);
  await playground.group('Preference').getByRole('textbox', { name: 'Priority' }).fill('5');
  await playground.press('Apply');

  const after = await playground.advance(TAKEOVER_MS);
  expect(theLeader(after).id).toBe(preferred);
  expect(theLeader(after).epoch).toBeGreaterThan(old.epoch);
  await playground.expectEvent(`its priority 5 is above the 0 of ${old.id}`);
  await expect(playground.group('Preference').getByRole('textbox', { name: 'Priority' })).toHaveValue('5');
});

test('a leader resigns, and another one leads; who does not lead cannot', async ({ playground }) => {
  const view = await open(playground);
  const old = theLeader(view);
  await playground.selectNode(followerOf(view));
  await expect(playground.button(`Resign ${followerOf(view)}`)).toBeDisabled();
  await playground.selectNode(old.id);
  await playground.press(`Resign ${old.id}`);

  const after = await playground.advance(TAKEOVER_MS);
  expect(theLeader(after).id).not.toBe(old.id);
  expect(theLeader(after).epoch).toBeGreaterThan(old.epoch);
});

test('cut off from the store, nobody leads any more; reconnected, somebody does', async ({ playground }) => {
  await open(playground);
  await playground.selectNode('store');
  await playground.press('Isolate store');
  await expect(playground.button('Isolate store')).toBeHidden();
  expect(withAuthority(await playground.advance(TAKEOVER_MS))).toEqual([]);
  await expect(playground.group('Keys')).toContainText(/led with ballot \d+, until .* \(over for /);

  await playground.press('Reconnect store');
  expect(withAuthority(await playground.advance(TAKEOVER_MS))).toHaveLength(1);
  await expect(playground.group('Keys')).toContainText(/leads with ballot \d+, until .* left\)/);
});

test('the store is killed and remembers; with an empty disk it holds nothing', async ({ playground }) => {
  const held = await open(playground);
  await playground.selectNode('store');
  await playground.press('Kill store');
  await playground.press('Restart store');
  expect((await playground.advance(1)).store?.keys).toEqual(held.store?.keys);

  await playground.press('Kill store');
  await playground.press('Restart store with an empty disk');
  expect((await playground.advance(1)).store?.keys).toEqual([]);
  await expect(playground.group('Keys')).toContainText('It holds nothing');
});

test('a wall clock that is ahead ends a lease early: two believe that they lead', async ({ playground }) => {
  const ahead = followerOf(await open(playground));
  await playground.selectNode(ahead);
  const clock = playground.group('Clock and frames');
  await expect(clock).toContainText('Its wall clock and its monotonic clock are right.');
  await type(clock.getByRole('spinbutton', { name: 'Wall clock offset in seconds' }), '15');
  await expect(clock).toContainText('Its wall clock is 15.0 s ahead; its monotonic clock runs at true pace.');
  await expect(clock.getByRole('slider', { name: 'Wall clock offset' })).toHaveAttribute(
    'aria-valuetext',
    '+15.0 s',
  );

  const views = await playground.watch(8000, 100);
  expect(views.some((view) => withAuthority(view).length === 2)).toBe(true);
});

test('the rate of a clock adds to what its wall clock is off by', async ({ playground }) => {
  await open(playground);
  await playground.selectNode('store');
  await playground.group('Clock and frames').getByRole('slider', { name: 'Clock rate' }).fill('1.5');
  await playground.advance(4000);
  await expect(playground.group('Clock and frames')).toContainText(
    'Its wall clock is 2.0 s ahead; its monotonic clock runs at 1.5×.',
  );
});

test('the lease key damaged, and deleted: it is repaired by the next claim', async ({ playground }) => {
  const old = theLeader(await open(playground));
  await playground.selectNode('store');
  const keys = playground.group('Keys');
  await expect(keys.getByRole('rowheader').first()).toHaveText('election/leader');
  await playground.press('Corrupt election/leader');
  await playground.advance(1);
  await expect(keys).toContainText('Nobody can read this.');
  await expect(keys).toContainText('#corrupt#');
  const repaired = await playground.advance(2 * TAKEOVER_MS);
  expect(withAuthority(repaired)).toHaveLength(1);
  await expect(keys).toContainText(/leads with ballot/);
  expect(theLeader(repaired).epoch).not.toBe(old.epoch);

  await playground.press('Delete election/leader');
  expect(keyOf(await playground.advance(1), 'election/leader')?.value).toBeNull();
  await expect(keys).toContainText('a tombstone keeps its version');
  await expect(playground.button('Delete election/leader')).toBeDisabled();
  expect(withAuthority(await playground.advance(2 * TAKEOVER_MS))).toHaveLength(1);
});

test('numbers that cannot be are refused with a sentence', async ({ playground }) => {
  await open(playground);
  await playground.selectNode('n1');
  const complaint = playground.page.getByRole('alert');
  for (const typed of ['high', '1.5', '1001', '']) {
    await playground.group('Preference').getByRole('textbox', { name: 'Priority' }).fill(typed);
    await playground.press('Apply');
    await expect(complaint).toContainText('Priority: give a whole number from -1000 to 1000.');
    await playground.press('Dismiss');
  }
  const offset = playground.inspector.getByRole('spinbutton', { name: 'Wall clock offset in seconds' });
  await type(offset, '100000');
  await expect(complaint).toContainText(
    'Wall clock offset in seconds: give a number from -86400 to 86400 s.',
  );
  expect((await playground.run()).faults).toEqual([]);
});

test('what a client counts, alone and with the others', async ({ playground }) => {
  await open(playground, { clients: 2 });
  const view = await playground.advance(4000);
  const own = acknowledgedBy(view, 'c1');
  expect(own).toBeGreaterThan(5);
  await playground.selectNode('c1');
  await expect(playground.group('Believes')).toContainText(`cached leader ${theLeader(view).id}`);
  await expect(playground.group('Writes')).toContainText(`acknowledged ${own}`);
  await expect(playground.group('Hints')).toContainText('stale 0');
  const clients = clientsPanel(playground);
  const expectAccount = (...lines: string[]) =>
    playground.lookAt('Story', async () => {
      for (const line of lines) await expect(clients).toContainText(line);
    });
  const all = own + acknowledgedBy(view, 'c2');
  await expectAccount(
    `Acknowledged ${all}`,
    'Acknowledged and then lost 0',
    'Longest time without an acknowledgement',
  );

  // A process that ends takes its own account with it; what was acknowledged stays so.
  await playground.press('Kill c1');
  await playground.press('Restart c1');
  expect(acknowledgedBy(await playground.advance(1), 'c1')).toBe(0);
  await expectAccount(`Acknowledged ${all}`);

  // As it was at the instant that is shown.
  await playground.seek(LEASED_BY_MS);
  const then = await playground.view();
  await expectAccount(`Acknowledged ${acknowledgedBy(then, 'c1') + acknowledgedBy(then, 'c2')}`);
});

test('without clients there is no account of them', async ({ playground }) => {
  await open(playground);
  await expect(clientsPanel(playground)).toHaveCount(0);
});

test('what the primary alone acknowledged is lost with it, and named', async ({ playground }) => {
  await playground.load({
    version: 1,
    protocol: 'quorum',
    nodes: ['n1', 'n2', 'n3'],
    seed: 1,
    clients: 1,
    safeguards: { majorityAck: false },
    faults: [
      { atMs: 9000, kind: 'cut', from: 'n1', to: 'n2' },
      { atMs: 9000, kind: 'cut', from: 'n1', to: 'n3' },
      { atMs: 10_000, kind: 'kill', node: 'n1' },
    ],
  });
  await playground.advanceTo(40_000);
  const clients = clientsPanel(playground);
  await expect(clients).toContainText(/Lost: c1#\d+/);
  await expect(clients).toContainText(
    'The primary alone acknowledges: what nobody else holds yet is lost with it.',
  );
  await playground.lookAt('Safety', () =>
    expect(playground.safety).toContainText('acknowledged, and then lost'),
  );
  await playground.seek(9000);
  await expect(clients).toContainText('Acknowledged and then lost 0');
});

for (const [name, how] of [
  ['Abandon', 'abandoned'],
  ['Let', 'failed'],
] as const) {
  test(`an export: ${how}`, async ({ playground }) => {
    await playground.load({ ...RUN, protocol: 'quorum', exports: true });
    let view = await playground.advanceTo(1);
    const worker = () => view.nodes.find(({ exporting }) => exporting?.phase === 'working');
    for (let i = 0; i < 40 && worker() === undefined; i += 1) view = await playground.advance(500);
    const { id } = worker()!;
    await playground.selectNode(id);
    await expect(playground.group('Export')).toContainText('works on its export');
    await playground.press(name === 'Abandon' ? `Abandon ${id}'s export` : `Let ${id}'s export fail`);

    view = await playground.advance(1000);
    expect(nodeOf(view, id).exporting).toMatchObject({ phase: 'idle', outcome: how });
    await expect(playground.button(`Abandon ${id}'s export`)).toBeDisabled();
  });
}

test('clients and exports, from the settings', async ({ playground }) => {
  await playground.openSettings();
  const { settings } = playground;
  await playground.press('One client more');
  await expect.poll(async () => (await playground.run()).clients).toBe(1);
  await playground.press('One client more');
  await expect.poll(async () => (await playground.run()).clients).toBe(2);
  await settings.getByRole('switch', { name: 'Exports' }).check();
  await expect.poll(async () => (await playground.run()).exports).toBe(true);
  await playground.expectWorkers(8);
  await expect(playground.node('store')).toBeVisible();
  await expect(playground.node('c2')).toBeVisible();
  // The pace stays that of the classroom, for what was added too.
  await expect(settings.getByRole('radio', { name: 'Classroom' })).toBeChecked();

  const register = settings.getByRole('region', { name: 'Clients and register' });
  await register.getByRole('switch', { name: 'Clients insist on TLS' }).uncheck();
  await expect.poll(async () => (await playground.run()).config?.['tlsRequired']).toBe(0);
  await register.getByRole('textbox', { name: 'Write interval' }).fill('0');
  await expect(settings.getByRole('button', { name: 'Apply' })).toBeDisabled();
  await expect(register).toContainText('Write interval: give a number from 1 to 3600000 ms.');
  await settings.getByRole('button', { name: 'Discard' }).click();
  await expect(settings.getByRole('region', { name: 'Exports' })).toBeVisible();

  for (const typed of ['6', '-1', '']) {
    await type(settings.getByRole('spinbutton', { name: 'Clients' }), typed);
    await expect(settings.getByRole('spinbutton', { name: 'Clients' })).toHaveValue('2');
  }
  await type(settings.getByRole('spinbutton', { name: 'Clients' }), '0');
  await expect.poll(async () => (await playground.run()).clients ?? 0).toBe(0);
  await expect(register).toBeHidden();
});

const acknowledgedBy = (view: ClusterView, client: string): number =>
  view.clients?.find(({ id }) => id === client)?.acknowledged ?? 0;

const clientsPanel = ({ page }: Playground): Locator =>
  page.getByRole('region', { name: 'Clients', exact: true });

async function type(field: Locator, text: string): Promise<void> {
  await field.fill(text);
  await field.press('Enter');
}
