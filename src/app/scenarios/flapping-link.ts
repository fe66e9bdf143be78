import type { Fault } from '../../sim/run';
import { PACE } from './pace';
import type { Scenario } from './scenario';
import { bothWays, THREE } from './script';

/** Down for longer than a node's patience, up for long enough to end it: the worst rhythm. */
const flaps: readonly Fault[] = [10_000, 20_000, 30_000].flatMap((atMs) => [
  ...bothWays(atMs, 'cut', 'n1', 'n2'),
  ...bothWays(atMs + 7500, 'heal', 'n1', 'n2'),
]);

export const flappingLink: Scenario = {
  id: 'flapping-link',
  title: 'A flapping link',
  summary:
    'The link between the primary and n2 goes down and up, three times. Each time n2 asks who would vote for it and n3 would not, so the cluster keeps its primary and its epoch: a question promises nothing and disturbs nobody.',
  watch:
    'Count the candidates: n2 asks about epoch 3 each time, never stands, and everybody stays in epoch 2.',
  run: { version: 1, protocol: 'quorum', nodes: THREE, seed: 1, ...PACE, faults: flaps },
  lookAtMs: 25_850,
  untilMs: 42_000,
};
