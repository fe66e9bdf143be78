/** Explores one cluster after the other. */
import { doExploreJob, type ExploreJob } from '../check/explore/jobs';
import { loadSystemOfRun } from '../sim/run';
import { servePool, type ToPoolWorker } from './pool';

const handle = servePool({ postMessage: (message) => self.postMessage(message) }, doExploreJob, ({ spec }) =>
  loadSystemOfRun({ protocol: spec.protocol }),
);
self.onmessage = (event: MessageEvent<ToPoolWorker<ExploreJob>>) => handle(event.data);
