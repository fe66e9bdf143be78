import type { Scenario } from './scenario';
import { slowClockRun } from './slow-clock-run';

export const slowClock: Scenario = {
  id: 'slow-clock',
  title: 'A slow clock, within the margin',
  summary:
    'The clock of n1 loses a fifth of its time, and at 14\u00a0s n1 is cut off. It holds on to its authority longer than it should, but the lease is a quarter shorter than the patience of the voters, and that is enough.',
  watch:
    'The authority of n1 ends at 17.2\u00a0s, and n2 asks for votes at 19.3\u00a0s: the gap is the margin.',
  run: slowClockRun(0.8),
  lookAtMs: 17_600,
  untilMs: 40_000,
};
