/** A setting can be changed at any instant: what was stays, and the run goes on from there with the new one. */
import { simulate, type FaultAction } from '../../src/sim';
import { ELECTED_BY_MS } from './support/pace';
import type { Playground } from './support/playground';
import { expect, test } from './support/test';

const BACK_AT_MS = 4000;

/** The opening run up to an election, shown at an earlier instant, with the settings open. */
async function lookBack(playground: Playground): Promise<{ digest: string; run: unknown }> {
  await playground.advanceTo(ELECTED_BY_MS);
  const recorded = { digest: await playground.digest(), run: await playground.run() };
  await playground.seek(BACK_AT_MS);
  await playground.openSettings();
  return recorded;
}

const CHANGES: readonly {
  readonly what: string;
  readonly make: (playground: Playground) => Promise<void>;
  readonly fault: FaultAction;
}[] = [
  {
    what: 'a number of the elector',
    make: async ({ settings }) => {
      await settings.getByRole('textbox', { name: 'Down after' }).fill('4000');
      await settings.getByRole('button', { name: 'Apply' }).click();
    },
    // The lease follows from the silence, and goes on following.
    fault: { kind: 'configure', config: { downAfterMs: 4000, leaseMs: 3000 } },
  },
  {
    what: 'the network',
    make: async ({ settings }) => {
      await settings.getByRole('textbox', { name: 'Latency, least' }).fill('100');
      await settings.getByRole('textbox', { name: 'Loss' }).fill('20');
      await settings.getByRole('button', { name: 'Apply' }).click();
    },
    fault: { kind: 'configure', network: { latencyMs: [100, 600], lossRatio: 0.2 } },
  },
  {
    what: 'a safeguard',
    make: ({ settings }) => settings.getByRole('switch', { name: 'Sticky voters' }).uncheck(),
    fault: { kind: 'configure', safeguards: { stickyVoters: false } },
  },
];

for (const { what, make, fault } of CHANGES) {
  test(`${what}, changed in the past, begins a branch that goes on from there`, async ({
    playground,
    page,
  }) => {
    const old = await lookBack(playground);
    await expect(playground.changeThat('counts from')).toBeChecked();
    await expect(playground.changeThat('counts from')).toHaveAccessibleName('counts from 4.000 s on');
    await make(playground);
    await expect(page.getByRole('button', { name: 'Branches: fork at 4.000 s' })).toBeVisible();

    const { timeMs } = await playground.advance(6000);
    expect(timeMs).toBe(BACK_AT_MS + 6000);
    const run = await playground.run();
    expect(run.faults).toEqual([{ atMs: BACK_AT_MS, ...fault }]);
    const digest = await playground.digest();
    expect(digest).not.toBe(old.digest);
    expect(digest).toBe(simulate(run, timeMs).digest);

    const branches = await playground.openBranches();
    await branches.getByRole('button', { name: /^main / }).click();
    await expect.poll(() => playground.digest()).toBe(old.digest);
    expect(await playground.run()).toEqual(old.run);
  });
}

test('in the past a change may still start the run again', async ({ playground, page }) => {
  await lookBack(playground);
  await playground.changeThat('starts again').check();
  await expect(playground.settings).toContainText('Every change starts the run again from 0 s.');
  await playground.settings.getByRole('switch', { name: 'Sticky voters' }).uncheck();
  await expect.poll(async () => (await playground.view()).timeMs).toBe(0);
  expect(await playground.run()).toMatchObject({ safeguards: { stickyVoters: false }, faults: [] });
  await expect(page.getByRole('button', { name: 'Branches: main' })).toBeVisible();
});

