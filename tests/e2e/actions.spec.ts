/** What is done to nodes, where they are, in the panel and with the keyboard; and what the line above the stage says of it. */
import type { Locator } from '@playwright/test';
import { tabTo } from './support/keyboard';
import { cutLinks, nodeOf, theLeader, withAuthority } from './support/leaders';
import { ELECTED_BY_MS, FAILOVER_MS } from './support/pace';
import type { Playground } from './support/playground';
import { expect, test } from './support/test';

const actionsAt = ({ page }: Playground, who: string): Locator =>
  page.getByRole('toolbar', { name: `Actions at ${who}`, exact: true });

/** Of the page's own: what a person does with a pointer. */
class Clicks {
  count = 0;

  async on(locator: Locator, ...modifiers: 'Shift'[]): Promise<void> {
    this.count += 1;
    await locator.click({ modifiers });
  }
}

test("a learner's path: a failover in two clicks, the majority lost in three more, and NOW says what goes on", async ({
  playground,
}) => {
  const old = theLeader(await playground.advanceTo(ELECTED_BY_MS));
  const { now } = playground;
  await expect(now).toContainText(`${old.id} leads in epoch ${old.epoch}. All 4 others follow it.`);
  await expect(now).toContainText('Click the primary, then Kill');

  const clicks = new Clicks();
  await clicks.on(playground.node(old.id));
  await clicks.on(actionsAt(playground, old.id).getByRole('button', { name: 'Kill' }));
  await playground.expectWorkers(4);
  await expect(now).toContainText(
    new RegExp(`${old.id} was killed\\. n\\d misses ${old.id} and waits .* more before it may stand`),
  );
  await expect(now).toContainText(/No leader for \d/);
  const next = theLeader(await playground.advance(FAILOVER_MS));
  expect(clicks.count).toBe(2);
  await expect(now).toContainText(`${next.id} leads in epoch ${next.epoch}`);
  await expect(now).toContainText(`${old.id} is down; 4 of 5 are with it.`);
  await expect(now).toContainText('Now kill others, until too few are left');

  const other = (await playground.view()).nodes.find(({ id }) => id !== old.id && id !== next.id)!.id;
  await clicks.on(playground.node(next.id));
  await clicks.on(playground.node(other), 'Shift');
  const both = playground.page.getByRole('toolbar', { name: /^Actions at n\d and n\d$/ });
  await clicks.on(both.getByRole('button', { name: 'Kill' }));
  await playground.expectWorkers(2);
  expect(clicks.count).toBe(2 + 3);
  expect(withAuthority(await playground.advance(FAILOVER_MS))).toEqual([]);
  await expect(now).toContainText('2 of 5 are up: nobody may lead until one more is back.');
});

test('a pause is a freeze that ends by itself', async ({ playground }) => {
  await playground.advanceTo(ELECTED_BY_MS);
  await playground.selectNode('n3');
  await actionsAt(playground, 'n3').getByRole('button', { name: 'Pause' }).click();
  await playground.page.getByRole('menuitem', { name: 'for 3 s' }).click();
  expect(nodeOf(await playground.advance(2900), 'n3').status).toBe('frozen');
  expect(nodeOf(await playground.advance(200), 'n3').status).toBe('up');
  expect((await playground.run()).faults).toMatchObject([
    { atMs: ELECTED_BY_MS, kind: 'freeze', node: 'n3' },
    { atMs: ELECTED_BY_MS + 3000, kind: 'thaw', node: 'n3' },
  ]);

  // The same in the panel, for any length.
  await playground.inspector.getByText('More', { exact: true }).click();
  await playground.inspector.getByRole('textbox', { name: 'Pause for' }).fill('750');
  await playground.press('Pause n3');
  expect(nodeOf(await playground.advance(700), 'n3').status).toBe('frozen');
  expect(nodeOf(await playground.advance(100), 'n3').status).toBe('up');
  await playground.inspector.getByRole('textbox', { name: 'Pause for' }).fill('no');
  await playground.press('Pause n3');
  await expect(playground.page.getByRole('alert')).toContainText(
    'Pause for: give a number from 1 to 3600000 ms.',
  );
});

