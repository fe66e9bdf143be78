/** What the frame around the stage shares: which story is told, what is open, and how one run follows another. */
import { getContext, setContext } from 'svelte';
import type { Bookmark } from '../app/bookmark';
import { nextRun, type RunChange } from '../app/next-run';
import { tells, type Scenario } from '../app/scenarios/scenario';
import type { AnyProtocol } from '../core/protocol';
import { protocolById } from '../core/registry';
import { resolveRun, type ResolvedRun, type Run } from '../sim/run';
import type { Page } from './page.svelte';

export class Shell {
  readonly page: Page;
  settingsOpen = $state(false);
  helpOpen = $state(false);
  private opened: Scenario | null = $state.raw(null);
  /** What was asked for last, until it is loaded: quick changes build on each other, and only the last one plays. */
  private requested: { readonly run: ResolvedRun; readonly play: boolean } | null = $state.raw(null);

  readonly run: ResolvedRun = $derived.by(() => this.requested?.run ?? this.page.state.run);
  readonly protocol: AnyProtocol = $derived.by(() => protocolById(this.run.protocol));
  /** The story that was opened, for as long as the run still tells it; a run may also come from a link or a script. */
  readonly scenario: Scenario | null = $derived.by(() =>
    this.opened !== null && tells(this.opened, this.run) ? this.opened : null,
  );

  constructor(page: Page) {
    this.page = page;
  }

  async tell(scenario: Scenario): Promise<void> {
    this.opened = scenario;
    this.page.selection = null;
    await this.load(scenario.run, true);
  }

  /** Its one moment, paused there, with all that comes before and after it on the timeline. */
  async showMoment(scenario: Scenario): Promise<void> {
    this.opened = scenario;
    this.page.selection = null;
    await this.load(scenario.run, false, { headMs: scenario.untilMs, atMs: scenario.lookAtMs });
  }

  /** No story: the same cluster without the faults that a script brought. */
  async playFreely(): Promise<void> {
    this.opened = null;
    await this.load({ ...nextRun(this.run, {}), faults: [] }, true);
  }

  /** Starts again with this change; with an empty one, simply again. Goes on playing if it was. */
  async restart(change: RunChange): Promise<void> {
    const { playback, stoppedBy } = this.page.state;
    // A violation pauses by itself: nobody asked for that pause.
    const play = this.requested?.play ?? (playback === 'running' || stoppedBy !== null);
    // Whoever was selected may not be there any more.
    if (change.nodeCount !== undefined) this.page.selection = null;
    await this.load(nextRun(this.run, change), play);
  }

  /** From the start, or at a moment of a run that was recorded further. */
  private async load(run: Run, play: boolean, moment?: Pick<Bookmark, 'headMs' | 'atMs'>): Promise<void> {
    const request = { run: resolveRun(run), play };
    this.requested = request;
    const isLast = (): boolean => this.requested === request;
    await this.page.attempt(async () => {
      const { session } = this.page;
      await (moment === undefined ? session.load(run) : session.open({ version: 1, run, ...moment }));
      if (play && isLast()) session.play();
    });
    if (isLast()) this.requested = null;
  }
}

const KEY = Symbol('shell');
export const provideShell = (shell: Shell): Shell => setContext(KEY, shell);
export const useShell = (): Shell => getContext(KEY);