test('at the head a change may count from now on, without a branch', async ({ playground, page }) => {
  await playground.advanceTo(ELECTED_BY_MS);
  await playground.openSettings();
  await expect(playground.changeThat('starts again')).toBeChecked();
  await playground.changeThat('counts from').check();
  const { settings } = playground;
  await settings.getByRole('radiogroup', { name: 'Timing' }).getByRole('radio', { name: 'LAN' }).check();
  await expect(settings.getByRole('textbox', { name: 'Heartbeat interval' })).toHaveValue('50');
  await expect(playground.setup).toContainText('LAN');
  expect((await playground.view()).timeMs).toBe(ELECTED_BY_MS);

  const { timeMs } = await playground.advance(2000);
  const run = await playground.run();
  expect(run).toMatchObject({ config: { hbIntervalMs: 1000 }, network: { latencyMs: [300, 600] } });
  expect(run.faults).toMatchObject([
    { atMs: ELECTED_BY_MS, kind: 'configure', config: { hbIntervalMs: 50 }, network: { latencyMs: [1, 3] } },
  ]);
  expect(await playground.digest()).toBe(simulate(run, timeMs).digest);
  await expect(page.getByRole('button', { name: 'Branches: main' })).toBeVisible();
});

test('a run that plays goes on playing in the branch', async ({ playground, page }) => {
  await lookBack(playground);
  await playground.play(1);
  await playground.settings.getByRole('switch', { name: 'Sticky voters' }).uncheck();
  await expect(page.getByRole('button', { name: /^Branches: fork at / })).toBeVisible();
  await playground.expectTimeGoesOn();
});

test('header and settings tell what is in force at the shown instant', async ({ playground }) => {
  await playground.load(await playground.run());
  await playground.advanceTo(2000);
  await playground.fault({
    kind: 'configure',
    config: { hbIntervalMs: 700 },
    safeguards: { stickyVoters: false },
  });
  await playground.advance(2000);
  const header = playground.setup;
  const field = playground.settings.getByRole('textbox', { name: 'Heartbeat interval' });
  await expect(header).toContainText('1 rule off');

  await playground.openSettings();
  await playground.seek(1999);
  await expect(header).toContainText('all rules on');
  await expect(field).toHaveValue('1000');
  await playground.seek(2000);
  await expect(header).toContainText('1 rule off');
  await expect(field).toHaveValue('700');
  await expect(playground.settings.getByRole('switch', { name: 'Sticky voters' })).not.toBeChecked();
  // What the run starts with is another question.
  await playground.changeThat('starts again').check();
  await expect(field).toHaveValue('1000');
  await expect(header).toContainText('1 rule off');
});

test('what is refused is told, and what was typed stays', async ({ playground, page }) => {
  const run = await playground.run();
  const tighter = { atMs: 20_000, kind: 'configure', config: { downAfterMs: 2000, leaseMs: 1500 } } as const;
  await playground.load({ ...run, faults: [tighter] });
  await playground.openSettings();
  await playground.changeThat('counts from').check();
  const field = playground.settings.getByRole('textbox', { name: 'Heartbeat interval' });
  await field.fill('3000');
  await playground.settings.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('alert')).toContainText(
    'The run itself changes the settings at 20 s, and then hbIntervalMs (3000) must be below downAfterMs (2000)',
  );
  await expect(field).toHaveValue('3000');
  expect((await playground.run()).faults).toEqual([tighter]);
  await field.fill('1500');
  await playground.settings.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('alert')).toBeHidden();
  await expect.poll(async () => (await playground.run()).faults).toHaveLength(2);
});

test('protocol, size and seed start the run again, and the settings say so', async ({ playground }) => {
  await lookBack(playground);
  const { settings } = playground;
  await expect(settings).toContainText(
    'Another protocol, other nodes, clients or exports always start the run again.',
  );
  await expect(settings).toContainText('Another seed always starts the run again.');
  await settings.getByRole('textbox', { name: 'Seed' }).fill('42');
  await settings.getByRole('button', { name: 'Apply' }).click();
  await expect.poll(async () => (await playground.view()).timeMs).toBe(0);
  expect(await playground.run()).toMatchObject({ seed: 42, faults: [] });
});
