/** What a hunt that begins on the page is after: the cluster that is shown, at the instant that is shown. */
import { preyOf, type Prey } from '../../check/hunt/prey';
import type { SafeguardField } from '../../core/protocol';
import { resolveRun, systemOfRun, whichOf, type ResolvedRun, type Run } from '../../sim/run';
import type { Settings } from '../../sim/settings';
import { nextRun } from '../run/next-run';

/** Larger clusters break no sooner, and are slower to try. */
const MOST_NODES = 5;
const FEWEST_NODES = 2;

/**
 * `without` is a safeguard that is switched off as well, whatever is shown: what it takes to see what that one is for is
 * then part of the prey. Null for none.
 */
export function shownPrey(run: ResolvedRun, settings: Settings, without: string | null): Prey {
  const shown: ResolvedRun = { ...run, ...settings, faults: [] };
  if (without === null) {
    const count = run.nodes.length;
    return preyOf(shown, [Math.min(FEWEST_NODES, count), Math.min(MOST_NODES, count)]);
  }
  const needed = safeguardsOf(run).find(({ name }) => name === without)?.needsClients ?? 0;
  const change = { clients: Math.max(run.clients ?? 0, needed), safeguards: { [without]: false } };
  const prey = preyOf(resolveRun(nextRun(shown, change)), [FEWEST_NODES, MOST_NODES]);
  return needed > 0 ? { ...prey, dataOnly: true } : prey;
}

/** Those that such a cluster has with clients, which a hunt may give it. */
export function safeguardsOf(run: Pick<Run, 'protocol' | 'source' | 'clients'>): readonly SafeguardField[] {
  return systemOfRun({ ...whichOf(run), clients: Math.max(run.clients ?? 0, 1) }).safeguards;
}
