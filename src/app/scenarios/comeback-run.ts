/** The old primary comes back with writes that nobody confirmed, just as the new one dies, which had confirmed another. */
import type { Run } from '../../sim/run';
import { PACE_WITH_CLIENTS } from './pace';
import { fromOthers, THREE } from './script';

/** Three clients, so that n1 takes three writes between the cut and the end of its authority; given up early, they stay its own. */
export function comebackRun(safeguards?: Run['safeguards']): Run {
  return {
    version: 1,
    protocol: 'quorum',
    nodes: THREE,
    clients: 3,
    seed: 23,
    ...PACE_WITH_CLIENTS,
    config: { ...PACE_WITH_CLIENTS.config, giveUpMs: 5000 },
    ...(safeguards && { safeguards }),
    faults: [
      ...fromOthers(14_000, 'cut', 'n1', THREE),
      ...fromOthers(24_000, 'heal', 'n1', THREE),
      { atMs: 24_000, kind: 'kill', node: 'n2' },
    ],
  };
}
