/**
 * The browser's own way back: each thing that was opened has an entry of its own in the history, so that Back and Forward
 * go through what was shown. An entry names what is shown; whether that is still kept, the session knows.
 */
import type { Page } from '../page.svelte';

interface Entry {
  /** Of this opening of the page: after a reload the numbers begin anew. */
  readonly opening: number;
  /** Null where something is about to be opened. */
  readonly exhibit: number | null;
}

const OPENING = performance.timeOrigin;

export class Trail {
  private shown: number;
  /** Back or Forward leads there at the moment. */
  private led = false;

  constructor(private readonly page: Page) {
    this.shown = page.state.exhibit;
    history.replaceState(this.entry(), '');
    page.session.subscribe(({ exhibit }) => this.follow(exhibit));
  }

  /** What an entry for the present run holds. */
  entry(exhibit: number | null = this.shown): Entry {
    return { opening: OPENING, exhibit };
  }

  /**
   * The address has changed, by Back, by Forward, by a link or by hand. True if its entry names what is shown, or what was
   * shown before and is shown again now: then the address is not to be opened anew.
   */
  async goBack(): Promise<boolean> {
    const named = exhibitOf(history.state);
    if (named === null) return false;
    if (named === this.shown) return true;
    this.led = true;
    try {
      return await this.page.session.goBackTo(named);
    } finally {
      this.led = false;
    }
  }

  private follow(exhibit: number): void {
    if (exhibit === this.shown) return;
    this.shown = exhibit;
    if (this.led) return;
    // The address was changed first: by a link, or by the way from another place of the page.
    if (exhibitOf(history.state) === null) history.replaceState(this.entry(), '');
    else history.pushState(this.entry(), '', `${location.pathname}${location.search}#run`);
  }
}

/** Null for an entry that names nothing that this opening of the page has shown. */
function exhibitOf(state: unknown): number | null {
  const { opening, exhibit } = (state ?? {}) as Partial<Entry>;
  return opening === OPENING && typeof exhibit === 'number' ? exhibit : null;
}
