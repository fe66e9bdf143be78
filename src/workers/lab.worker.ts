/** Does trials of the timing lab, one job after the other. */
import { doLabJob, type LabJob } from '../check/lab/jobs';
import { loadSystemOfRun, whichOf } from '../sim/run';
import { servePool, type ToPoolWorker } from './pool';

const handle = servePool({ postMessage: (message) => self.postMessage(message) }, doLabJob, ({ setup }) =>
  loadSystemOfRun(whichOf(setup)),
);
self.onmessage = (event: MessageEvent<ToPoolWorker<LabJob>>) => handle(event.data);
