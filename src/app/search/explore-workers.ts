/** Makes the worker of an exploration, whose script comes after the page has loaded and is kept from then on. */
import type { PoolWorker } from '../../workers/pool';
import scriptUrl from '../../workers/explore.worker?worker&url';
import { keptScript } from '../kept-script';

let kept: Promise<string> | null = null;

/** Asks for the script, unless that was done before. */
export const keepExploreScript = (): Promise<string> => (kept ??= keptScript(scriptUrl));

/** What makes such workers from then on. */
export async function exploreWorkers(): Promise<() => PoolWorker> {
  const url = await keepExploreScript();
  return () => new Worker(url, { type: 'module', name: 'explore' });
}
