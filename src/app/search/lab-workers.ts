/** Makes the workers of the timing lab. */
import scriptUrl from 'virtual:worker/lab';
import type { LabJob } from '../../check/lab/jobs';
import type { MarginJob } from '../../check/margins/jobs';
import type { PoolWorker } from '../../workers/pool';
import { runnerOfPage } from '../own/runner';

export function makeLabWorker(job: LabJob | MarginJob): PoolWorker {
  const { source } = job.setup;
  if (source !== undefined) return runnerOfPage().pool('lab', source);
  return new Worker(scriptUrl, { type: 'module', name: 'timing lab' });
}
