/** Makes the workers of nodes. Their script is fetched once and kept: a node can be restarted without a network. */
import type { NodeWorker } from '../../workers/worker-host';
import scriptUrl from '../../workers/node.worker?worker&url';
import { keptScript } from '../kept-script';

export type MakeWorker = (nodeId: string) => NodeWorker;

/** The first workers fetch their script for themselves, and so does each one after if it cannot be kept. */
export function nodeWorkers(): MakeWorker {
  let url = scriptUrl;
  void keptScript(scriptUrl).then((kept) => (url = kept));
  return (nodeId) => new Worker(url, { type: 'module', name: nodeId });
}
