/** What a person sets is what runs. */
import type { Locator } from '@playwright/test';
import { withAuthority } from './support/leaders';
import { ELECTED_BY_MS } from './support/pace';
import type { Playground } from './support/playground';
import { expect, test } from './support/test';

test('the protocol; the header says which', async ({ playground }) => {
  await playground.openSettings();
  const kevy = playground.settings.getByRole('radio', { name: 'kevy, as published' });
  await kevy.check();
  await expectRun(playground, { protocol: 'kevy', safeguards: {} });
  await expect(kevy).toBeChecked();
  await expect(playground.setup).toContainText('kevy · 5 nodes · Classroom · no rules');
  // It was running, and goes on running.
  await playground.expectTimeGoesOn();
});

for (const count of [1, 50]) {
  test(`${count} of at most 50 nodes`, async ({ playground }) => {
    await playground.openSettings();
    await type(playground.settings.getByRole('spinbutton', { name: 'Nodes' }), String(count));

    await expect.poll(async () => (await playground.run()).nodes).toHaveLength(count);
    await playground.expectWorkers(count);
    await expect(playground.node('n1')).toBeVisible();
    await expect(playground.node(`n${count}`)).toBeVisible();
    expect(withAuthority(await playground.advanceTo(ELECTED_BY_MS))).toHaveLength(1);
  });
}

test('a number of nodes that cannot be goes back to what it was', async ({ playground }) => {
  await playground.openSettings();
  const field = playground.settings.getByRole('spinbutton', { name: 'Nodes' });
  for (const typed of ['0', '51', '']) {
    await type(field, typed);
    await expect(field).toHaveValue('5');
  }
  await playground.expectWorkers(5);
});

test('one node more, one node less', async ({ playground }) => {
  await playground.openSettings();
  await playground.press('One node more');
  await expectRun(playground, { nodes: ['n1', 'n2', 'n3', 'n4', 'n5', 'n6'] });
  await playground.press('One node less');
  await playground.press('One node less');
  await expectRun(playground, { nodes: ['n1', 'n2', 'n3', 'n4'] });
  await playground.expectWorkers(4);
});

test('a preset sets the whole timing', async ({ playground }) => {
  await playground.openSettings();
  const timing = playground.settings.getByRole('radiogroup', { name: 'Timing' });
  await expect(timing.getByRole('radio', { name: 'Classroom' })).toBeChecked();
  for (const [name, config, latencyMs] of [
    ['LAN', { hbIntervalMs: 50, downAfterMs: 500 }, [1, 3]],
    ['WAN', { hbIntervalMs: 200, downAfterMs: 2000 }, [30, 120]],
    ['As published', { hbIntervalMs: 200, downAfterMs: 5000 }, [20, 60]],
  ] as const) {
    await timing.getByRole('radio', { name }).check();
    await expectRun(playground, { config, network: { latencyMs } });
    await expect(timing.getByRole('radio', { name })).toBeChecked();
  }
});

test('a number of the config, applied when it is whole', async ({ playground }) => {
  await playground.openSettings();
  const { settings } = playground;
  const field = settings.getByRole('textbox', { name: 'Heartbeat interval' });
  await field.fill('700');
  await expect(settings).toContainText('Not applied yet.');
  await expectRun(playground, { config: { hbIntervalMs: 1000 } });

  await settings.getByRole('button', { name: 'Apply' }).click();
  await expectRun(playground, { config: { hbIntervalMs: 700 } });
  await expect(field).toHaveValue('700');
  await expect(settings.getByRole('button', { name: 'Apply' })).toBeHidden();
  await expect(settings).toContainText('Custom: the numbers below were chosen by hand.');
});

test('the network and the seed', async ({ playground }) => {
  await playground.openSettings();
  const { settings } = playground;
  await settings.getByRole('textbox', { name: 'Loss' }).fill('7');
  await settings.getByRole('textbox', { name: 'Seed' }).fill('42');
  await settings.getByRole('button', { name: 'Apply' }).click();
  await expectRun(playground, { network: { lossRatio: 0.07 }, seed: 42 });
});

test('what is to be expected of numbers in such a network is said while they are typed', async ({
  playground,
}) => {
  await playground.openSettings();
  const { settings } = playground;
  const expectations = settings.getByRole('region', { name: 'What to expect of these numbers' });
  await expect(expectations).toBeHidden();
  await settings.getByRole('textbox', { name: 'Latency, most' }).fill('2000');
  await expect(expectations).toContainText('leaseMs (3750) is not above hbIntervalMs and two latencies');
  await settings.getByRole('textbox', { name: 'Latency, least' }).fill('1900');
  await expect(expectations).toHaveText(
    /^Nobody can have authority: .* lasts no longer than leaseMs \(3750\); shorten the latency, or lengthen leaseMs\.$/,
  );
  // A network may be as bad as that: it is said, not refused.
  await settings.getByRole('button', { name: 'Apply' }).click();
  await expectRun(playground, { network: { latencyMs: [1900, 2000] } });
  await expect(expectations).toContainText('Nobody can have authority');
});

test('a safeguard is switched off, and the header says so', async ({ playground }) => {
  await playground.openSettings();
  await playground.settings.getByRole('switch', { name: 'Sticky voters' }).uncheck();
  await expectRun(playground, { safeguards: { stickyVoters: false, durableVotes: true } });
  await expect(playground.setup).toContainText('1 rule off');

  await playground.settings.getByRole('button', { name: 'Switch all on' }).click();
  await expectRun(playground, { safeguards: { stickyVoters: true } });
  await expect(playground.setup).toContainText('all rules on');
});

test('the settings close on Escape and give the focus back', async ({ playground }) => {
  await playground.openSettings();
  await playground.page.keyboard.press('Escape');
  await expect(playground.settings).toBeHidden();
  await expect(playground.setup).toBeFocused();
});

async function type(field: Locator, text: string): Promise<void> {
  await field.fill(text);
  await field.press('Enter');
}

async function expectRun(playground: Playground, expected: Record<string, unknown>): Promise<void> {
  await expect(async () => {
    expect(await playground.run()).toMatchObject(expected);
  }).toPass();
}
