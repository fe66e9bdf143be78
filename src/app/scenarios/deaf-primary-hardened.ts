import { deafPrimaryRun } from './deaf-primary-run';
import type { Scenario } from './scenario';

export const deafPrimaryHardened: Scenario = {
  id: 'deaf-primary-hardened',
  title: 'The same deaf primary, hardened',
  summary:
    'The same one-way silence, under the hardened protocol. A primary without authority gives up and says so, and the others, after a few split votes, elect one that hears them.',
  watch: 'n1 gives up at 18.5\u00a0s. Its heartbeats bring the news, and the others stop following it.',
  run: deafPrimaryRun('quorum'),
  lookAtMs: 19_400,
  untilMs: 38_000,
};
