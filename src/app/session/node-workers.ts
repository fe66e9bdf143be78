/** Makes the workers of nodes. */
import scriptUrl from 'virtual:worker/node';
import type { Which } from '../../core/registry';
import type { NodeWorker } from '../../workers/worker-host';
import { runnerOfPage } from '../own/runner';

export type MakeWorker = (nodeId: string, which: Which) => NodeWorker;

export function nodeWorkers(): MakeWorker {
  return (nodeId, { source }) =>
    source === undefined
      ? new Worker(scriptUrl, { type: 'module', name: nodeId })
      : runnerOfPage().node(source);
}
