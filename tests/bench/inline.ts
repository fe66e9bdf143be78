/** How fast the world runs without workers, on one core: what searching and replaying are paid with. */
import type { Run } from '../../src/sim';
import { nodeIds } from './figure';
import type { Trial, Tree } from './trial';

interface Case {
  /** What there is besides `nodes` that elect by votes. */
  readonly what: string;
  readonly nodes: number;
  /** Of virtual time, a slice. */
  readonly seconds: number;
  readonly aim?: string;
  readonly parts?: Partial<Run>;
}

const CASES: readonly Case[] = [
  { what: '', nodes: 5, seconds: 200, aim: '1,000,000' },
  { what: '', nodes: 25, seconds: 8, aim: '600,000' },
  { what: '', nodes: 50, seconds: 3, aim: '300,000' },
  { what: ', 2 clients', nodes: 5, seconds: 60, parts: { clients: 2 } },
  {
    what: ' by lease, 2 clients, exports',
    nodes: 5,
    seconds: 100,
    parts: { protocol: 'ballot-lease', clients: 2, exports: true },
  },
];
const SLICES = 20;

export const INLINE_TRIALS: readonly Trial[] = CASES.flatMap((one) => [trial(one, false), trial(one, true)]);

/** An event is a step of a node: a delivery, or a wake-up that did something. */
function trial({ what, nodes, seconds, aim, parts }: Case, keepTrace: boolean): Trial {
  return {
    name: `inline, ${nodes} nodes${what}, checked${keepTrace ? ', trace kept' : ''}`,
    unit: 'events',
    ...(aim !== undefined && !keepTrace && { aim }),
    slices: SLICES,
    slice: ({ sim, monitor }: Tree, nth) => {
      const run: Run = { version: 1, protocol: 'quorum', nodes: nodeIds(nodes), seed: nth + 1, ...parts };
      const observers = [new monitor.Monitor()];
      return sim.simulate(run, seconds * 1000, { observers, keepTrace }).world.stepCount;
    },
  };
}
