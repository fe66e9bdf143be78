/** Which of the four places is shown. The address says so, so that Back goes back and a reload stays. */
import { getContext, setContext } from 'svelte';
import type { SessionApi } from '../../app/session/state';
import { addressOf, fragmentOf, type Address, type Place } from './place';

export class Places {
  private address: Address = $state.raw({ place: 'run', part: null });
  /** It ran when somebody went away from it, and goes on when they come back. */
  private goesOn = false;

  constructor(private readonly session: SessionApi) {
    this.address = addressOf(location.hash);
  }

  get current(): Place {
    return this.address.place;
  }

  get part(): string | null {
    return this.address.part;
  }

  /** The address has changed. */
  follow(): void {
    const before = this.current;
    this.address = addressOf(location.hash);
    const { current } = this;
    if (before === current) return;
    if (before === 'run') {
      // Nobody sees the stage, and searches want the cores.
      this.goesOn = this.session.state.playback === 'running';
      if (this.goesOn) this.session.pause();
    } else if (current === 'run') {
      if (this.goesOn) this.session.play();
      this.goesOn = false;
    }
  }

  /** `goesOn`: whether the cluster that is shown there goes on by itself; left out, it does if it did before. */
  go(place: Place, part: string | null = null, goesOn?: boolean): void {
    if (goesOn !== undefined) this.goesOn = goesOn;
    if (place === this.current && part === this.part) return;
    // The address is told of by an event that comes later: what is asked for is shown at once.
    history.pushState(null, '', fragmentOf(place, part));
    this.follow();
  }
}

const KEY = Symbol('places');
export const providePlaces = (places: Places): Places => setContext(KEY, places);
export const usePlaces = (): Places => getContext(KEY);
