/** The state of a search for numbers that keep a promise: what is asked, how far it is, what was found. */
import type { Failure } from '../../check/lab/failover';
import { mainParameter } from '../../check/lab/parameter';
import { paceOf, type LabSetup } from '../../check/lab/setup';
import { roundNumbers, TargetSearch, type Target } from '../../check/lab/target';
import { changesOf, readWhole } from './choices';
import { FAILURE_WORDS } from './failure-choices';
import { LabWork, type Measured } from './lab.svelte';
import { targetWords, type TargetFound } from './target-words';

const LONGEST_MS = 3_600_000;
const MOST_FALSE = 3600;

export class TargetLab {
  readonly work = new LabWork();
  shareText = $state('99');
  withinText = $state('');
  falseText = $state('1');
  failure: Failure = $state('kill');
  found: TargetFound | null = $state.raw(null);

  readonly target: Target | string = $derived.by(() => this.read());
  readonly problem: string | null = $derived.by(() => {
    return this.measured.problem ?? (typeof this.target === 'string' ? this.target : null);
  });
  /** What was changed since the results were got, in words; empty if they are of what is set now. */
  readonly changes: readonly string[] = $derived.by(() => {
    const { found, failure, target } = this;
    if (found === null || this.work.running) return [];
    const sameTarget = typeof target === 'string' || JSON.stringify(target) === JSON.stringify(found.target);
    return [
      ...changesOf(found.setup, this.base),
      ...(found.failure === failure ? [] : [`the leader ${FAILURE_WORDS[found.failure]}`]),
      ...(sameTarget ? [] : [`the target “${targetWords(found.target)}”`]),
    ];
  });

  /** `before`: whose results stay until there are others. */
  constructor(
    private readonly measured: Measured,
    before: TargetLab | null = null,
  ) {
    this.withinText = String(usualWithinMs(measured.setup));
    this.found = before?.found ?? null;
  }

  get base(): LabSetup {
    return this.measured.setup;
  }

  async start(): Promise<void> {
    const { target, failure, base } = this;
    if (this.problem !== null || typeof target === 'string') return;
    const search = new TargetSearch(base, target, failure);
    let round = 0;
    const show = (): void => {
      this.found = { setup: base, target, failure, candidates: search.candidates, round };
    };
    for (let jobs = search.nextRound(); jobs !== null; jobs = search.nextRound()) {
      round += 1;
      show();
      await this.work.start(jobs, (result) => search.take(result), show);
      if (this.work.status !== 'done') return;
    }
    show();
  }

  private read(): Target | string {
    const share = Number(this.shareText.trim() === '' ? NaN : this.shareText);
    if (!(share >= 1 && share <= 100) || !Number.isInteger(share * 10)) {
      return 'Share of failovers: give a number from 1 to 100 %, with one decimal at most.';
    }
    const withinMs = readWhole('Within', this.withinText, 1, LONGEST_MS);
    if (typeof withinMs === 'string') return withinMs;
    const falsePerHour = Number(this.falseText.trim() === '' ? NaN : this.falseText);
    if (!(falsePerHour >= 0 && falsePerHour <= MOST_FALSE)) {
      return `False failovers: give a number from 0 to ${MOST_FALSE} an hour.`;
    }
    return { perMille: share * 10, withinMs, falsePerHour };
  }
}

/** A little more than what holds now needs, so that there is something to find. */
function usualWithinMs(setup: LabSetup): number {
  const ms = Math.max(paceOf(setup).missedMs, mainParameter(setup).min) * 2;
  return roundNumbers(ms, ms * 10)[0] ?? ms;
}
