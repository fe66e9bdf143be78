/** Tries and shrinks schedules for a hunt, one job after the other. */
import { doHuntJob, type HuntJob } from '../check/hunt/jobs';
import { loadSystemOfRun } from '../sim/run';
import { servePool, type ToPoolWorker } from './pool';

const handle = servePool({ postMessage: (message) => self.postMessage(message) }, doHuntJob, (job) =>
  loadSystemOfRun(job.kind === 'families' ? job.prey : job.run),
);
self.onmessage = (event: MessageEvent<ToPoolWorker<HuntJob>>) => handle(event.data);
