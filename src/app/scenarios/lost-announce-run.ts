/** The same trouble for both protocols: n1 dies, n2 wins, and every announcement of that is lost. */
import type { Run } from '../../sim/run';
import { PACE } from './pace';
import { FIVE } from './script';

/** Announcements are told by the numbers that the trace gives them; they change with the rules, and a test knows them. */
export function lostAnnounceRun(protocol: string, dropAtMs: number, announcements: readonly number[]): Run {
  return {
    version: 1,
    protocol,
    nodes: FIVE,
    seed: 1,
    ...PACE,
    faults: [
      { atMs: 12_000, kind: 'kill', node: 'n1' },
      ...announcements.map((message) => ({ atMs: dropAtMs, kind: 'drop', message }) as const),
    ],
  };
}
