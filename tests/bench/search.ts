/** How fast schedules are hunted through and states are explored, on one core. */
import { tryFamily } from '../../src/check/hunt/family';
import { preyOf, type Prey } from '../../src/check/hunt/prey';
import { Explorer } from '../../src/check/explore/explorer';
import { searchConfig } from '../../src/check/schedule';
import { resolveRun, systemOfRun } from '../../src/sim/run';
import { median, nodeIds, type Figure } from './figure';

const ROUNDS = 5;
const FAMILIES = 12;
const PROTOCOLS = ['quorum', 'ballot-lease'] as const;

export function benchSearch(): Figure[] {
  return [...PROTOCOLS.map(huntRate), exploreRate()];
}

/** Each round has seeds of its own: none is told twice what it knows already. */
function huntRate(protocol: string): Figure {
  const prey = preyFor(protocol);
  const rates: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    let schedules = 0;
    const startMs = performance.now();
    for (let nth = 0; nth < FAMILIES; nth += 1)
      schedules += tryFamily(prey, 1 + round * FAMILIES + nth).schedules;
    // The first round warms the compiler up.
    if (round > 0) rates.push(schedules / ((performance.now() - startMs) / 1000));
  }
  return { name: `hunt, ${protocol}, 2 to 5 nodes, no clients`, value: median(rates), unit: 'schedules/s' };
}

/** As `npm run hunt` has it when it is told nothing else. */
function preyFor(protocol: string): Prey {
  const config = searchConfig(systemOfRun({ protocol }));
  const network = { latencyMs: [2, 12], lossRatio: 0, duplicateRatio: 0 } as const;
  return preyOf(resolveRun({ version: 1, protocol, nodes: nodeIds(3), seed: 1, config, network }), [2, 5]);
}

function exploreRate(): Figure {
  const rates: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const startMs = performance.now();
    const explorer = new Explorer(
      { protocol: 'quorum', nodes: 3, start: 'settled' },
      { moves: 7, restarts: 1 },
    );
    const { states } = explorer.step(Infinity);
    if (round > 0) rates.push(states / ((performance.now() - startMs) / 1000));
  }
  const name = 'explore, quorum, 3 nodes, 7 moves, 1 restart';
  return { name, value: median(rates), unit: 'states/s' };
}
