/** Makes the workers of a hunt. */
import scriptUrl from 'virtual:worker/hunt';
import type { HuntJob } from '../../check/hunt/jobs';
import type { PoolWorker } from '../../workers/pool';
import { runnerOfPage } from '../own/runner';

export function makeHuntWorker(job: HuntJob): PoolWorker {
  const { source } = job.kind === 'families' ? job.prey : job.run;
  if (source !== undefined) return runnerOfPage().pool('hunt', source);
  return new Worker(scriptUrl, { type: 'module', name: 'hunt' });
}
