import type { Scenario } from '../scenario';
import { slowDisk } from './slow-disk';

export const slowDiskPatient: Scenario = {
  id: 'raft-slow-disk-patient',
  title: 'The same disk, a timeout of 4 s',
  summary:
    'The same slow disk, and followers that wait four seconds and more before they stand. Nobody is deposed; what c1 writes meanwhile waits for the disk, and it gives one write up.',
  watch: 'From 6\u00a0s to 12.5\u00a0s n1 is slow, and leads; at 11.1\u00a0s c1 gives its write 7 up.',
  run: { ...slowDisk.run, config: { ...slowDisk.run.config, electionTick: 40 } },
  lookAtMs: 10_000,
  untilMs: 16_000,
};
