/** What the page's clock is doing. One place says which change is allowed from where; the session does the work. */
import type { ModeTable } from './modes';

export type PlaybackMode =
  | 'booting'
  | 'paused'
  | 'running'
  | 'stepping'
  | 'scrubbing'
  /** A branch begins, and is paused then. */
  | 'forking'
  /** It goes on playing then: it was, or Play was pressed meanwhile. */
  | 'forkingOn';

export type PlaybackEvent =
  /** A run was asked for; its workers are starting. */
  | 'load'
  /** They are up. */
  | 'loaded'
  | 'play'
  | 'pause'
  | 'step'
  /** An instant of the past is shown. */
  | 'seek'
  /** The head is shown again. */
  | 'live'
  /** Another future begins at the instant that is shown, or another branch is woken up. */
  | 'fork'
  /** A step, an advance by a given time, or a fork is done. */
  | 'done';

export const PLAYBACK: ModeTable<PlaybackMode, PlaybackEvent> = {
  id: 'playback',
  initial: 'booting',
  on: { load: '.booting' },
  states: {
    booting: { on: { loaded: 'paused' } },
    paused: { on: { play: 'running', step: 'stepping', seek: 'scrubbing', fork: 'forking' } },
    running: { on: { pause: 'paused', step: 'stepping', seek: 'scrubbing', fork: 'forkingOn' } },
    stepping: { on: { done: 'paused', pause: 'paused', seek: 'scrubbing' } },
    scrubbing: { on: { live: 'paused', play: 'running', step: 'stepping', fork: 'forking' } },
    // A way back that was not gone to its end leaves what was shown.
    forking: { on: { play: 'forkingOn', done: 'paused', seek: 'scrubbing' } },
    forkingOn: { on: { pause: 'forking', done: 'running', seek: 'scrubbing' } },
  },
};
