/** One run in progress: its world, the workers that its nodes are, its checks and its log. */
import { createActor, type Actor } from 'xstate';
import { Monitor } from '../check/monitor';
import type { NodeId } from '../core/program';
import { World } from '../sim/cluster/world';
import type { ResolvedRun } from '../sim/run';
import type { NodeStatus } from '../sim/view';
import { WorkerHost, type NodeWorker } from '../workers/worker-host';
import { EventLog } from './event-log';
import { nodeWorkerMachine, type NodeWorkerEvent } from './machines/node-worker';

const EVENT_OF_STATUS: Record<NodeStatus, NodeWorkerEvent> = {
  up: { type: 'thaw' },
  frozen: { type: 'freeze' },
  killed: { type: 'kill' },
  crashed: { type: 'crash' },
};

export class Cluster {
  readonly monitor = new Monitor();
  readonly host: WorkerHost;
  readonly world: World;
  readonly log: EventLog;
  private readonly workers: Actor<typeof nodeWorkerMachine>[];
  private shown: Readonly<Record<NodeId, string>> | null = null;

  constructor(run: ResolvedRun, makeWorker: (nodeId: NodeId) => NodeWorker) {
    this.workers = run.nodes.map(() => createActor(nodeWorkerMachine).start());
    const boots = run.nodes.map(() => 0);
    this.host = new WorkerHost({
      makeWorker,
      onProcess: (node, what) => {
        if (what === 'started') this.tell(node, { type: 'started' });
      },
    });
    const followStatus = {
      observed: (world: World, node: number) => {
        const slot = world.slots[node]!;
        const booted = boots[node] !== slot.incarnation;
        boots[node] = slot.incarnation;
        this.tell(node, booted ? { type: 'boot' } : EVENT_OF_STATUS[slot.status]);
      },
    };
    this.world = new World(run, this.host, [this.monitor, followStatus]);
    this.log = new EventLog(this.world.trace);
  }

  /** In words, a node each: "starting", "up", "frozen", "killed", "crashed". */
  get workerStates(): Readonly<Record<NodeId, string>> {
    return (this.shown ??= Object.fromEntries(
      this.world.run.nodes.map((id, node) => [id, String(this.workers[node]!.getSnapshot().value)]),
    ));
  }

  dispose(): void {
    this.host.dispose();
  }

  private tell(node: number, event: NodeWorkerEvent): void {
    const worker = this.workers[node]!;
    if (!worker.getSnapshot().can(event)) return;
    worker.send(event);
    this.shown = null;
  }
}
