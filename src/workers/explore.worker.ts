/** Explores one cluster after the other. */
import { doExploreJob, type ExploreJob } from '../check/explore/jobs';
import { loadSystemOfRun, whichOf } from '../sim/run';
import { servePool, type ToPoolWorker } from './pool';

const handle = servePool({ postMessage: (message) => self.postMessage(message) }, doExploreJob, ({ spec }) =>
  loadSystemOfRun(whichOf(spec)),
);
self.onmessage = (event: MessageEvent<ToPoolWorker<ExploreJob>>) => handle(event.data);
