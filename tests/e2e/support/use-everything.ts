import { expect } from '@playwright/test';
import { theLeader } from './leaders';
import { ELECTED_BY_MS, FAILOVER_MS } from './pace';
import type { Playground } from './playground';

/** What a person does in a minute: break, restart, look, change, read. */
export async function useEverything(playground: Playground): Promise<void> {
  const leader = theLeader(await playground.advanceTo(ELECTED_BY_MS));
  await playground.selectNode(leader.id);
  await playground.press(`Kill ${leader.id}`);
  await playground.expectWorkers(4);
  await playground.press(`Restart ${leader.id}`);
  await playground.expectWorkers(5);
  theLeader(await playground.advance(FAILOVER_MS));
  await playground.selectLink('n1', 'n2');
  await playground.press('Help');
  await playground.press('Close help');
  await playground.goTo('Measure');
  await playground.press('Run');
  await expect(playground.page.getByRole('region', { name: 'Results' })).toContainText('Median');
  await playground.goTo('Run');
  await playground.openSettings();
  await playground.press('One node more');
  await playground.expectWorkers(6);
  await playground.press('Close setup');
  await playground.tellScenario('Clean failover');
  await playground.expectWorkers(5);
  await playground.expectTimeGoesOn();
  expect(await playground.address()).toContain('#run=');
}
