/** Makes the workers of nodes. */
import scriptUrl from 'virtual:worker/node';
import type { NodeWorker } from '../../workers/worker-host';

export type MakeWorker = (nodeId: string) => NodeWorker;

export function nodeWorkers(): MakeWorker {
  return (nodeId) => new Worker(scriptUrl, { type: 'module', name: nodeId });
}
