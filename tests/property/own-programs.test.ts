import { afterAll, describe, expect, test } from 'vitest';
import { advanceAsync } from '../../src/app/session/advance-async';
import { hostileRun } from '../../src/check/hostile-run';
import { ownProtocol } from '../../src/core/protocols/own/protocol';
import { addProtocol } from '../../src/core/registry';
import { World } from '../../src/sim/cluster/world';
import { resolveRun, type Run } from '../../src/sim/run';
import { simulate } from '../../src/sim/simulate';
import { WorkerHost } from '../../src/workers/worker-host';
import { FakeWorkers } from '../../src/workers/worker-test-kit';
import { randomDefinition } from './own-programs';

const UNTIL_MS = 3000;
const PROGRAMS = 200;

/** Of all programs, so that the test knows that it saw something. */
let crashed = 0;
let messages = 0;
let leaders = 0;

/** Faults of one kind, on protocol number `seed`. */
function runOf(seed: number): Run {
  const id = `random-${seed}`;
  addProtocol({ ...ownProtocol(randomDefinition(seed)), id });
  const { nodes, network, faults } = hostileRun(seed, { protocol: 'kevy' });
  const possible = (faults ?? []).filter(({ kind }) => kind !== 'configure');
  return { version: 1, protocol: id, nodes, seed, ...(network && { network }), faults: possible };
}

describe('random programs', () => {
  for (let seed = 1; seed <= PROGRAMS; seed += 1) {
    test(`program ${seed} runs in workers as it does inline: what crosses and what is kept is all there is`, async () => {
      const run = runOf(seed);
      const inline = simulate(run, UNTIL_MS);
      const host = new WorkerHost({ makeWorker: new FakeWorkers().make });
      const world = new World(resolveRun(run), host);
      // Half-way every process is saved and goes on from what was kept.
      await advanceAsync(world, host, (UNTIL_MS / 2) * 1000, () => false);
      const state = structuredClone(world.save(await host.save(world.slots.length)));
      host.dispose();
      const next = new WorkerHost({ makeWorker: new FakeWorkers().make });
      const resumed = new World(resolveRun(run), next, [], true, { state, trace: world.trace });
      await advanceAsync(resumed, next, UNTIL_MS * 1000, () => false);
      next.dispose();
      expect(resumed.trace.digest()).toBe(inline.digest);
      const { nodes } = inline.view;
      crashed += nodes.filter(({ status }) => status === 'crashed').length;
      leaders += nodes.filter(({ role }) => role === 'primary').length;
      messages += inline.trace.messages.length;
    });
  }

  afterAll(() => {
    // They do something, some of them what they must not, and none of it ends this process.
    expect(messages).toBeGreaterThan(20 * PROGRAMS);
    expect(crashed).toBeGreaterThan(10);
    expect(leaders).toBeGreaterThan(PROGRAMS / 10);
  });
});
