/** The same trouble for both protocols: from 12 s on the primary hears nobody, and everybody still hears it. */
import type { Run } from '../../sim/run';
import { PACE } from './pace';
import { deafen, FIVE } from './script';

export function deafPrimaryRun(protocol: string): Run {
  return { version: 1, protocol, nodes: FIVE, seed: 1, ...PACE, faults: deafen(12_000, 'n1', FIVE) };
}
