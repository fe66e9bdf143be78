import { deafPrimaryRun } from './deaf-primary-run';
import type { Scenario } from './scenario';

export const deafPrimary: Scenario = {
  id: 'deaf-primary',
  title: 'A deaf primary, for ever',
  summary:
    'At 12\u00a0s n1 stops hearing the others, and its own heartbeats still arrive. It loses its majority and yet goes on saying that it is primary, so nobody ever stands against it.',
  watch: 'After 16.4\u00a0s n1 has no authority: watch the others follow it all the same, and no end of it.',
  run: deafPrimaryRun('kevy'),
  lookAtMs: 25_000,
  untilMs: 40_000,
};
