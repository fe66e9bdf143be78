import { resignRun } from './resign-run';
import type { Scenario } from './scenario';

export const resign: Scenario = {
  id: 'resign',
  title: 'A leader resigns',
  summary:
    'n1, restarted once and in its second reign, resigns at 20\u00a0s: it stops in the same instant, and then releases the key. The key keeps the ballot, so n3 goes on above it with ballot 5, and every copy takes what n3 writes.',
  watch:
    'The key at 22\u00a0s: released, with ballot 4. n3 leads with ballot 5 and serves c1 at 27.5\u00a0s.',
  run: resignRun(),
  lookAtMs: 22_500,
  untilMs: 32_000,
};
