/** How fast the world runs without workers, on one core: what searching and replaying are paid with. */
import { Monitor } from '../../src/check/monitor';
import { simulate, type Run } from '../../src/sim';
import { median, nodeIds, type Figure } from './figure';

interface Case {
  /** What there is besides `nodes` that elect by votes. */
  readonly what: string;
  readonly nodes: number;
  readonly seconds: number;
  readonly aim?: string;
  readonly parts?: Partial<Run>;
}

const CASES: readonly Case[] = [
  { what: '', nodes: 5, seconds: 2000, aim: '1,000,000' },
  { what: '', nodes: 25, seconds: 80, aim: '600,000' },
  { what: '', nodes: 50, seconds: 20, aim: '300,000' },
  { what: ', 2 clients', nodes: 5, seconds: 600, parts: { clients: 2 } },
  {
    what: ' by lease, 2 clients, exports',
    nodes: 5,
    seconds: 2000,
    parts: { protocol: 'ballot-lease', clients: 2, exports: true },
  },
];
const ROUNDS = 5;

export function benchInline(): Figure[] {
  return CASES.flatMap((one) => [measure(one, false), measure(one, true)]);
}

/** An event is a step of a node: a delivery, or a wake-up that did something. */
function measure({ what, nodes, seconds, aim, parts }: Case, keepTrace: boolean): Figure {
  const run: Run = { version: 1, protocol: 'quorum', nodes: nodeIds(nodes), seed: 1, ...parts };
  const rates: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const startMs = performance.now();
    const { world } = simulate(run, seconds * 1000, { observers: [new Monitor()], keepTrace });
    // The first round warms the compiler up.
    if (round > 0) rates.push(world.stepCount / ((performance.now() - startMs) / 1000));
  }
  const name = `inline, ${nodes} nodes${what}, checked${keepTrace ? ', trace kept' : ''}`;
  return {
    name,
    value: median(rates),
    unit: 'events/s',
    ...(aim !== undefined && !keepTrace && { aim }),
  };
}
