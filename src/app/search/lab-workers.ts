/** Makes the workers of the timing lab, whose script comes after the page has loaded and is kept from then on. */
import type { PoolWorker } from '../../workers/pool';
import scriptUrl from '../../workers/lab.worker?worker&url';
import { keptScript } from '../kept-script';

let kept: Promise<string> | null = null;

/** Asks for the script, unless that was done before. */
export const keepLabScript = (): Promise<string> => (kept ??= keptScript(scriptUrl));

/** What makes such workers from then on. */
export async function labWorkers(): Promise<() => PoolWorker> {
  const url = await keepLabScript();
  return () => new Worker(url, { type: 'module', name: 'timing lab' });
}
