/** For tests: a random schedule, and on top of it what the search leaves out. */
import type { Fault, Run } from '../sim/run';
import { randomSchedule } from './schedule';

/** Skewed clocks, damaged frames, crashes, an empty disk, new settings of nodes and network, a message taken out of the air. */
export function hostileRun(seed: number, protocol: string): Run {
  const { run } = randomSchedule(seed, { protocol, nodes: [1, 5] });
  const node = run.nodes[seed % run.nodes.length]!;
  const other = run.nodes.find((id) => id !== node);
  const extra: Fault[] = [
    { atMs: 0, kind: 'clock', node, rate: 0.5 + (seed % 100) / 100 },
    { atMs: 400, kind: 'configure', config: { hbIntervalMs: 20 } },
    { atMs: 700.5, kind: 'clock', node, rate: 1.7, offsetMs: -50 },
    { atMs: 900, kind: 'replOffset', node, value: 8 },
    { atMs: 900, kind: 'replOffset', node, value: 9 },
    { atMs: 1000, kind: 'crash', node, how: seed % 2 === 0 ? 'throw' : 'hang' },
    { atMs: 1050, kind: 'clock', node, rate: 0.8 },
    { atMs: 1100, kind: 'restart', node, disk: seed % 3 === 0 ? 'wiped' : 'kept' },
    { atMs: 600, kind: 'configure', network: { latencyMs: [3, 30 + (seed % 20)], lossRatio: 0.05 } },
    { atMs: 1500, kind: 'configure', config: { hbIntervalMs: 35 }, network: { duplicateRatio: 0.1 } },
    { atMs: 1700, kind: 'configure', network: { latencyMs: [1, 2], lossRatio: 0 } },
    { atMs: 1600, kind: 'drop', message: 300 },
  ];
  if (other !== undefined) extra.push({ atMs: 500, kind: 'corrupt', from: other, to: node });
  return { ...run, faults: [...run.faults!, ...extra] };
}
