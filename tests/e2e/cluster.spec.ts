/** The cluster in its workers: elections, and what becomes of them when nodes and links fail. */
import { A_WHILE_MS, ELECTED_BY_MS, FAILOVER_MS } from './support/pace';
import { cutLinks, nodeOf, theLeader, withAuthority } from './support/leaders';
import { expect, test } from './support/test';

test('opens running: five nodes in five workers elect a primary', async ({ playground }) => {
  await playground.expectWorkers(5);
  await expect(playground.button('Pause')).toBeVisible();
  await playground.expectTimeGoesOn();

  const leader = theLeader(await playground.advanceTo(ELECTED_BY_MS));
  expect(leader.role).toBe('primary');
  await expect(playground.node(leader.id)).toHaveAccessibleName(
    `${leader.id}, primary, epoch ${leader.epoch}, has authority`,
  );
  await playground.expectEvent(`${leader.id} became primary of epoch ${leader.epoch}`);
});

test('at first sight somebody leads, and is named in one line', async ({ playground }) => {
  const leader = theLeader(await playground.view());
  await expect(playground.node(leader.id)).toHaveAccessibleName(/, primary, .*has authority$/);
  await expect(playground.now).toContainText(leader.id);
});

test('what crown, arc and colour of a node mean is said when the pointer or the keyboard is there', async ({
  playground,
}) => {
  await playground.pause();
  const leader = theLeader(await playground.view());
  const follower = (await playground.view()).nodes.find(({ id }) => id !== leader.id)!;
  const { page } = playground;
  const tip = page.getByRole('tooltip');
  const box = (await playground.node(leader.id).boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await expect(tip).toContainText('Filled crown');
  await expect(tip).toContainText('Authority: it may act as the leader.');
  await expect(tip).toContainText('The authority it has left; it drains until it is renewed.');
  await expect(tip).toContainText(`Colour: epoch ${leader.epoch}`);
  await page.mouse.move(1, 1);
  await expect(tip).toHaveCount(0);
  await playground.node(follower.id).focus();
  await expect(tip).toContainText('Its patience: run out, it takes the silence for a death, and acts.');
  await expect(tip).toContainText('Quorum');
});

test('kill the primary: its worker is gone, another node leads in a higher epoch', async ({ playground }) => {
  const old = theLeader(await playground.advanceTo(ELECTED_BY_MS));
  await playground.selectNode(old.id);
  await playground.press(`Kill ${old.id}`);

  await playground.expectWorkers(4);
  await expect(playground.node(old.id)).toHaveAccessibleName(/, killed$/);
  await playground.expectEvent(`${old.id} was killed`);

  const next = theLeader(await playground.advance(FAILOVER_MS));
  expect(next.id).not.toBe(old.id);
  expect(next.epoch).toBeGreaterThan(old.epoch);
});

test('restart the old primary: five workers again, and it follows the new one', async ({ playground }) => {
  const old = theLeader(await playground.advanceTo(ELECTED_BY_MS));
  await playground.selectNode(old.id);
  await playground.press(`Kill ${old.id}`);
  await playground.expectWorkers(4);
  const next = theLeader(await playground.advance(FAILOVER_MS));
  await playground.press(`Restart ${old.id}`);

  await playground.expectWorkers(5);
  // What it had promised is still on its disk.
  expect(nodeOf(await playground.advance(1), old.id).epoch).toBe(old.epoch);
  const view = await playground.advance(A_WHILE_MS);
  expect(theLeader(view).id).toBe(next.id);
  expect(nodeOf(view, old.id)).toMatchObject({
    status: 'up',
    role: 'replica',
    primary: next.id,
    epoch: next.epoch,
  });
});

test('restart with an empty disk: it remembers nothing, and learns everything again', async ({
  playground,
}) => {
  const leader = theLeader(await playground.advanceTo(ELECTED_BY_MS));
  const follower = nodeOf(await playground.view(), 'n2');
  expect(follower.id).not.toBe(leader.id);
  await playground.selectNode(follower.id);
  await expect(playground.group('Disk')).toContainText('epoch');
  await playground.press(`Kill ${follower.id}`);
  await playground.press(`Restart ${follower.id} with an empty disk`);

  await playground.expectWorkers(5);
  await expect(playground.group('Disk')).toContainText('Nothing was ever written');
  expect(nodeOf(await playground.advance(1), follower.id).epoch).toBeLessThan(follower.epoch);
  const view = await playground.advance(A_WHILE_MS);
  expect(nodeOf(view, follower.id)).toMatchObject({ primary: leader.id, epoch: leader.epoch });
});

test('with two of five killed somebody leads, with three nobody', async ({ playground }) => {
  const first = theLeader(await playground.advanceTo(ELECTED_BY_MS));
  const others = (await playground.view()).nodes.map(({ id }) => id).filter((id) => id !== first.id);
  const kill = async (id: string) => {
    await playground.selectNode(id);
    await playground.press(`Kill ${id}`);
  };

  await kill(first.id);
  await kill(others[0]!);
  await playground.expectWorkers(3);
  const second = theLeader(await playground.advance(FAILOVER_MS));

  await kill(others.find((id) => id !== others[0] && id !== second.id)!);
  await playground.expectWorkers(2);
  const views = [await playground.advance(FAILOVER_MS), ...(await playground.watch(FAILOVER_MS, 1000))];
  expect(views.flatMap(withAuthority)).toEqual([]);
});

test('a frozen primary is replaced; thawed, it steps down and there is one authority', async ({
  playground,
}) => {
  const old = theLeader(await playground.advanceTo(ELECTED_BY_MS));
  await playground.selectNode(old.id);
  await playground.press(`Freeze ${old.id}`);
  await expect(playground.node(old.id)).toHaveAccessibleName(/, frozen/);
  // It stands still, but it is not gone.
  await playground.expectWorkers(5);

  const frozen = await playground.advance(FAILOVER_MS);
  const next = theLeader(frozen);
  expect(next.id).not.toBe(old.id);
  expect(nodeOf(frozen, old.id)).toMatchObject({ status: 'frozen', role: 'primary', epoch: old.epoch });

  await playground.press(`Thaw ${old.id}`);
  const thawed = await playground.watch(A_WHILE_MS, 100);
  for (const view of thawed) expect(theLeader(view).id).toBe(next.id);
  expect(nodeOf(thawed.at(-1)!, old.id)).toMatchObject({ status: 'up', role: 'replica', primary: next.id });
});

test('an isolated primary loses its authority, and the majority elects another', async ({ playground }) => {
  const old = theLeader(await playground.advanceTo(ELECTED_BY_MS));
  await playground.selectNode(old.id);
  await playground.press(`Isolate ${old.id}`);
  await expect.poll(async () => cutLinks(await playground.view())).toHaveLength(8);
  expect(cutLinks(await playground.view()).every((link) => link.includes(old.id))).toBe(true);

  const next = theLeader(await playground.advance(FAILOVER_MS));
  expect(next.id).not.toBe(old.id);

  await playground.press(`Reconnect ${old.id}`);
  await expect.poll(async () => cutLinks(await playground.view())).toEqual([]);
  // It may have stood for election before it heard of the new primary: that has to end first.
  const view = await playground.advance(FAILOVER_MS);
  expect(theLeader(view).id).toBe(next.id);
  expect(nodeOf(view, old.id)).toMatchObject({ role: 'replica', primary: next.id });
});

test('a link is cut in one direction only', async ({ playground }) => {
  await playground.advanceTo(ELECTED_BY_MS);
  await playground.selectLink('n1', 'n2');
  await playground.press('Cut n1 → n2');

  await expect.poll(async () => cutLinks(await playground.view())).toEqual(['n1 → n2']);
  await expect(playground.link('n1', 'n2')).toHaveAccessibleDescription('cut n1 → n2');
  await expect(playground.button('Cut n1 → n2')).toBeDisabled();
  await expect(playground.button('Cut n2 → n1')).toBeEnabled();

  await playground.advance(FAILOVER_MS);
  const peer = (id: string) => playground.group('Peers').getByRole('row', { name: new RegExp(`^${id} `) });
  await playground.selectNode('n2');
  await expect(peer('n1')).toContainText('down');
  await playground.selectNode('n1');
  await expect(peer('n2')).toContainText('replica');
});

test('a link is cut both ways, and healed', async ({ playground }) => {
  await playground.advanceTo(ELECTED_BY_MS);
  await playground.selectLink('n1', 'n2');
  await playground.press('Cut both ways');
  await expect.poll(async () => cutLinks(await playground.view())).toEqual(['n1 → n2', 'n2 → n1']);
  await expect(playground.link('n1', 'n2')).toHaveAccessibleDescription('cut n1 → n2, cut n2 → n1');

  await playground.press('Heal');
  await expect.poll(async () => cutLinks(await playground.view())).toEqual([]);
  await expect(playground.link('n1', 'n2')).toHaveAccessibleDescription('');
});
