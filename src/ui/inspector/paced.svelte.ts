/** The session's state at the pace of a reader: numbers that change sixty times a second cannot be read. */
import { onDestroy } from 'svelte';
import type { Playback, SessionState } from '../../app/session/state';
import type { Page } from '../page.svelte';

const READING_MS = 200;

/** Whatever stands still is shown at once. */
export function isDue(playback: Playback, shownAtMs: number, nowMs: number): boolean {
  return playback !== 'running' || nowMs - shownAtMs >= READING_MS;
}

/** Belongs to the component that makes it. */
export class Paced {
  state: SessionState = $state.raw() as SessionState;
  private shownAtMs = 0;

  constructor(page: Page) {
    this.state = page.state;
    const stop = page.session.subscribe((state) => {
      const nowMs = performance.now();
      if (!isDue(state.playback, this.shownAtMs, nowMs)) return;
      this.shownAtMs = nowMs;
      this.state = state;
    });
    onDestroy(stop);
  }
}
