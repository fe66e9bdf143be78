import type { Scenario } from './scenario';
import { skewedClockRun } from './skewed-clock-run';

export const skewedClock: Scenario = {
  id: 'skewed-clock',
  title: 'A clock set back, two leaders, fencing saves it',
  summary:
    'The wall clock of n1 is set back by 15 seconds, and the lease that it renews is over to everybody else: n3 takes over at 16.8\u00a0s, and until 20.4\u00a0s n1 believes that it leads as well. The data is safe all the same, since the copies have seen the higher ballot of n3 and refuse what n1 sends.',
  watch: 'n1 has sent write 6 with ballot 1. n2 and n3 know ballot 4 by then: both refuse it, and say so.',
  run: skewedClockRun(),
  lookAtMs: 17_800,
  untilMs: 26_000,
};
