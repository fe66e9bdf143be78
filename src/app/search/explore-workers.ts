/** Makes the workers of an exploration. */
import scriptUrl from 'virtual:worker/explore';
import type { ExploreJob } from '../../check/explore/jobs';
import type { PoolWorker } from '../../workers/pool';
import { runnerOfPage } from '../own/runner';

export function makeExploreWorker(job: ExploreJob): PoolWorker {
  const { source } = job.spec;
  if (source !== undefined) return runnerOfPage().pool('explore', source);
  return new Worker(scriptUrl, { type: 'module', name: 'explore' });
}
