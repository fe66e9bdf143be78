/** What the frame around the stage shares: which story is told, what is open, and how one run follows another. */
import { getContext, setContext } from 'svelte';
import type { Bookmark } from '../app/run/bookmark';
import type { RunChange } from '../app/run/next-run';
import { tells, watchLine, type Scenario } from '../app/scenarios/scenario';
import { fetched } from '../app/run/fetched';
import type { Telling } from '../app/run/telling';
import { changedSettings, configureFault, type SettingsChange } from '../app/run/settings-change';
import type { System } from '../core/system';
import {
  loadSystemOfRun,
  resolveRun,
  systemOfRun,
  type ResolvedRun,
  type Run,
  type RunParts,
} from '../sim/run';
import type { Settings } from '../sim/settings';
import type { Page } from './page.svelte';

type NextRun = typeof import('../app/run/next-run').nextRun;

/** What a change of the settings does: it starts the run again, or it holds from the shown instant on. */
export type Counting = 'again' | 'onward';

/** The tabs of the panel: what is told, who is selected, the logs if there are any, what happened, whether it was safe. */
export type Tab = 'story' | 'member' | 'log' | 'events' | 'safety';

export class Shell {
  readonly page: Page;
  settingsOpen = $state(false);
  legendOpen = $state(false);
  /** What the panel beside the stage shows. */
  tab: Tab = $state('story');
  /** On a narrow screen the panel is a sheet, and this says whether it is up. */
  sheetUp = $state(false);
  helpOpen = $state(false);
  /** Stage and the line above it alone, in large type. */
  presenting = $state(false);
  /** The story that was opened, by what is shown: that may be gone back to. */
  private stories: Readonly<Record<number, Scenario | null>> = $state.raw({});
  /** What was asked for last, until it is loaded: quick changes build on each other, and only the last one plays. */
  private requested: {
    readonly run: ResolvedRun;
    readonly play: boolean;
    readonly story: Scenario | null;
  } | null = $state.raw(null);

  /** How many runs were to be loaded: what had to be fetched first gives way to what was asked for since. */
  private told = 0;

  /** Settings that were asked for and are not in force yet. */
  private awaited: Settings | null = $state.raw(null);
  /** What a person chose for their changes to do, at the head and in the past. */
  private chosen: { readonly head?: Counting; readonly past?: Counting } = $state.raw({});

  readonly run: ResolvedRun = $derived.by(() => this.requested?.run ?? this.page.state.run);
  readonly protocol: System = $derived.by(() => systemOfRun(this.run));
  /** At the shown instant. */
  readonly inForce: Settings = $derived.by(
    () => this.requested?.run ?? this.awaited ?? this.page.state.settings,
  );
  readonly counting: Counting = $derived.by(() => {
    if (this.requested !== null) return 'again';
    if (this.awaited !== null) return 'onward';
    // Whoever looks at the past wants to know what would have been; whoever looks at the head may as well begin anew.
    return this.page.state.live ? (this.chosen.head ?? 'again') : (this.chosen.past ?? 'onward');
  });
  /** Those that a change is made to. */
  readonly settings: Settings = $derived.by(() => (this.counting === 'again' ? this.run : this.inForce));
  /** The story that was opened, for as long as the run still tells it; a run may also come from a link or a script. */
  readonly scenario: Scenario | null = $derived.by(() => {
    const { opened } = this;
    return opened !== null && tells(opened, this.run) ? opened : null;
  });

  /** What is shown, in a few words: as it was shared, or the story, or what was found. */
  readonly title: string | null = $derived.by(() => {
    const { branches, telling } = this.page.state;
    const found = branches.find(({ active, found }) => active && found)?.name;
    return telling.title ?? this.scenario?.title ?? found ?? null;
  });
  /** Where to look: as whoever shared it says, or as the story does under the rules that are in force. */
  readonly caption: string | null = $derived.by(() => {
    const { scenario } = this;
    const { caption } = this.page.state.telling;
    if (scenario === null || (caption !== undefined && caption !== scenario.watch)) return caption ?? null;
    return watchLine(scenario, { ...this.run, ...this.inForce });
  });
  /** To the moment before and to the next one, where a run has some that are shown. */
  steps: { readonly previous: () => void; readonly next: () => void } | null = $state.raw(null);

  constructor(page: Page) {
    this.page = page;
  }

  openTab(tab: Tab): void {
    this.tab = tab;
    this.sheetUp = true;
    this.settingsOpen = false;
  }

  /** Closes whatever lies over something else, the topmost first; false if nothing does. */
  closeTopmost(): boolean {
    if (this.presenting) this.presenting = false;
    else if (this.settingsOpen) this.settingsOpen = false;
    else if (this.legendOpen) this.legendOpen = false;
    else if (this.sheetUp && matchMedia('(max-width: 820px)').matches) this.sheetUp = false;
    else return false;
    return true;
  }

  async tell(scenario: Scenario): Promise<void> {
    this.page.selection = null;
    await this.load(scenario.run, true, `Opened “${scenario.title}”`, scenario);
  }

