/** The life of one node's worker, as the inspector tells it. */
import type { ModeTable } from './modes';

export type NodeWorkerMode = 'starting' | 'up' | 'frozen' | 'killed' | 'crashed';
export type NodeWorkerEvent = 'boot' | 'started' | 'freeze' | 'thaw' | 'kill' | 'crash';

const ends = { kill: 'killed', crash: 'crashed', boot: 'starting' } as const;

export const NODE_WORKER: ModeTable<NodeWorkerMode, NodeWorkerEvent> = {
  id: 'nodeWorker',
  initial: 'starting',
  states: {
    starting: { on: { ...ends, started: 'up', freeze: 'frozen' } },
    up: { on: { ...ends, freeze: 'frozen' } },
    frozen: { on: { ...ends, thaw: 'up' } },
    killed: { on: { boot: 'starting' } },
    crashed: { on: { kill: 'killed', boot: 'starting' } },
  },
};
