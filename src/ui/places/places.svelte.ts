/** Which of the four places is shown. The address says so, so that Back goes back and a reload stays. */
import { getContext, setContext } from 'svelte';
import type { Page } from '../page.svelte';
import { addressOf, fragmentOf, showsCluster, type Address, type Place } from './place';
import { Trail } from './trail';

export class Places {
  private address: Address = $state.raw({ place: 'run', part: null });
  /** It ran when somebody went away from it, and goes on when they come back. */
  private goesOn = false;

  readonly trail: Trail;

  constructor(private readonly page: Page) {
    this.address = addressOf(location.hash);
    this.trail = new Trail(page);
  }

  get current(): Place {
    return this.address.place;
  }

  get part(): string | null {
    return this.address.part;
  }

  private follow(): void {
    const before = this.current;
    this.address = addressOf(location.hash);
    const { current } = this;
    if (showsCluster(before) === showsCluster(current)) return;
    if (showsCluster(before)) {
      // Nobody sees the stage, and searches want the cores.
      this.goesOn = this.page.state.playback === 'running';
      if (this.goesOn) this.page.session.pause();
    } else {
      if (this.goesOn) this.page.session.play();
      this.goesOn = false;
    }
  }

  /** `goesOn`: whether the cluster that is shown there goes on by itself; left out, it does if it did before. */
  go(place: Place, part: string | null = null, goesOn?: boolean): void {
    if (goesOn !== undefined) this.goesOn = goesOn;
    if (place === this.current && part === this.part) return;
    // The address is told of by an event that comes later: what is asked for is shown at once.
    history.pushState(this.trail.entry(), '', fragmentOf(place, part));
    this.follow();
  }

  /**
   * The address has changed by itself. True if it names what is shown, or what was shown before and is shown again now;
   * otherwise it is yet to be opened.
   */
  async goBack(): Promise<boolean> {
    this.follow();
    const known = await this.trail.goBack();
    if (!showsCluster(this.current) && this.page.state.playback === 'running') {
      this.goesOn = true;
      this.page.session.pause();
    }
    return known;
  }

  /** To the cluster, for something else that is about to be opened there. */
  goOpening(): void {
    this.goesOn = false;
    if (showsCluster(this.current)) return;
    history.pushState(this.trail.entry(null), '', fragmentOf('run'));
    this.follow();
  }
}

const KEY = Symbol('places');
export const providePlaces = (places: Places): Places => setContext(KEY, places);
export const usePlaces = (): Places => getContext(KEY);
