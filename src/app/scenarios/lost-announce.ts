import { lostAnnounceRun } from './lost-announce-run';
import type { Scenario } from './scenario';

export const lostAnnounce: Scenario = {
  id: 'lost-announce',
  title: 'Lost announcements, a dead leader',
  summary:
    'n2 wins the votes of n3, n4 and n5, and the three messages that announce it are lost. The voters are in its epoch already and never learn from its heartbeats who won: they go on believing in n1, which is dead.',
  watch: 'Select n3 after 17.4\u00a0s: it hears n2 say that it is primary, and still follows n1.',
  run: lostAnnounceRun('kevy', 17_400, [344, 345, 346]),
  lookAtMs: 25_000,
  untilMs: 40_000,
};
