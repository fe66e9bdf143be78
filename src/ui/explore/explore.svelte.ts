/** The state of the dialog: what is to be explored, and what came of it. */
import { makeExploreWorker } from '../../app/search/explore-workers';
import { Exploring, NOTHING_EXPLORED, type ExploreState } from '../../app/search/exploring';
import { refusalOf, type ExploreJob } from '../../check/explore/jobs';
import type { Budgets, Start } from '../../check/explore/spec';
import { BUDGET_PRESETS, presetOf, readBudgets, textsOf, USUAL_BUDGETS, type Explored } from './choices';
import { refusalText } from './words';

/** Where the rules that keep a cluster safe are tried hardest, and where everything begins. */
const FAVOURITES: readonly Start[] = ['unheard', 'boot'];

export class Exploration {
  nodes: '2' | '3' = $state('3');
  start: Start = $state('boot');
  texts = $state(textsOf(USUAL_BUDGETS));
  state: ExploreState = $state.raw(NOTHING_EXPLORED);
  readonly budgets: Budgets | string = $derived.by(() => readBudgets(this.texts));
  readonly preset: string | null = $derived(presetOf(this.budgets));
  /** A sentence that says why this cannot be explored; null if it can. */
  readonly problem: string | null = $derived.by(() =>
    typeof this.budgets === 'string' ? this.budgets : this.refusal,
  );
  readonly running: boolean = $derived(this.state.mode === 'exploring');
  private readonly exploring = new Exploring({
    workers: async () => makeExploreWorker,
    nowMs: () => performance.now(),
  });
  /** Does not hang on the budgets: it is not looked for again with each of their digits. */
  private readonly refusal: string | null = $derived.by(() => {
    // Where its code does not run in this thread, the worker says so.
    if (this.explored.source !== undefined) return null;
    const refusal = refusalOf(this.jobWith(USUAL_BUDGETS));
    return refusal === null ? null : refusalText(refusal);
  });

  constructor(readonly explored: Explored) {
    this.exploring.subscribe((state) => (this.state = state));
    const possible = (start: Start): boolean =>
      explored.source === undefined &&
      refusalOf({ spec: { ...explored, nodes: 3, start }, budgets: USUAL_BUDGETS }) === null;
    this.start = FAVOURITES.find(possible) ?? 'boot';
  }

  choosePreset(id: string): void {
    const preset = BUDGET_PRESETS.find((candidate) => candidate.id === id);
    if (preset !== undefined) this.texts = textsOf(preset.budgets);
  }

  run(): void {
    if (typeof this.budgets === 'string' || this.problem !== null) return;
    void this.exploring.start(this.jobWith(this.budgets));
  }

  stop(): void {
    this.exploring.stop();
  }

  private jobWith(budgets: Budgets): ExploreJob {
    return { spec: { ...this.explored, nodes: Number(this.nodes), start: this.start }, budgets };
  }
}
