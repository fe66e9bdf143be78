/** An exploration as work for somebody else: plain data in, plain data out. */
import { Explorer, type Progress } from './explorer';
import type { Budgets, ExploreSpec } from './spec';

export interface ExploreJob {
  readonly spec: ExploreSpec;
  readonly budgets: Budgets;
}

/** Some hundredths of a second of work: it is seen to go on, and telling costs nothing. */
const STATES_PER_REPORT = 1000;

/** From its beginning to its end; `tell` hears how far it is. Throws a sentence if such a thing cannot be explored. */
export function doExploreJob({ spec, budgets }: ExploreJob, tell: (progress: Progress) => void): Progress {
  const explorer = new Explorer(spec, budgets);
  let { progress } = explorer;
  while (!progress.done) {
    tell(progress);
    progress = explorer.step(STATES_PER_REPORT);
  }
  return progress;
}

/** A sentence that says why such a thing cannot be explored; null if it can. Takes some milliseconds. */
export function refusalOf({ spec, budgets }: ExploreJob): string | null {
  try {
    void new Explorer(spec, budgets);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
