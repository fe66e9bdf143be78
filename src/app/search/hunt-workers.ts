/** Makes the workers of a hunt. */
import scriptUrl from 'virtual:worker/hunt';
import type { PoolWorker } from '../../workers/pool';

export const makeHuntWorker = (): PoolWorker => new Worker(scriptUrl, { type: 'module', name: 'hunt' });
