/** The session of a real page, with real workers and real frames, and the visit that it is part of. */
import type { Run } from '../../sim/run';
import { nodeWorkers } from './node-workers';
import { runnerOfPage } from '../own/runner';
import { readSourcesWhenAsked } from '../own/when-asked';
import { pageApi } from '../page-api';
import { packedRunIn } from '../run/link';
import { Session } from './session';
import { storesOfPage } from './storage';
import { Visit, type Desk } from './visit';

export function createSession(firstRun: Run): Session {
  readSourcesWhenAsked();
  return new Session(firstRun, {
    makeWorker: nodeWorkers(),
    elsewhere: runnerOfPage,
    requestFrame: (callback) => requestAnimationFrame(callback),
    nowMs: () => performance.now(),
  });
}

/** `ready` resolves when the page is open: to null, or to a sentence for the person who opened it. */
export function beginVisit(
  session: Session,
  desk: Desk,
  embedded: boolean,
): { readonly visit: Visit; readonly ready: Promise<string | null> } {
  const visit = new Visit(session, desk, {
    fragment: () => location.hash,
    // Another fragment is the address of a place of the page, and stays.
    dropFragment: () => {
      if (packedRunIn(location.hash) === null) return;
      history.replaceState(history.state, '', location.pathname + location.search);
    },
    stores: embedded ? [] : storesOfPage(),
  });
  const ready = visit.begin();
  addEventListener('pagehide', () => visit.keepNow());
  // A phone may end a hidden page without another word.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') visit.keepNow();
  });
  window.interregnum = pageApi(session, visit, desk, ready);
  return { visit, ready };
}