test('cut off in one direction: at the node, in the panel, and from the list', async ({ playground }) => {
  const { page } = playground;
  await playground.advanceTo(ELECTED_BY_MS);
  await playground.selectNode('n3');
  await actionsAt(playground, 'n3').getByRole('button', { name: 'Cut off' }).click();
  await page.getByRole('menuitem', { name: 'only what it hears' }).click();
  await expect
    .poll(async () => cutLinks(await playground.view()))
    .toEqual(['n1 → n3', 'n2 → n3', 'n4 → n3', 'n5 → n3']);
  await expect(playground.now).toContainText('What n3 hears of n1, n2, n4 and n5 was cut off.');

  await actionsAt(playground, 'n3').getByRole('button', { name: 'Cut off' }).click();
  await page.getByRole('menuitem', { name: 'Reconnect' }).click();
  await expect.poll(async () => cutLinks(await playground.view())).toEqual([]);

  await playground.inspector.getByText('More', { exact: true }).click();
  await playground.press('Cut off what n3 sends');
  await expect
    .poll(async () => cutLinks(await playground.view()))
    .toEqual(['n3 → n1', 'n3 → n2', 'n3 → n4', 'n3 → n5']);
  await playground.press('Heal all');

  await playground.press('Partition…');
  const panel = page.getByRole('dialog', { name: 'Partition' });
  await panel.getByRole('checkbox', { name: 'n4' }).check();
  await panel.getByRole('checkbox', { name: 'n5' }).check();
  await panel.getByRole('radio', { name: 'only what they send' }).check();
  await panel.getByRole('button', { name: 'Cut the links between' }).click();
  await expect
    .poll(async () => cutLinks(await playground.view()))
    .toEqual(['n4 → n1', 'n4 → n2', 'n4 → n3', 'n5 → n1', 'n5 → n2', 'n5 → n3']);
});

test('with the keyboard alone: to the actions, through them, and the focus stays', async ({ playground }) => {
  const { page } = playground;
  await playground.advanceTo(ELECTED_BY_MS);
  await playground.node('n1').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const actions = actionsAt(playground, 'n2');
  const kill = actions.getByRole('button', { name: 'Kill' });
  await tabTo(kill);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'for 0.5 s' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(playground.node('n2')).toHaveAccessibleName(/, frozen/);
  expect((await playground.run()).faults).toMatchObject([{ kind: 'freeze' }, { kind: 'thaw' }]);
  await actions.getByRole('button', { name: 'Thaw' }).press('Enter');
  await kill.press('Enter');
  await playground.expectWorkers(4);
  await expect(actions.getByRole('button', { name: 'Restart', exact: true })).toBeFocused();

  // In the panel too.
  await playground.button('Restart n2').press('Enter');
  await playground.expectWorkers(5);
  await expect(playground.button('Kill n2')).toBeFocused();

  // And letters, wherever the focus is.
  await page.keyboard.press('k');
  await playground.expectWorkers(4);
  await page.keyboard.press('k');
  await playground.expectWorkers(5);
  await page.keyboard.press('f');
  await expect(playground.node('n2')).toHaveAccessibleName(/, frozen/);
  await page.keyboard.press('f');
  await page.keyboard.press('x');
  await expect.poll(async () => cutLinks(await playground.view())).toHaveLength(8);
  await page.keyboard.press('x');
  await expect.poll(async () => cutLinks(await playground.view())).toEqual([]);
});

test('a candidate shows its votes; what a sign means is said when it is pointed at', async ({
  playground,
}) => {
  const old = theLeader(await playground.advanceTo(ELECTED_BY_MS));
  await playground.fault({ kind: 'kill', node: old.id });
  let candidate: string | undefined;
  for (let tries = 0; tries < 400 && candidate === undefined; tries += 1) {
    candidate = (await playground.advance(50)).nodes.find(({ role }) => role === 'candidate')?.id;
  }
  const node = playground.node(candidate!);
  await expect(node).toHaveAccessibleDescription(/^[1-3] of 3 votes$/);
  await node.hover();
  const tip = playground.page.getByRole('tooltip');
  await expect(tip).toContainText('The votes that it needs, filled once they were given.');
  await expect(tip).toContainText('3 of 5 nodes must agree before one may lead.');

  theLeader(await playground.advance(FAILOVER_MS));
  await playground.node(old.id).hover();
  await expect(tip).toContainText('its memory is gone');
  const next = theLeader(await playground.view());
  await playground.node(next.id).hover();
  await expect(tip).toContainText('Authority: it may act as the leader.');
});

test('the times without a leader are told with their lengths', async ({ playground }) => {
  const old = theLeader(await playground.advanceTo(ELECTED_BY_MS));
  await playground.fault({ kind: 'kill', node: old.id });
  await playground.advance(FAILOVER_MS);
  await playground.press('Whole run');
  await playground.press('Timeline as text');
  const gaps = playground.page.getByRole('list', { name: 'Without a leader' }).getByRole('listitem');
  await expect(gaps).toHaveCount(2);
  await expect(gaps.nth(1)).toContainText(/^16\.000 s\s*no leader for \d+\.\d s$/);
});
