/** What a hunt is doing. */
import { createMachine } from 'xstate';

export type HuntEvent =
  | { type: 'search' }
  /** Something is violated: what was found is made smaller. */
  | { type: 'caught' }
  | { type: 'shrunk' }
  /** Everything that was to be tried was tried. */
  | { type: 'exhausted' }
  | { type: 'stop' };

export const huntMachine = createMachine({
  types: {} as { events: HuntEvent },
  id: 'hunt',
  initial: 'idle',
  on: { search: '.searching' },
  states: {
    idle: {},
    searching: { on: { caught: 'shrinking', exhausted: 'clean', stop: 'idle' } },
    // What was found stays found, as small as it is by then.
    shrinking: { on: { shrunk: 'found', stop: 'found' } },
    found: {},
    clean: {},
  },
});
