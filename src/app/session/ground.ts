/** What a replay needs of those who run what a stranger wrote. */
import type { Monitor } from '../../check/monitor';
import type { Observer } from '../../sim/cluster/world';
import type { AsyncHost } from '../../sim/host';
import type { InlineHost } from '../../sim/inline-host';
import type { SavedProcess } from '../../sim/node/step';
import type { ResolvedRun } from '../../sim/run';

/** Where the nodes of a replay run: in this thread, or where they have to be waited for. */
export type Ground =
  | InlineHost
  | (AsyncHost & {
      save(count: number): Promise<(SavedProcess | null)[]>;
      /** Ends them all. */
      dispose(): void;
    });

/** An observer that has to be waited for between windows. */
export interface Checking extends Observer {
  /** Null if there is nothing to wait for. */
  settle(): Promise<void> | null;
  dispose(): void;
}

export interface Grounds {
  ground(source: string): Ground;
  /** Null where all that is to be checked is checked by `monitor` itself. */
  judging(run: ResolvedRun, monitor: Monitor): Checking | null;
}

/** Absent where all runs are of ours. */
export type GroundsOfPage = (() => Grounds) | undefined;

export const judgingOf = (run: ResolvedRun, monitor: Monitor, grounds: GroundsOfPage): Checking | null =>
  run.source === undefined ? null : (grounds?.().judging(run, monitor) ?? null);
