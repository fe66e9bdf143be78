/** The hunt as the page knows it: whether it is looked at, and what goes on whether it is or not. */
import { getContext, setContext } from 'svelte';
import type { Hunting, HuntState } from '../../app/search/hunting';

export class HuntDesk {
  /** Null before the first hunt. */
  state: HuntState | null = $state.raw(null);
  /** The safeguard that is to be off, whatever is shown; null for none. */
  without: string | null = $state(null);
  /** Not after clusters that never become whole again. */
  safetyOnly = $state(false);
  seedText = $state('1');
  mostText = $state('20000');
  /** It begins as soon as it is looked at. */
  begins = $state(false);
  private shown = $state(false);
  /** It ended while nobody looked. */
  ended = $state(false);
  private work: Hunting | null = null;

  get open(): boolean {
    return this.shown;
  }

  set open(open: boolean) {
    this.shown = open;
    this.ended = false;
  }

  get hunting(): Hunting | null {
    return this.work;
  }

  /** Everything that hunts comes with its place. */
  employ(work: Hunting): void {
    this.work = work;
    work.subscribe((state) => {
      const over = state.mode === 'found' || state.mode === 'clean';
      if (over && this.state?.mode !== state.mode && !this.shown) this.ended = true;
      this.state = state;
    });
  }

  /** What is to be hunted next, with that safeguard off. */
  ask(safeguard: string): void {
    this.without = safeguard;
    this.begins = true;
  }
}

const KEY = Symbol('hunt');
export const provideHunt = (desk: HuntDesk): HuntDesk => setContext(KEY, desk);
export const useHunt = (): HuntDesk => getContext(KEY);
