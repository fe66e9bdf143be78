import type { Scenario } from './scenario';
import { slowClockRun } from './slow-clock-run';

export const slowerClock: Scenario = {
  id: 'slower-clock',
  title: 'A slow clock, beyond the margin',
  summary:
    'The same cut, with a clock that runs at less than a third of true time. To n1 hardly any time has passed when n2 is elected, and both may act as the leader: a lease is worth as much as the clocks that measure it.',
  watch: 'n2 gets authority at 20.4\u00a0s. The arc of n1 is still draining, slowly: two leaders at once.',
  run: slowClockRun(0.3),
  lookAtMs: 20_600,
  untilMs: 46_000,
};
