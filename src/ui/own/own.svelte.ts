/** The text that is being written, and what is known of it: where it cannot be read, and when it last ran. */
import { compileSource } from '../../core/protocols/own/compile';
import { EXAMPLES, type Example } from '../../app/own/examples';
import { trust } from '../../app/own/runner';
import { nextRun } from '../../app/run/next-run';
import { DEFAULT_NETWORK, LONGEST_SOURCE_BYTES, loadSystemOfRun } from '../../sim/run';
import { TraceComparison } from '../../sim/trace/compare';
import type { Trace } from '../../sim/trace/trace';
import { remember, remembered } from '../local-memory';
import type { Page } from '../page.svelte';

const DRAFT = 'own.draft';
const EXAMPLE = 'own.example';
/** Whoever types is left alone for so long. */
const READ_AFTER_MS = 350;

/** After one of ours: an author's numbers are meant as they stand, whatever was set for settings of the same name. */
const AS_WRITTEN = { config: {}, network: DEFAULT_NETWORK };

export class OwnDesk {
  text = $state('');
  /** Why it cannot be read as it stands, or does not run: a sentence, with its line where there is one. */
  problem: string | null = $state.raw(null);
  exampleId: string = $state(EXAMPLES[0]!.id);
  busy = $state(false);
  /** Another text that was being written when a run with its own was opened. */
  aside: string | null = $state.raw(null);
  /** The account of the run before, by the text that was changed since. */
  private before: { readonly trace: Trace; readonly source: string } | null = $state.raw(null);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private begun = false;

  readonly example: Example = $derived(EXAMPLES.find(({ id }) => id === this.exampleId) ?? EXAMPLES[0]!);

  constructor(private readonly page: Page) {}

  /** What runs now is what is written here. */
  get runs(): boolean {
    return this.page.state.run.source === this.text;
  }

  /** Where the cluster that runs parts from the one of the text before: null while it does not, or there is none. */
  private comparison: TraceComparison | null = null;
  partsAtUs(): number | null {
    const { before } = this;
    const { trace, run } = this.page.state;
    if (before === null || run.source === before.source || before.trace === trace) return null;
    if (this.comparison?.a !== before.trace || this.comparison.b !== trace)
      this.comparison = new TraceComparison(before.trace, trace);
    return this.comparison.divergesAtUs();
  }

  get compares(): boolean {
    return this.before !== null && this.page.state.run.source !== this.before.source;
  }

  /** Begins with what runs, or what was written at the last visit, or the first example. */
  async begin(): Promise<void> {
    const { source } = this.page.state.run;
    const draft = remembered(DRAFT);
    const id = remembered(EXAMPLE);
    if (EXAMPLES.some((one) => one.id === id)) this.exampleId = id as string;
    if (source !== undefined) {
      this.write(source);
      if (draft !== null && draft !== source) this.aside = draft;
    } else this.write(draft ?? (await this.example.source()));
    this.begun = true;
  }

  write(text: string): void {
    this.text = text;
    remember(DRAFT, text.slice(0, LONGEST_SOURCE_BYTES));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.read(), READ_AFTER_MS);
  }

  /** The text of an example, in place of what is written; that can be had back. */
  async open(id: string): Promise<void> {
    this.exampleId = id;
    remember(EXAMPLE, id);
    const source = await this.example.source();
    if (source === this.text) return;
    const known = await Promise.all(EXAMPLES.map((one) => one.source()));
    this.aside = known.includes(this.text) ? this.aside : this.text;
    this.write(source);
  }

  /** A run was opened that has a text of its own; what was being written can be had back. */
  opened(source: string): void {
    if (!this.begun || this.busy || source === this.text) return;
    this.aside = this.text;
    this.write(source);
  }

  backToAside(): void {
    const { aside, text } = this;
    if (aside === null) return;
    this.aside = text;
    this.write(aside);
  }

  /** Only what can be seen without running it. */
  read(): void {
    try {
      compileSource(this.text);
      this.problem = null;
    } catch (error) {
      this.problem = sentenceOf(error);
    }
  }

  /**
   * The same nodes, faults and luck under this text, from the start. True if it runs; otherwise the problem says why not, and
   * what ran before goes on.
   */
  async run(): Promise<boolean> {
    const { page, text } = this;
    const { run, trace } = page.state;
    this.busy = true;
    try {
      trust(text);
      const which = { protocol: 'own', source: text };
      await loadSystemOfRun(which);
      await page.session.load(
        nextRun(run, { ...which, ...(run.source === undefined && AS_WRITTEN) }),
        run.source === undefined ? 'A protocol of your own' : 'Ran another text',
      );
      this.before = run.source === undefined ? null : { trace, source: run.source };
      this.problem = null;
      page.session.play();
      return true;
    } catch (error) {
      this.problem = sentenceOf(error);
      return false;
    } finally {
      this.busy = false;
    }
  }
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** "onTimer.tick (line 7): …". */
export function lineIn(sentence: string): number | null {
  const line = /\(line (\d+)\)/.exec(sentence)?.[1];
  return line === undefined ? null : Number(line);
}
