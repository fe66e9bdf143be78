/** Tries and shrinks schedules for a hunt, one job after the other. */
import { doHuntJob, type HuntJob } from '../check/hunt/jobs';
import { servePool, type ToPoolWorker } from './pool';

const handle = servePool({ postMessage: (message) => self.postMessage(message) }, doHuntJob);
self.onmessage = (event: MessageEvent<ToPoolWorker<HuntJob>>) => handle(event.data);
