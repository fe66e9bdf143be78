/** How fast the world runs without workers, on one core: what searching and replaying are paid with. */
import { Monitor } from '../../src/check/monitor';
import { simulate } from '../../src/sim';
import { median, nodeIds, type Figure } from './figure';

const CASES = [
  { nodes: 5, seconds: 2000, aim: '1,000,000' },
  { nodes: 25, seconds: 80, aim: '600,000' },
  { nodes: 50, seconds: 20, aim: '300,000' },
] as const;
const ROUNDS = 5;

export function benchInline(): Figure[] {
  return CASES.flatMap(({ nodes, seconds, aim }) => [
    measure(nodes, seconds, false, aim),
    measure(nodes, seconds, true, undefined),
  ]);
}

/** An event is a step of a node: a delivery, or a wake-up that did something. */
function measure(nodes: number, seconds: number, keepTrace: boolean, aim: string | undefined): Figure {
  const run = { version: 1, protocol: 'quorum', nodes: nodeIds(nodes), seed: 1 } as const;
  const rates: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const startMs = performance.now();
    const { world } = simulate(run, seconds * 1000, { observers: [new Monitor()], keepTrace });
    // The first round warms the compiler up.
    if (round > 0) rates.push(world.stepCount / ((performance.now() - startMs) / 1000));
  }
  const name = `inline, ${nodes} nodes, checked${keepTrace ? ', trace kept' : ''}`;
  return { name, value: median(rates), unit: 'events/s', ...(aim !== undefined && { aim }) };
}
