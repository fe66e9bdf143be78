/** How runs get into the page and out of it: what the dialog, a dropped file, the address and the next visit share. */
import { getContext, setContext } from 'svelte';
import { beginVisit } from '../../app/session/create-session';
import { addressFor } from '../../app/share/embed';
import type { Excerpt } from '../../app/share/excerpt';
import type { Bookmark } from '../../app/run/bookmark';
import { loadOpeningRun } from '../../app/run/opening-run';
import { fetched } from '../../app/run/fetched';
import { LONGEST_RUN_CHARACTERS } from '../../app/run/limits';
import type { Session } from '../../app/session/session';
import type { SessionState } from '../../app/session/state';
import type { Visit } from '../../app/session/visit';
import type { Page } from '../page.svelte';
import { selectedOf, selectionOf } from './selected';

/** What takes longer than this is told. */
const SOON_MS = 300;

export class Sharing {
  /** What is going on and takes its time, in a few words. */
  waitingFor: string | null = $state(null);
  /** Resolves when the page shows what it was opened for. */
  readonly ready: Promise<void>;
  private readonly visit: Visit;
  private readonly opensSomething: boolean;

  constructor(
    readonly page: Page,
    session: Session,
    embedded: boolean,
  ) {
    const desk = {
      get selected() {
        return selectedOf(page.selection);
      },
      set selected(selected) {
        page.selection = selectionOf(selected);
      },
    };
    const { visit, ready } = beginVisit(session, desk, embedded);
    this.visit = visit;
    this.opensSomething = visit.leadsBack();
    this.ready = this.patiently('Opening the run', ready).then((complaint) => {
      page.complaint = complaint;
    });
  }

  /** Resolves when there is something worth showing: at once, unless the first thing to see is yet to be opened. */
  soonReady(): Promise<unknown> {
    if (!this.opensSomething) return Promise.resolve();
    return Promise.race([this.ready, new Promise((resolve) => setTimeout(resolve, SOON_MS))]);
  }

  /** Where this run can be opened as it stands now. */
  async link(): Promise<string> {
    const fragment = await this.page.session.fragment(selectedOf(this.page.selection));
    return addressFor(location.href.replace(/#.*$/, '') + fragment, false);
  }

  /** The session as it stands in this state, which is the present one. */
  bookmarkOf(_state: SessionState): Bookmark {
    return this.page.session.bookmark(selectedOf(this.page.selection));
  }

  /** For when the page is about to be loaded again; false if the run that is open would not be found then. */
  keepRun(): boolean {
    return this.visit.keepNow();
  }

  async openFile(file: File): Promise<void> {
    await this.page.attempt(async () => {
      if (file.size > LONGEST_RUN_CHARACTERS) {
        const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;
        throw new Error(
          `${file.name} has ${megabytes(file.size)}; a run has at most ${megabytes(LONGEST_RUN_CHARACTERS)}.`,
        );
      }
      const text = await file.text();
      await this.patiently(`Opening ${file.name}`, this.visit.open(text, `Opened ${file.name}`));
    });
  }

  /** The address was changed by hand. */
  async openAddress(): Promise<void> {
    await this.page.attempt(() =>
      this.patiently('Opening the run', this.visit.openAddress('Opened the link')),
    );
  }

  async startAfresh(): Promise<void> {
    await this.page.attempt(() => fetched(loadOpeningRun()).then((run) => this.visit.startAfresh(run)));
  }

  /** What the timeline shows, as far as it has been run. */
  excerptOf({ run, protocol, trace, headUs }: SessionState): Excerpt {
    const range = this.page.shownRange() ?? { fromUs: 0, toUs: headUs };
    const within = (us: number): number => Math.min(Math.max(Math.round(us), 0), headUs);
    const { violations } = this.page.session;
    return { run, protocol, trace, violations, fromUs: within(range.fromUs), toUs: within(range.toUs) };
  }

  /** Says so while it takes longer than a moment. */
  private async patiently<T>(words: string, work: Promise<T>): Promise<T> {
    const timer = setTimeout(() => (this.waitingFor = words), SOON_MS);
    try {
      return await work;
    } finally {
      clearTimeout(timer);
      this.waitingFor = null;
    }
  }
}

const KEY = Symbol('sharing');
export const provideSharing = (sharing: Sharing): Sharing => setContext(KEY, sharing);
export const useSharing = (): Sharing => getContext(KEY);
