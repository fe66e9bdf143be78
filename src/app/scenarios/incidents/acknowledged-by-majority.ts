import { acknowledgedAlone } from '../acknowledged-alone';
import type { Scenario } from '../scenario';

const { majorityAck: _, ...safeguards } = acknowledgedAlone.run.safeguards ?? {};

export const acknowledgedByMajority: Scenario = {
  id: 'acknowledged-by-majority',
  title: 'Acknowledged once a majority has it',
  summary:
    'The same cut, and n1 acknowledges a write only once a majority has it. Write 3 is not acknowledged, c1 asks again, and n2 acknowledges it once it leads: nothing is lost.',
  watch: 'n1 alone holds write 3 and does not acknowledge it; n2 does, once it leads, at 25.1\u00a0s.',
  run: { ...acknowledgedAlone.run, safeguards },
  lookAtMs: 21_400,
  untilMs: 34_000,
};
