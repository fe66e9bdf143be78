import { resignRun } from './resign-run';
import type { Scenario } from './scenario';

export const resignForgets: Scenario = {
  id: 'resign-forgets',
  title: 'A leader resigns, and its ballot is forgotten',
  summary:
    'The same as it was published: resigning deletes the key, and n3 begins at ballot 1 again, although ballot 4 was given out before. It leads and cannot write: every copy, its own included, has seen ballot 3, and takes nothing with ballot 1.',
  watch:
    'n3 leads from 24.2\u00a0s, and c1 is refused from then on: a ballot that goes back is worth nothing.',
  run: resignRun({ keepBallotOnResign: false }),
  lookAtMs: 28_000,
  untilMs: 32_000,
};
