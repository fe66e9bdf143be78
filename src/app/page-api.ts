/** `window.interregnum`: the page for scripts, tests and the console. Documented in the README. */
import type { Run } from '../sim/run';
import type { ClusterView } from '../sim/view';
import type { Session } from './session';
import type { Desk, Visit } from './visit';

export interface PageApi {
  /** Resolved when the first cluster is up. */
  readonly ready: Promise<void>;
  /** Replaces the cluster by this run (an object, or its JSON) at time 0, paused; rejects with a sentence. */
  load(run: unknown): Promise<void>;
  /** Opens what `link()`, a downloaded file or a run holds; rejects with a sentence. */
  open(bookmark: unknown): Promise<void>;
  play(speed?: number): void;
  pause(): void;
  /** Runs that much virtual time as fast as it can, then pauses. */
  advance(ms: number): Promise<ClusterView>;
  /** Applies it now, as a click would. */
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

export function pageApi(session: Session, visit: Visit, desk: Desk, ready: Promise<unknown>): PageApi {
  return {
    ready: ready.then(() => undefined),
    load: (run) => session.load(run),
    open: (bookmark) => visit.open(bookmark),
    play: (speed) => session.play(speed),
    pause: () => session.pause(),
    advance: (ms) => session.advance(ms),
    fault: (fault) => session.fault(fault),
    view: () => structuredClone(session.view()),
    digest: () => session.digest(),
    run: () => structuredClone(session.run()),
    link: async () => new URL(await session.fragment(desk.selected), location.href).href,
  };
}
