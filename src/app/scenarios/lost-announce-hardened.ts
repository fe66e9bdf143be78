import { lostAnnounceRun } from './lost-announce-run';
import type { Scenario } from './scenario';

export const lostAnnounceHardened: Scenario = {
  id: 'lost-announce-hardened',
  title: 'Lost announcements, hardened',
  summary:
    'The same three announcements are lost, under the hardened protocol. Every heartbeat of the winner says the same, again and again, so nothing that is said only once has to arrive.',
  watch:
    'The announcements vanish at 19.6\u00a0s. Watch n3, n4 and n5 follow n2 all the same, by its heartbeats.',
  run: lostAnnounceRun('quorum', 19_600, [407, 408, 409]),
  lookAtMs: 19_650,
  untilMs: 30_000,
};
