/** What the page's clock is doing. One place says which change is allowed from where; the session does the work. */
import { assign, setup } from 'xstate';

export type PlaybackEvent =
  /** A run was asked for; its workers are starting. */
  | { type: 'load' }
  /** They are up. */
  | { type: 'loaded' }
  | { type: 'play' }
  | { type: 'pause' }
  | { type: 'step' }
  /** An instant of the past is shown. */
  | { type: 'seek' }
  /** The head is shown again. */
  | { type: 'live' }
  /** Another future begins at the instant that is shown, or another branch is woken up. */
  | { type: 'fork' }
  /** A step, an advance by a given time, or a fork is done. */
  | { type: 'done' };

export const playbackMachine = setup({
  types: { events: {} as PlaybackEvent, context: {} as { readonly playsOn: boolean } },
  actions: {
    willPlay: assign({ playsOn: true }),
    willRest: assign({ playsOn: false }),
  },
  guards: { playsOn: ({ context }) => context.playsOn },
}).createMachine({
  id: 'playback',
  /** Whether what is being forked goes on playing then: it was, or Play was pressed meanwhile. */
  context: { playsOn: false },
  initial: 'booting',
  on: { load: '.booting' },
  states: {
    booting: { on: { loaded: 'paused' } },
    paused: {
      on: {
        play: 'running',
        step: 'stepping',
        seek: 'scrubbing',
        fork: { target: 'forking', actions: 'willRest' },
      },
    },
    running: {
      on: {
        pause: 'paused',
        step: 'stepping',
        seek: 'scrubbing',
        fork: { target: 'forking', actions: 'willPlay' },
      },
    },
    stepping: { on: { done: 'paused', pause: 'paused', seek: 'scrubbing' } },
    scrubbing: {
      on: {
        live: 'paused',
        play: 'running',
        step: 'stepping',
        fork: { target: 'forking', actions: 'willRest' },
      },
    },
    forking: {
      on: {
        play: { actions: 'willPlay' },
        pause: { actions: 'willRest' },
        done: [{ guard: 'playsOn', target: 'running' }, { target: 'paused' }],
        // A way back that was not gone to its end leaves what was shown.
        seek: 'scrubbing',
      },
    },
  },
});
