/** Makes the workers of nodes. Their script is fetched once and kept: a node can be restarted without a network. */
import type { NodeWorker } from '../workers/worker-host';
import scriptUrl from '../workers/node.worker?worker&url';

export type MakeWorker = (nodeId: string) => NodeWorker;

/** The first workers fetch their script for themselves, and so does each one after if it cannot be kept. */
export function nodeWorkers(): MakeWorker {
  let url = scriptUrl;
  void keptUrl().then((kept) => (url = kept));
  return (nodeId) => new Worker(url, { type: 'module', name: nodeId });
}

async function keptUrl(): Promise<string> {
  // While developing, the script imports others by their path, which a copy of it could not.
  if (import.meta.env.DEV) return scriptUrl;
  try {
    const response = await fetch(new URL(scriptUrl, import.meta.url));
    if (!response.ok) return scriptUrl;
    return URL.createObjectURL(new Blob([await response.text()], { type: 'text/javascript' }));
  } catch {
    return scriptUrl;
  }
}
