/** What the page's clock is doing. One place says which change is allowed from where; the session does the work. */
import { setup } from 'xstate';

export type PlaybackEvent =
  /** A run was asked for; its workers are starting. */
  | { type: 'load' }
  /** They are up. */
  | { type: 'loaded' }
  | { type: 'play' }
  | { type: 'pause' }
  | { type: 'step' }
  /** A step, or an advance by a given time, is done. */
  | { type: 'done' };

export const playbackMachine = setup({ types: { events: {} as PlaybackEvent } }).createMachine({
  id: 'playback',
  initial: 'booting',
  on: { load: '.booting' },
  states: {
    booting: { on: { loaded: 'paused' } },
    paused: { on: { play: 'running', step: 'stepping' } },
    running: { on: { pause: 'paused', step: 'stepping' } },
    stepping: { on: { done: 'paused', pause: 'paused' } },
  },
});
