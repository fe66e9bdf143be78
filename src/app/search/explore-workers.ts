/** Makes the workers of an exploration. */
import scriptUrl from 'virtual:worker/explore';
import type { PoolWorker } from '../../workers/pool';

export const makeExploreWorker = (): PoolWorker => new Worker(scriptUrl, { type: 'module', name: 'explore' });
