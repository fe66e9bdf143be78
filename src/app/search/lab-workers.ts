/** Makes the workers of the timing lab. */
import scriptUrl from 'virtual:worker/lab';
import type { PoolWorker } from '../../workers/pool';

export const makeLabWorker = (): PoolWorker => new Worker(scriptUrl, { type: 'module', name: 'timing lab' });
