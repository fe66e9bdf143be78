/** Whoever watches decides how time passes: with buttons, the slider, or the keyboard. */
import type { Run } from '../../src/sim';
import { tabTo } from './support/keyboard';
import { theLeader } from './support/leaders';
import { ELECTED_BY_MS } from './support/pace';
import { expect, test } from './support/test';

test('Pause stops the time, Play lets it go on', async ({ playground }) => {
  await playground.press('Pause');
  await playground.expectTimeStandsStill();
  await playground.press('Play');
  await playground.expectTimeGoesOn();
});

/** Heartbeats at 0 s and 2 s, each 700 ms on its way: nothing else happens in the first 3 s. */
const METRONOME: Run = {
  version: 1,
  protocol: 'quorum',
  nodes: ['n1', 'n2'],
  seed: 1,
  config: { hbIntervalMs: 2000, downAfterMs: 9000 },
  network: { latencyMs: [700, 700] },
};

test('Step goes to the next event and stays there', async ({ playground }) => {
  await playground.load(METRONOME);
  for (const wholeMs of [0, 700, 2000, 2700]) {
    await playground.press('Step');
    // Just behind the event, so that it has happened.
    await expect.poll(async () => (await playground.view()).timeMs).toBe(wholeMs + 0.001);
    await playground.expectTimeStandsStill();
  }
});

test('Step while it runs pauses too', async ({ playground }) => {
  await playground.press('Step');
  await expect(playground.button('Play')).toBeVisible();
  await playground.expectTimeStandsStill();
});

test('Start over takes the same run back to its beginning', async ({ playground }) => {
  await playground.advanceTo(ELECTED_BY_MS);
  await playground.fault({ kind: 'kill', node: 'n3' });
  await playground.expectWorkers(4);
  await playground.press('Start over');
  await expect.poll(async () => (await playground.view()).timeMs).toBe(0);
  await playground.expectWorkers(5);
});

test('the speed follows its slider, by keyboard, and time follows the speed', async ({ playground }) => {
  const { keyboard } = playground.page;
  const slider = playground.page.getByRole('slider', { name: 'Speed' });
  await slider.focus();
  await expect(slider).toHaveAttribute('aria-valuetext', '1×');
  await keyboard.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuetext', '2×');
  await keyboard.press('Home');
  await expect(slider).toHaveAttribute('aria-valuetext', '0.05×');
  await keyboard.press('End');
  await expect(slider).toHaveAttribute('aria-valuetext', '50×');
  // At 1× this poll would give up long before.
  await expect.poll(async () => (await playground.view()).timeMs).toBeGreaterThan(20_000);
});

test('the keyboard has a key for each of these', async ({ playground }) => {
  const { keyboard } = playground.page;
  const slider = playground.page.getByRole('slider', { name: 'Speed' });
  await keyboard.press('Space');
  await playground.expectTimeStandsStill();

  const before = await playground.view();
  await keyboard.press('.');
  await expect.poll(async () => (await playground.view()).timeMs).toBeGreaterThan(before.timeMs);
  await playground.expectTimeStandsStill();

  await keyboard.press(']');
  await expect(slider).toHaveAttribute('aria-valuetext', '2×');
  await keyboard.press('[');
  await expect(slider).toHaveAttribute('aria-valuetext', '1×');

  await keyboard.press('Space');
  await playground.expectTimeGoesOn();

  await keyboard.press('?');
  const help = playground.page.getByRole('dialog', { name: 'What you see' });
  await expect(help).toBeVisible();
  await keyboard.press('Escape');
  await expect(help).toBeHidden();
});

test('a field keeps the keys that are typed into it', async ({ playground }) => {
  await playground.pause();
  await playground.openSettings();
  const { timeMs } = await playground.view();
  await playground.settings.getByRole('textbox', { name: 'Seed' }).press('.');
  await playground.settings.getByRole('textbox', { name: 'Seed' }).press('Space');
  await playground.nextFrames();
  expect((await playground.view()).timeMs).toBe(timeMs);
  await expect(playground.button('Play')).toBeVisible();
});

test('Tab reaches every control; Play is among the first ten stops', async ({ playground }) => {
  const { page, cluster, timeline } = playground;
  await playground.pause();
  await tabTo(timeline.getByRole('button', { name: 'Play', exact: true }), 10);
  const inOrder = [
    timeline.getByRole('button', { name: 'Step back', exact: true }),
    timeline.getByRole('button', { name: 'Step', exact: true }),
    timeline.getByRole('button', { name: 'Start over' }),
    timeline.getByRole('slider', { name: 'Speed' }),
    timeline.getByRole('slider', { name: 'Time', exact: true }),
    page.getByRole('button', { name: 'Dismiss the hint' }),
    cluster.getByRole('button', { name: 'Partition…' }),
    cluster.getByRole('button', { name: 'Legend' }),
    playground.node('n1'),
    playground.link('n1', 'n2'),
    playground.tab('Story'),
  ];
  // The tools of the timeline lie between.
  for (const control of inOrder) await tabTo(control, 20);
});

test('however many events are listed, they are one stop; arrow keys lead from one to the next', async ({
  playground,
}) => {
  const { page, events } = playground;
  await playground.advanceTo(ELECTED_BY_MS);
  await playground.openTab('Events');
  const times = events.getByRole('button', { name: /^Go to / });
  expect(await times.count()).toBeGreaterThan(10);
  await events.getByRole('group', { name: 'Event log' }).focus();
  await tabTo(times.last());
  await page.keyboard.press('ArrowUp');
  await expect(times.nth(-2)).toBeFocused();
  await page.keyboard.press('Home');
  await expect(times.first()).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(events.locator(':focus')).toHaveCount(0);
});

test('without a mouse: find the primary, kill it, and come back', async ({ playground }) => {
  const { keyboard } = playground.page;
  const leader = theLeader(await playground.advanceTo(ELECTED_BY_MS));
  await playground.node('n1').focus();
  await keyboard.press('ArrowLeft');
  await expect(playground.node('n5')).toBeFocused();
  await keyboard.press('Home');
  await expect(playground.node(leader.id)).toBeFocused();
  await keyboard.press('Enter');
  const kill = playground.button(`Kill ${leader.id}`);
  await expect(kill).toBeVisible();

  // The links are one stop, the inspector comes next.
  await tabTo(playground.link('n1', 'n2'));
  await tabTo(kill, 6);
  await keyboard.press('Enter');
  await playground.expectWorkers(4);
  await keyboard.press('Escape');
  await expect(playground.inspector).toBeHidden();
});
