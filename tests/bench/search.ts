/** How fast schedules are hunted through and states are explored, on one core. */
import type { Prey } from '../../src/check/hunt/prey';
import { nodeIds } from './figure';
import type { Trial, Tree } from './trial';

const FAMILIES = 60;
const EXPLORATIONS = 5;
const PROTOCOLS = ['quorum', 'ballot-lease'] as const;

export const SEARCH_TRIALS: readonly Trial[] = [
  ...PROTOCOLS.map((protocol): Trial => ({
    name: `hunt, ${protocol}, 2 to 5 nodes, no clients`,
    unit: 'schedules',
    slices: FAMILIES,
    slice: (tree, nth) => tree.hunt.tryFamily(preyFor(tree, protocol), nth + 1).schedules,
  })),
  {
    name: 'explore, quorum, 3 nodes, 7 moves, 1 restart',
    unit: 'states',
    slices: EXPLORATIONS,
    slice: ({ explorer }) => {
      const spec = { protocol: 'quorum', nodes: 3, start: 'settled' } as const;
      return new explorer.Explorer(spec, { moves: 7, restarts: 1 }).step(Infinity).states;
    },
  },
];

/** As `npm run hunt` has it when it is told nothing else. */
function preyFor({ schedule, run, prey }: Tree, protocol: string): Prey {
  const config = schedule.searchConfig(run.systemOfRun({ protocol }));
  const network = { latencyMs: [2, 12], lossRatio: 0, duplicateRatio: 0 } as const;
  const one = { version: 1, protocol, nodes: nodeIds(3), seed: 1, config, network } as const;
  return prey.preyOf(run.resolveRun(one), [2, 5]);
}
