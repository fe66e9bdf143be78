/** The page as a person uses it, in sentences: by role and name, and by the page's own API where time is concerned. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { ClusterView, FaultAction, Run } from '../../../src/sim';

export class Playground {
  readonly cluster: Locator;
  readonly timeline: Locator;
  readonly safety: Locator;
  readonly events: Locator;
  readonly now: Locator;
  readonly inspector: Locator;
  readonly settings: Locator;
  /** What is set up, in one line; opens the settings. */
  readonly setup: Locator;

  constructor(readonly page: Page) {
    this.cluster = page.getByRole('region', { name: 'Cluster', exact: true });
    this.timeline = page.getByRole('region', { name: 'Timeline', exact: true });
    this.safety = page.getByRole('region', { name: 'Safety', exact: true });
    this.events = page.getByRole('region', { name: 'Events', exact: true });
    this.now = page.getByRole('region', { name: 'Now', exact: true });
    this.inspector = page.getByRole('region', { name: 'Inspector', exact: true });
    this.settings = page.getByRole('dialog', { name: 'Setup' });
    this.setup = page.getByRole('button', { name: /^Setup/ });
  }

  /** Always a fresh document: to another fragment of the same address a browser would only scroll. */
  async open(address = './'): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.goto(address);
    await this.page.evaluate(() => window.interregnum.ready);
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  async press(name: string): Promise<void> {
    await this.button(name).click();
  }

  /** The node's button on the stage. Its name goes on with role and epoch. */
  node(id: string): Locator {
    return this.cluster.getByRole('button', { name: new RegExp(`^${id}, `) });
  }

  link(a: string, b: string): Locator {
    return this.cluster.getByRole('button', { name: `link ${a} – ${b}`, exact: true });
  }

  /** A tab of the panel beside the stage. */
  tab(name: string): Locator {
    return this.page.getByRole('tablist', { name: 'Panel' }).getByRole('tab', { name, exact: true });
  }

  async openTab(name: string): Promise<void> {
    await this.tab(name).click();
  }

  /** Looks something up in another tab of the panel, and comes back to the one that was open. */
  async lookAt(name: string, look: () => Promise<void>): Promise<void> {
    const tabs = this.page.getByRole('tablist', { name: 'Panel' });
    const before = await tabs.getByRole('tab', { selected: true }).innerText();
    await this.openTab(name);
    await look();
    await this.openTab(before);
  }

  async expectEvent(text: string | RegExp): Promise<void> {
    await this.lookAt('Events', () => expect(this.events).toContainText(text));
  }

  /** One of the four places. */
  async goTo(place: 'Learn' | 'Run' | 'Break' | 'Measure'): Promise<void> {
    await this.page.getByRole('link', { name: place, exact: true }).click();
  }

  async selectNode(id: string): Promise<void> {
    await this.node(id).click();
    await expect(this.inspector.getByRole('heading', { name: id, exact: true })).toBeVisible();
  }

  async selectLink(a: string, b: string): Promise<void> {
    await this.link(a, b).click();
    await expect(this.inspector.getByRole('heading', { name: `${a} – ${b}`, exact: true })).toBeVisible();
  }

  /** A part of the inspector under its heading. */
  group(name: string): Locator {
    return this.inspector.getByRole('group', { name, exact: true });
  }

  async openSettings(): Promise<void> {
    await this.setup.click();
    await expect(this.settings).toBeVisible();
  }

  /** In the settings: what a change does, to be chosen by the beginning of the words. */
  changeThat(does: 'starts again' | 'counts from'): Locator {
    const choice = this.settings.getByRole('radiogroup', { name: 'A change', exact: true });
    return choice.getByRole('radio', { name: new RegExp(`^${does} `) });
  }

  /** The list of branches, opened from the timeline. */
  async openBranches(): Promise<Locator> {
    await this.page.getByRole('button', { name: /^Branches: / }).click();
    return this.page.getByRole('dialog', { name: 'Branches' });
  }

  /** The gallery, a place of its own. */
  async openGallery(): Promise<Locator> {
    await this.goTo('Learn');
    const gallery = this.page.getByRole('region', { name: 'Learn', exact: true });
    await expect(gallery).toBeVisible();
    return gallery;
  }

  /** Until it is the run that is shown: what it needs may have to be fetched first. */
  async tellScenario(title: string): Promise<void> {
    const gallery = await this.openGallery();
    await gallery.getByRole('button', { name: `Open ${title}`, exact: true }).click();
    await expect(this.page.locator('#story-title')).toHaveText(title);
  }

  /**
   * As the browser counts them: what the page says of itself is no proof. Browsers take seconds to end a worker that
   * hangs.
   */
  async expectWorkers(count: number): Promise<void> {
    await expect.poll(() => this.page.workers().length, { message: 'node workers' }).toBe(count);
  }

  view(): Promise<ClusterView> {
    return this.page.evaluate(() => window.interregnum.view());
  }

  run(): Promise<Run> {
    return this.page.evaluate(() => window.interregnum.run());
  }

  digest(): Promise<string> {
    return this.page.evaluate(() => window.interregnum.digest());
  }

  address(): Promise<string> {
    return this.page.evaluate(() => window.interregnum.link());
  }

  async load(run: Run): Promise<void> {
    await this.page.evaluate((given) => window.interregnum.load(given), run);
  }

  /** What `load` rejects with; null if it takes what it is given. */
  refusalOf(run: unknown): Promise<string | null> {
    return this.page.evaluate(
      (given) =>
        window.interregnum.load(given).then(
          () => null,
          (error: Error) => error.message,
        ),
      run,
    );
  }

  async pause(): Promise<void> {
    await this.page.evaluate(() => window.interregnum.pause());
  }

  async play(speed: number): Promise<void> {
    await this.page.evaluate((times) => window.interregnum.play(times), speed);
  }

  refusalOfFault(fault: unknown): Promise<string | null> {
    return this.page.evaluate(
      (given) =>
        window.interregnum.fault(given as never).then(
          () => null,
          (error: Error) => error.message,
        ),
      fault,
    );
  }

  async fault(fault: FaultAction): Promise<void> {
    await this.page.evaluate((action) => window.interregnum.fault(action), fault);
  }

  async seek(ms: number): Promise<void> {
    await this.page.evaluate((timeMs) => window.interregnum.seek(timeMs), ms);
  }

  advance(ms: number): Promise<ClusterView> {
    return this.page.evaluate((virtualMs) => window.interregnum.advance(virtualMs), ms);
  }

  /** To that instant of virtual time exactly, wherever the page is now, and pauses there. */
  advanceTo(atMs: number): Promise<ClusterView> {
    return this.page.evaluate(async (untilMs) => {
      const { pause, advance, view } = window.interregnum;
      pause();
      // A window that was under way when the pause came still ends.
      await advance(0);
      return advance(Math.round((untilMs - view().timeMs) * 1000) / 1000);
    }, atMs);
  }

  /** A look at the cluster every `everyMs` of the next `ms`. */
  watch(ms: number, everyMs: number): Promise<ClusterView[]> {
    return this.page.evaluate(
      async ([untilMs, stepMs]) => {
        const views = [window.interregnum.view()];
        for (let at = 0; at < untilMs; at += stepMs) views.push(await window.interregnum.advance(stepMs));
        return views;
      },
      [ms, everyMs] as const,
    );
  }

  /** Long enough for anything that still runs to show. */
  async nextFrames(count = 2): Promise<void> {
    await this.page.evaluate(async (frames) => {
      for (let i = 0; i < frames; i += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    }, count);
  }

  async expectTimeStandsStill(): Promise<void> {
    // A window that was under way may still end.
    await this.nextFrames();
    const before = await this.view();
    await this.nextFrames();
    expect((await this.view()).timeMs).toBe(before.timeMs);
  }

  async expectTimeGoesOn(): Promise<void> {
    const { timeMs } = await this.view();
    await expect
      .poll(async () => (await this.view()).timeMs, { message: 'virtual time' })
      .toBeGreaterThan(timeMs);
  }
}
