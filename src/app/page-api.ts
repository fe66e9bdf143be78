/** `window.interregnum`: the page for scripts, tests and the console. Documented in the README. */
import type { Run } from '../sim/run';
import type { ClusterView } from '../sim/view';
import type { After } from '../sim/trace/moment';
import { trustIn } from './own/runner';
import { packedRunIn, unpackText } from './run/link';
import type { Session } from './session/session';
import type { Desk, Visit } from './session/visit';

export interface PageApi {
  /** Resolved when the first cluster is up. */
  readonly ready: Promise<void>;
  /** Replaces the cluster by this run (an object, or its JSON) at time 0, paused; rejects with a sentence. */
  load(run: unknown): Promise<void>;
  /** Opens a link, what a downloaded file holds, or a run; rejects with a sentence. */
  open(what: unknown): Promise<void>;
  play(speed?: number): void;
  pause(): void;
  /** Runs that much virtual time as fast as it can, then pauses. */
  advance(ms: number): Promise<ClusterView>;
  /** Shows an earlier instant, or the state `after` so many records and messages of it; the head again if it is not earlier. */
  seek(ms: number, after?: After): void;
  /** Applies it at the shown instant, as a click would: in the past, that begins a branch. */
  fault(fault: unknown): Promise<void>;
  view(): ClusterView;
  digest(): string;
  run(): Run;
  /** An address that opens the run so far, at the instant that is shown. */
  link(): Promise<string>;
}

declare global {
  interface Window {
    interregnum: PageApi;
  }
}

/**
 * It for as long as the first run is not there yet: what can wait does, and what answers at once says that it cannot.
 * `ready` rejects with what keeps the page from opening.
 */
export function comingApi(coming: Promise<PageApi>): PageApi {
  const notYet = (): never => {
    throw new Error('The page is still opening: wait for interregnum.ready.');
  };
  const later = (act: (api: PageApi) => void): void => void coming.then(act);
  return {
    ready: coming.then(({ ready }) => ready),
    load: async (run) => (await coming).load(run),
    open: async (what) => (await coming).open(what),
    play: (speed) => later((api) => api.play(speed)),
    pause: () => later((api) => api.pause()),
    advance: async (ms) => (await coming).advance(ms),
    seek: (...where) => later((api) => api.seek(...where)),
    fault: async (fault) => (await coming).fault(fault),
    view: notYet,
    digest: notYet,
    run: notYet,
    link: async () => (await coming).link(),
  };
}

export function pageApi(session: Session, visit: Visit, desk: Desk, ready: Promise<unknown>): PageApi {
  return {
    ready: ready.then(() => undefined),
    load: (run) => {
      // Whoever gives it to a script of this page has read it.
      trustIn(run);
      return session.load(run);
    },
    open: async (what) => visit.open(await unlinked(what)),
    play: (speed) => session.play(speed),
    pause: () => session.pause(),
    advance: (ms) => session.advance(ms),
    seek: (ms, after) => {
      if (!Number.isFinite(ms) || ms < 0) throw new Error('ms: must be a number, 0 or more.');
      if (after === undefined) session.seek(ms * 1000);
      else session.seekWithin(ms * 1000, checkedAfter(after));
    },
    fault: (fault) => session.fault(fault),
    view: () => structuredClone(session.view()),
    digest: () => session.digest(),
    run: () => structuredClone(session.run()),
    link: async () => new URL(await session.fragment(desk.selected), location.href).href,
  };
}

/** How much of an instant lies behind a state within it. Throws a sentence for people. */
function checkedAfter(after: unknown): After {
  const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
  if (Array.isArray(after) && after.length === 2 && after.every(isCount)) return after as unknown as After;
  throw new Error(
    'after: must be two whole numbers: how many records and how many messages of that instant lie behind what is shown.',
  );
}

/** What a link holds; anything else as it is. */
async function unlinked(what: unknown): Promise<unknown> {
  const packed = typeof what === 'string' ? packedRunIn(what.slice(Math.max(0, what.indexOf('#')))) : null;
  return packed === null ? what : unpackText(packed);
}
