/** Protocols of one's own in the page's sandbox and in Node: the same, to the last bit. */
import { readFileSync } from 'node:fs';
import { hostileRun } from '../../src/check/hostile-run';
import { randomSchedule } from '../../src/check/schedule';
import { named } from '../../src/core/protocols/own/given';
import { simulate, type Run } from '../../src/sim';
import type { Playground } from './support/playground';
import { expect, test } from './support/test';

const EXAMPLES = ['bully', 'ring', 'votes', 'raft-election', 'heartbeat-lease'];
const UNTIL_MS = 3000;

async function resultOf(playground: Playground, run: Run, untilMs: number) {
  await playground.load(run);
  const view = await playground.advanceTo(untilMs);
  return { view, digest: await playground.digest() };
}

for (const name of EXAMPLES) {
  test(`${name}: four runs with faults`, async ({ playground }) => {
    const which = { protocol: 'own', source: readFileSync(`src/app/own/examples/${name}.ts`, 'utf8') };
    named(which);
    for (const seed of [1, 2, 3, 4]) {
      const { run } = randomSchedule(seed, which);
      const { view, digest } = simulate(run, UNTIL_MS);
      expect.soft(await resultOf(playground, run, UNTIL_MS), `seed ${seed}`).toEqual({ view, digest });
    }
  });
}

/** The generator is itself a text that stands alone; a program is that text and its number. */
const GENERATOR = readFileSync('tests/property/own-programs.ts', 'utf8');
const PROGRAMS = 200;
const GROUPS = 4;
const SHORT_MS = 1200;

for (let group = 0; group < GROUPS; group += 1) {
  test(`random programs, part ${group + 1} of ${GROUPS}: none harms the page, and all are what they are in Node`, async ({
    playground,
  }) => {
    let sent = 0;
    for (let seed = group + 1; seed <= PROGRAMS; seed += GROUPS) {
      const source = `${GENERATOR}\nexport default randomDefinition(${seed});\n`;
      const { nodes, network, faults = [] } = hostileRun(seed, { protocol: 'kevy' });
      const possible = faults.filter(({ kind }) => kind !== 'configure');
      const run: Run = {
        version: 1,
        protocol: 'own',
        source,
        nodes,
        seed,
        ...(network && { network }),
        faults: possible,
      };
      const { view, digest, trace } = simulate(run, SHORT_MS);
      expect.soft(await resultOf(playground, run, SHORT_MS), `program ${seed}`).toEqual({ view, digest });
      sent += trace.messages.length;
    }
    expect(sent).toBeGreaterThan(100);
  });
}
