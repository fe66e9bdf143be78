/** Settings that somebody has elsewhere, pasted into Setup. */
import { expect, test } from './support/test';

test('flags of a controller become a cluster, with what they mean and what is not known', async ({
  playground,
}) => {
  const { settings, page } = playground;
  const requests: string[] = [];
  await playground.openSettings();
  await settings.getByText('Enter it in your own terms').click();
  const field = settings.getByLabel('Flags, environment or a piece of a file');
  await expect(field).toBeVisible();
  // It stays unfolded while the cluster goes on.
  await playground.play(1);
  await playground.expectTimeGoesOn();
  await playground.pause();
  await expect(field).toBeVisible();
  page.on('request', (request) => requests.push(request.url()));
  await field.fill('--leader-elect-lease-duration=15');
  await expect(settings.getByText(/is no length of time above 0 with its unit/)).toBeVisible();
  await expect(settings.getByRole('button', { name: 'Run with these' })).toBeHidden();
  await field.fill(
    '--leader-elect --leader-elect-lease-duration=137s --leader-elect-renew-deadline=107s --leader-elect-retry-period=26s --v=2',
  );
  await expect(settings.getByText('Kubernetes leader election')).toBeVisible();
  await expect(settings.getByText('others wait 137 s since they saw the last renewal')).toBeVisible();
  await expect(settings.getByText('Not known: v.')).toBeVisible();
  expect(requests).toEqual([]);
  await settings.getByRole('button', { name: 'Run with these' }).click();
  await expect.poll(async () => (await playground.run()).protocol).toBe('kubernetes-lease');
  expect((await playground.run()).config).toMatchObject({
    leaseDurationMs: 137_000,
    renewDeadlineMs: 107_000,
    retryPeriodMs: 26_000,
  });
  await expect(field).toHaveValue('');
});

test('what etcd is started with runs as Raft; what it refuses is refused, and stays to be mended', async ({
  playground,
}) => {
  const { settings } = playground;
  await playground.openSettings();
  await settings.getByText('Enter it in your own terms').click();
  const field = settings.getByLabel('Flags, environment or a piece of a file');
  await field.fill('ETCD_HEARTBEAT_INTERVAL=500\nETCD_ELECTION_TIMEOUT=1000');
  await expect(settings.getByText(/less than five heartbeat intervals of 500 ms/)).toBeVisible();
  await field.fill('ETCD_HEARTBEAT_INTERVAL=100\nETCD_ELECTION_TIMEOUT=1000\nETCD_PRE_VOTE=false');
  await settings.getByRole('button', { name: 'Run with these' }).click();
  await expect.poll(async () => (await playground.run()).protocol).toBe('raft');
  const run = await playground.run();
  expect(run.config).toMatchObject({ tickMs: 100, electionTick: 10, heartbeatTick: 1 });
  expect(run.safeguards).toMatchObject({ preVote: false });
});
