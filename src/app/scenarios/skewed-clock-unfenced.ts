import type { Scenario } from './scenario';
import { skewedClockRun } from './skewed-clock-run';

export const skewedClockUnfenced: Scenario = {
  id: 'skewed-clock-unfenced',
  title: 'The same two leaders without fencing',
  summary:
    'Nobody compares ballots now: n2 takes what n1 sends over the newer copy of n3, and n1 acknowledges write 7, for two of three hold it. n3 does not have it, and when its next copy reaches n2 at 22.3\u00a0s the write is lost.',
  watch:
    'The copy of n2 goes from ballot 4 back to ballot 1. At 22.3\u00a0s it drops write 7, which c1 takes for safe.',
  run: skewedClockRun({ fencing: false }),
  lookAtMs: 20_300,
  untilMs: 26_000,
};
