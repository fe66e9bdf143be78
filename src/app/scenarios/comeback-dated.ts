import { comebackRun } from './comeback-run';
import type { Scenario } from './scenario';

export const comebackDated: Scenario = {
  id: 'comeback-dated',
  title: 'Dated offsets keep it',
  summary:
    'The same return of n1 with its three unconfirmed writes at offset 11. They are dated by epoch 2 and those of n3 by epoch 3, so n1 votes for n3, which leads with everything that was ever acknowledged.',
  watch:
    'At 30.5\u00a0s n1 votes for n3. It drops its own three writes at 32.6\u00a0s: nobody was ever told of them.',
  run: comebackRun(),
  lookAtMs: 33_200,
  untilMs: 37_000,
};
