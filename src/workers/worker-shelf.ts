/**
 * Workers whose cluster is gone, kept for the next one: an engine that has run this code before runs it faster, and need
 * not be started. Only what was healthy and idle comes here; a node that is killed loses its worker for good.
 */
import type { Which } from '../core/registry';
import type { NodeWorker } from './worker-host';

export class WorkerShelf {
  private readonly idle = new Map<string, NodeWorker>();

  constructor(private readonly make: (nodeId: string, which: Which) => NodeWorker) {}

  /** One that ran this node before, or else a new one. Whoever boots it begins anew: nothing of the old run is left. */
  take(nodeId: string, which: Which): NodeWorker {
    const kept = this.idle.get(nodeId);
    // One that has run what somebody wrote runs nothing else, and remembers what it should not.
    if (kept === undefined || which.source !== undefined) return this.make(nodeId, which);
    this.idle.delete(nodeId);
    return kept;
  }

  keep(nodeId: string, worker: NodeWorker, { source }: Which): void {
    if (source !== undefined) {
      worker.terminate();
      return;
    }
    this.idle.get(nodeId)?.terminate();
    worker.onmessage = null;
    worker.onerror = null;
    this.idle.set(nodeId, worker);
  }

  /** Ends those that nobody took. */
  clear(): void {
    for (const worker of this.idle.values()) worker.terminate();
    this.idle.clear();
  }
}
