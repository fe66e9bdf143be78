/**
 * One visit to the page: it opens what the address names, or else what the visit before left behind, or else a run of
 * its own; and it keeps the session for the next visit, as long as the address does not lead there by itself.
 */
import type { Run } from '../../sim/run';
import type { Bookmark, Selected } from '../run/bookmark';
import { trustIn } from '../own/runner';
import { fetched } from '../run/fetched';
import { packedRunIn, unpackText } from '../run/link';
import type { Session } from './session';
import { forget, isKept, keep, recall, type Store } from './storage';

/** What of the page belongs to a bookmark and not to the session. */
export interface Desk {
  selected: Selected | null;
}

/** What a visit needs from its surroundings; a page has all of it, a test stands in. */
export interface Doorstep {
  /** The fragment of the address. */
  fragment(): string;
  /** Takes the fragment out of the address. */
  dropFragment(): void;
  /** Where to keep the session; nowhere, if there is none. */
  readonly stores: readonly Store[];
}

/** Seldom enough to cost nothing, often enough that a crash loses little. */
const KEEP_EVERY_MS = 1000;
/** How long a first election is waited for, and how often it is looked whether there is a leader, in virtual time. */
const LEADER_BY_MS = 20_000;
const LOOK_EVERY_MS = 250;

/** A run that was opened by its address, and what tells whether it still is that run. */
interface Named {
  readonly packed: string;
  readonly trace: unknown;
  readonly faults: number;
  readonly telling: unknown;
}

export class Visit {
  /** Where addresses led, by what was shown then: that may be gone back to. */
  private readonly named = new Map<number, Named>();
  private keeping = false;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly session: Session,
    private readonly desk: Desk,
    private readonly doorstep: Doorstep,
  ) {}

  /** Whether there is anything to open but a new run. */
  leadsBack(): boolean {
    return packedRunIn(this.doorstep.fragment()) !== null || isKept(this.doorstep.stores);
  }

  /**
   * Resolves when everything is open: to null, or to a sentence if the address or what was kept was no good. There is a
   * cluster that runs in either case.
   */
  async begin(): Promise<string | null> {
    await this.session.start();
    const complaints: string[] = [];
    const opens = async (work: Promise<boolean>): Promise<boolean> => {
      try {
        return await work;
      } catch (error) {
        complaints.push(error instanceof Error ? error.message : String(error));
        return false;
      }
    };
    const opened = (await opens(this.openAddress())) || (await opens(this.restore()));
    if (!opened) await this.openWithLeader();
    this.keeping = true;
    this.session.subscribe(() => {
      this.timer ??= setTimeout(() => this.keepNow(), KEEP_EVERY_MS);
    });
    return complaints[0] ?? null;
  }

  /**
   * A bookmark or a run. Rejects with a sentence, and leaves everything as it was. With `because`, a few words for what is
   * done, what was shown is kept for a way back.
   */
  async open(input: unknown, because?: string): Promise<void> {
    const bookmark = await this.session.open(input, because);
    if (bookmark === null) return;
    this.desk.selected = bookmark.select ?? null;
    if (bookmark.play !== true) return;
    const { trace } = this.session.state;
    const pace = await this.paceOf(bookmark);
    // Another run may have been opened while its pace was found.
    if (this.session.state.trace === trace) this.session.play(pace);
  }

  /**
   * A cluster that has its leader, running: the first election is over before anybody looks, and is there to be seen in
   * the past. One that finds none goes on from where the looking ended.
   */
  private async openWithLeader(): Promise<void> {
    const { session } = this;
    const { trace } = session.state;
    while (session.view().timeMs < LEADER_BY_MS && !session.view().nodes.some(({ authority }) => authority)) {
      await session.advance(LOOK_EVERY_MS);
      // Another run was asked for meanwhile: it plays when it is told to.
      if (session.state.trace !== trace) return;
    }
    session.play();
  }

  /** False if the address names no run. Rejects with a sentence if it names one that cannot be opened. */
  async openAddress(because?: string): Promise<boolean> {
    const packed = packedRunIn(this.doorstep.fragment());
    if (packed === null) return false;
    // Back from another place of the page to the run that is still there.
    if (packed === this.named.get(this.shown)?.packed && this.holds()) return true;
    await this.open(await unpackText(packed), because);
    this.named.set(this.shown, { packed, ...this.standing() });
    return true;
  }

  /** Forgets this session with all its branches, and those before it. */
  async startAfresh(run: Run): Promise<void> {
    forget(this.doorstep.stores);
    this.desk.selected = null;
    // Whoever leaves before it plays would find it standing still.
    this.keeping = false;
    await this.session.load(run);
    this.session.forgetBefore();
    await this.openWithLeader();
    this.keeping = true;
  }

  /** Also for the moment when the page goes away. Whether the next opening of the page finds what is open now. */
  keepNow(): boolean {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const { session, desk, doorstep } = this;
    if (this.addressHolds()) return true;
    if (!this.keeping || doorstep.stores.length === 0) return false;
    if (this.named.delete(this.shown)) doorstep.dropFragment();
    return keep(doorstep.stores, {
      version: 1,
      speed: session.state.speed,
      playing: session.state.playback === 'running',
      branches: session.savedBranches(desk.selected),
    });
  }

  /** A story is told at its own pace; anything else goes on at the one that was chosen. */
  private async paceOf({ run, found }: Bookmark): Promise<number | undefined> {
    if (!found) return undefined;
    const { stepsOf, storySpeed } = await fetched(import('../search/found-run'));
    return storySpeed(stepsOf(run, this.session.violations[0] ?? null));
  }

  private async restore(): Promise<boolean> {
    const saved = await recall(this.doorstep.stores);
    if (saved === null) return false;
    for (const { bookmark } of saved.branches) trustIn(bookmark.run);
    this.session.setSpeed(saved.speed);
    await this.session.restore(saved.branches, ({ select }) => {
      this.desk.selected = select ?? null;
      if (saved.playing) this.session.play();
    });
    return true;
  }

  /** Going on in time is no change: from the same place the same follows. */
  private addressHolds(): boolean {
    return packedRunIn(this.doorstep.fragment()) !== null && this.holds();
  }

  private holds(): boolean {
    const named = this.named.get(this.shown);
    if (named === undefined) return false;
    const { trace, faults, telling } = this.standing();
    return trace === named.trace && faults === named.faults && telling === named.telling;
  }

  private get shown(): number {
    return this.session.state.exhibit;
  }

  private standing() {
    const { trace, telling } = this.session.state;
    return { trace, faults: this.session.run().faults?.length ?? 0, telling };
  }
}
