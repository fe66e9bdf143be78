/** The life of one node's worker, as the inspector tells it. */
import { createMachine } from 'xstate';

export type NodeWorkerEvent =
  | { type: 'boot' }
  | { type: 'started' }
  | { type: 'freeze' }
  | { type: 'thaw' }
  | { type: 'kill' }
  | { type: 'crash' };

const ends = { kill: 'killed', crash: 'crashed', boot: 'starting' } as const;

export const nodeWorkerMachine = createMachine({
  types: {} as { events: NodeWorkerEvent },
  id: 'nodeWorker',
  initial: 'starting',
  states: {
    starting: { on: { ...ends, started: 'up', freeze: 'frozen' } },
    up: { on: { ...ends, freeze: 'frozen' } },
    frozen: { on: { ...ends, thaw: 'up' } },
    killed: { on: { boot: 'starting' } },
    crashed: { on: { kill: 'killed', boot: 'starting' } },
  },
});
