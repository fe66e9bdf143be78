import { describe, expect, test } from 'vitest';
import { hostileRun, kindOf } from '../../check/hostile-run';
import { World } from '../../sim/cluster/world';
import { resolveRun } from '../../sim/run';
import { simulate } from '../../sim/simulate';
import { runOf } from '../../sim/test-kit';
import { WorkerHost } from '../../workers/worker-host';
import { FakeWorkers, shuffledMail } from '../../workers/worker-test-kit';
import { advanceAsync } from './advance-async';

const UNTIL_MS = 2000;
const SEEDS = Array.from({ length: 30 }, (_, seed) => seed);

describe('nodes in workers have the digest of nodes inline', () => {
  test.each(SEEDS)('schedule %i', async (seed) => {
    const run = hostileRun(1000 + seed, kindOf(seed));
    // Every other time, whoever is asked first does not answer first.
    const mailOf = shuffledMail(seed);
    const workers = new FakeWorkers(() => (seed % 2 === 0 ? {} : { mail: mailOf() }));
    const host = new WorkerHost({ makeWorker: workers.make });
    const world = new World(resolveRun(run), host);
    await advanceAsync(world, host, UNTIL_MS * 1000, () => false);
    expect(world.trace.digest()).toBe(simulate(run, UNTIL_MS).digest);
    expect(
      workers.alive
        .filter(({ hanging }) => !hanging)
        .map(({ nodeId }) => nodeId)
        .sort(),
    ).toEqual(
      world.slots
        .filter(({ status }) => status === 'up' || status === 'frozen')
        .map(({ id }) => id)
        .sort(),
    );
    host.dispose();
  });
});

test('stops after a window when it is told to, and goes on from there', async () => {
  const workers = new FakeWorkers();
  const host = new WorkerHost({ makeWorker: workers.make });
  const world = new World(resolveRun(runOf(3)), host);
  let windows = 0;
  await advanceAsync(world, host, 500_000, () => (windows += 1) === 10);
  expect(windows).toBe(10);
  expect(world.headUs).toBeLessThan(500_000);
  await advanceAsync(world, host, 500_000, () => false);
  expect(world.headUs).toBe(500_000);
  expect(world.trace.digest()).toBe(simulate(runOf(3), 500).digest);
  host.dispose();
});
