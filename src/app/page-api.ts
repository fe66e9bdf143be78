/** `window.interregnum`: the page for scripts, tests and the console. Documented in the README. */
import type { Run } from '../sim/run';
import type { ClusterView } from '../sim/view';
import type { Session } from './session';

export interface PageApi {
  /** Resolved when the first cluster is up. */
  readonly ready: Promise<void>;
  /** Replaces the cluster by this run (an object, or its JSON) at time 0, paused; rejects with a sentence. */
  load(run: unknown): Promise<void>;
  play(speed?: number): void;
  pause(): void;
  /** Runs that much virtual time as fast as it can, then pauses. */
  advance(ms: number): Promise<ClusterView>;
  /** Applies it now, as a click would. */
  fault(fault: unknown): Promise<void>;
  view(): ClusterView;
  digest(): string;
  run(): Run;
  /** An address that opens the run so far. */
  link(): Promise<string>;
}

declare global {
  interface Window {
    interregnum: PageApi;
  }
}

export function pageApi(session: Session, ready: Promise<void>): PageApi {
  return {
    ready,
    load: (run) => session.load(run),
    play: (speed) => session.play(speed),
    pause: () => session.pause(),
    advance: (ms) => session.advance(ms),
    fault: (fault) => session.fault(fault),
    view: () => structuredClone(session.view()),
    digest: () => session.digest(),
    run: () => structuredClone(session.run()),
    link: async () => new URL(await session.fragment(), location.href).href,
  };
}
