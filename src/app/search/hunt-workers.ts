/** Makes the workers of a hunt, whose script comes after the page has loaded and is kept from then on. */
import type { PoolWorker } from '../../workers/pool';
import scriptUrl from '../../workers/hunt.worker?worker&url';
import { keptScript } from '../kept-script';

let kept: Promise<string> | null = null;

/** Asks for the script, unless that was done before. */
export const keepHuntScript = (): Promise<string> => (kept ??= keptScript(scriptUrl));

/** What makes such workers from then on. */
export async function huntWorkers(): Promise<() => PoolWorker> {
  const url = await keepHuntScript();
  return () => new Worker(url, { type: 'module', name: 'hunt' });
}