  /** Its one moment, paused there, with all that comes before and after it on the timeline. */
  async showMoment(scenario: Scenario): Promise<void> {
    this.page.selection = null;
    const moment = { headMs: scenario.untilMs, atMs: scenario.lookAtMs };
    await this.load(scenario.run, false, `Opened “${scenario.title}”`, scenario, { moment });
  }

  /** No story: the same cluster without the faults that a script brought. */
  async playFreely(): Promise<void> {
    const { told } = this;
    const nextRun = await this.fetchNextRun();
    if (nextRun === null || told !== this.told) return;
    await this.load({ ...nextRun(this.run, {}), faults: [] }, true, 'Free play', null);
  }

  count(counting: Counting): void {
    this.chosen = { ...this.chosen, [this.page.state.live ? 'head' : 'past']: counting };
  }

  /** Changes the settings in the way that was chosen. True if that was not refused. */
  async change(change: SettingsChange): Promise<boolean> {
    if (this.counting === 'again') return this.restart(change);
    const next = changedSettings(this.protocol, this.inForce, change);
    const fault = configureFault(this.inForce, next);
    if (fault === null) return true;
    this.awaited = next;
    const taken = await this.page.attempt(() => this.page.session.fault(fault));
    // In the past a branch began, and its head is shown: the next change must not throw that away.
    if (taken) this.chosen = { ...this.chosen, head: 'onward' };
    if (this.awaited === next) this.awaited = null;
    return taken;
  }

  /** Starts again with this change; with an empty one, simply again. Goes on playing if it was. */
  async restart(change: RunChange): Promise<boolean> {
    const { playback, stoppedBy } = this.page.state;
    // A violation pauses by itself: nobody asked for that pause.
    const play = this.requested?.play ?? (playback === 'running' || stoppedBy !== null);
    const { told } = this;
    if (!(await this.fetch({ ...this.run, ...change })) || told !== this.told) return false;
    const nextRun = await this.fetchNextRun();
    if (nextRun === null || told !== this.told) return false;
    // Whoever was selected may not be there any more.
    if (change.nodeCount !== undefined) this.page.selection = null;
    const { title, caption } = this.page.state.telling;
    const words = { ...(title !== undefined && { title }), ...(caption !== undefined && { caption }) };
    const isSame = Object.keys(change).length === 0;
    return this.load(nextRun(this.run, change), play, becauseOf(change), this.opened, {
      ...(isSame && { words }),
    });
  }

  private get opened(): Scenario | null {
    return this.requested === null ? (this.stories[this.page.state.exhibit] ?? null) : this.requested.story;
  }

  /** What such a run needs, if it is not at hand. False if it cannot be had, which the page then says. */
  private async fetch(parts: RunParts): Promise<boolean> {
    const loading = loadSystemOfRun(parts);
    return loading === null || this.page.attempt(() => fetched(loading));
  }

  /** What says how a run follows from another. Null if it cannot be had, which the page then says. */
  private async fetchNextRun(): Promise<NextRun | null> {
    let made: NextRun | null = null;
    await this.page.attempt(async () => {
      made = (await fetched(import('../app/run/next-run'))).nextRun;
    });
    return made;
  }

  /** From the start, or at a moment of a run that was recorded further; `because` says what is done, in a few words. */
  private async load(
    run: Run,
    play: boolean,
    because: string,
    story: Scenario | null,
    { moment, words }: { readonly moment?: Pick<Bookmark, 'headMs' | 'atMs'>; readonly words?: Telling } = {},
  ): Promise<boolean> {
    this.told += 1;
    const { told } = this;
    if (!(await this.fetch(run)) || told !== this.told) return false;
    const request = { run: resolveRun(run), play, story };
    this.requested = request;
    this.awaited = null;
    const isLast = (): boolean => this.requested === request;
    const taken = await this.page.attempt(async () => {
      const { session } = this.page;
      await (moment === undefined
        ? session.load(run, because)
        : session.open({ version: 1, run, ...moment }, because));
      // Whoever gets a link to it is told as much.
      if (words !== undefined && isLast()) session.tell(words);
      else if (story !== null && isLast() && tells(story, request.run)) {
        session.tell({ title: story.title, caption: watchLine(story, request.run) });
      }
      if (isLast()) this.stories = { ...this.stories, [session.state.exhibit]: story };
      if (play && isLast()) session.play();
    });
    if (isLast()) {
      this.requested = null;
      if (taken) this.chosen = {};
    }
    return taken;
  }
}

/** What a change of the run does, in a few words. */
function becauseOf({ protocol, nodeCount, clients, exports, seed, ...settings }: RunChange): string {
  if (protocol !== undefined) return 'Another protocol';
  if (nodeCount !== undefined) return 'Other nodes';
  if (clients !== undefined) return 'Other clients';
  if (exports !== undefined) return exports ? 'With exports' : 'Without exports';
  if (seed !== undefined) return 'Another seed';
  return Object.keys(settings).length > 0 ? 'Started again with other settings' : 'Started over';
}

const KEY = Symbol('shell');
export const provideShell = (shell: Shell): Shell => setContext(KEY, shell);
export const useShell = (): Shell => getContext(KEY);
