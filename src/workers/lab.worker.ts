/** Does trials of the timing lab, one job after the other. */
import { doLabJob, type LabJob } from '../check/lab/jobs';
import type { MarginJob } from '../check/margins/jobs';
import { loadSystemOfRun, whichOf } from '../sim/run';
import { servePool, type ToPoolWorker } from './pool';

type Job = LabJob | MarginJob;

/** Comes with the first of them: few people ask for margins. */
let margins: typeof import('../check/margins/trials') | null = null;

async function load({ kind, setup }: Job): Promise<void> {
  await loadSystemOfRun(whichOf(setup));
  if (kind === 'margin') margins ??= await import('../check/margins/trials');
}

const handle = servePool(
  { postMessage: (message) => self.postMessage(message) },
  (job: Job) => (job.kind === 'margin' ? margins!.doMarginJob(job) : doLabJob(job)),
  load,
);
self.onmessage = (event: MessageEvent<ToPoolWorker<Job>>) => handle(event.data);
