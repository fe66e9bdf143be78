/**
 * A worker for each node. Frames go in and come out as bytes; a kill is `terminate()`, so the memory is really gone; a
 * worker that throws or stays silent is ended by the watchdog, and the cluster goes on without it.
 */
import type { WireMessage } from '../core/program';
import type { Codec, Config, Safeguards } from '../core/protocol';
import { systemOf } from '../core/system';
import type { NodeClock } from '../sim/clock';
import type { AsyncHost } from '../sim/host';
import { describeError } from '../sim/node/shell';
import { inputIdOf, stepOf, WAKE } from '../sim/node/step';
import type { BootOrder, Input, NodeCall, NodeReply, SavedProcess } from '../sim/node/step';
import { packCall, unpackReply } from './crossing';
import type { FromNode, Inspection, ToNode } from './protocol';

/** The part of `Worker` that is used, so that tests may stand something else in its place. */
export interface NodeWorker {
  postMessage(message: ToNode): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<FromNode>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

export interface WorkerHostOptions {
  readonly makeWorker: (nodeId: string) => NodeWorker;
  /** Takes what is idle and healthy at the end, to be booted again. Absent: all are ended. */
  readonly keepWorker?: (nodeId: string, worker: NodeWorker) => void;
  /** How long a node may take to answer, in real time. */
  readonly answerWithinMs?: number;
  /** How long a worker may take to load its code and start. */
  readonly startWithinMs?: number;
  /** A process of this node is up, was ended, or failed. */
  readonly onProcess?: (node: number, what: 'started' | 'stopped' | 'failed') => void;
}

interface Pending {
  readonly inputs: readonly Input[];
  readonly notBeforeUs: number;
  readonly endUs: number;
  readonly resolve: (reply: NodeReply) => void;
}

class Process {
  ready = false;
  call = 0;
  pending: Pending | null = null;
  readonly inspections = new Map<number, (inspection: Inspection | null) => void>();
  readonly saves = new Map<number, (process: SavedProcess | null) => void>();
  timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    readonly nodeId: string,
    readonly worker: NodeWorker,
    readonly codec: Codec,
  ) {}

  /** It is up, and owes no answer that could reach whoever has its worker next. */
  get idle(): boolean {
    return this.ready && this.pending === null && this.inspections.size + this.saves.size === 0;
  }
}

const ANSWER_WITHIN_MS = 2000;
const START_WITHIN_MS = 30_000;

export class WorkerHost implements AsyncHost {
  private readonly processes: (Process | null)[] = [];
  /** Workers that were told to fail and are written off; the watchdog ends them. */
  private readonly doomed = new Set<NodeWorker>();

  private readonly waiting: (() => void)[] = [];
  /** Why a node's worker failed while it was asked for nothing: told when it is asked next. */
  private readonly lastWords: (string | undefined)[] = [];

  /** For as long as a message is on its way to anybody. */
  private readonly frames = new WeakMap<WireMessage, Uint8Array>();

  constructor(private readonly options: WorkerHostOptions) {}

  boot(node: number, order: BootOrder): void {
    this.stop(node);
    const worker = this.options.makeWorker(order.nodeId);
    const process = new Process(order.nodeId, worker, systemOf(order.system).codec);
    this.processes[node] = process;
    this.lastWords[node] = undefined;
    worker.onmessage = ({ data }) => this.heard(node, process, data);
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.failed(node, process, event.message || 'the worker could not be loaded');
    };
    worker.postMessage({ type: 'boot', order });
    this.watch(node, process, this.options.startWithinMs ?? START_WITHIN_MS, 'did not start');
  }

  stop(node: number): void {
    const process = this.processes[node];
    if (process == null) return;
    this.end(node, process);
    this.options.onProcess?.(node, 'stopped');
  }

  configure(node: number, config: Config, safeguards: Safeguards): void {
    this.processes[node]?.worker.postMessage({ type: 'configure', config, safeguards });
  }

  fail(node: number, how: 'throw' | 'hang'): void {
    const process = this.processes[node];
    if (process == null) return;
    const { worker } = process;
    this.forget(node, process);
    this.doomed.add(worker);
    const bury = () => {
      this.doomed.delete(worker);
      worker.terminate();
    };
    worker.onmessage = null;
    worker.onerror = (event) => {
      event.preventDefault?.();
      bury();
    };
    worker.postMessage({ type: 'fail', how });
    setTimeout(bury, this.options.answerWithinMs ?? ANSWER_WITHIN_MS);
    this.options.onProcess?.(node, 'failed');
  }

  run(node: number, call: NodeCall): Promise<NodeReply> {
    const process = this.processes[node];
    // It failed since the window was planned.
    if (process == null) {
      return Promise.resolve(failure(call, this.lastWords[node] ?? 'its worker is gone'));
    }
    return new Promise((resolve) => {
      process.pending = { ...call, resolve };
      const encode = (message: WireMessage): Uint8Array => this.frameOf(message, process.codec);
      process.worker.postMessage({ type: 'run', call: packCall(call, encode) });
      this.awaitAnswer(node, process);
    });
  }

  /** Null when the node has no process. `atUs` is the virtual time that the view is for. */
  inspect(node: number, atUs: number, clock: NodeClock): Promise<Inspection | null> {
    const process = this.processes[node];
    if (process == null) return Promise.resolve(null);
    return new Promise((resolve) => {
      process.call += 1;
      process.inspections.set(process.call, resolve);
      process.worker.postMessage({ type: 'inspect', call: process.call, atUs, clock });
    });
  }

  /**
   * What each of `count` nodes has in its memory; null where none runs, or where it failed: `whyLost` says so then.
   * Between windows only.
   */
  save(count: number): Promise<(SavedProcess | null)[]> {
    return Promise.all(
      Array.from({ length: count }, (_, node) => {
        const process = this.processes[node];
        if (process == null) return Promise.resolve(null);
        return new Promise<SavedProcess | null>((resolve) => {
          process.call += 1;
          process.saves.set(process.call, resolve);
          process.worker.postMessage({ type: 'save', call: process.call });
          this.awaitAnswer(node, process);
        });
      }),
    );
  }

  /** Why the worker of a node failed while no window was under way; null if it did not. */
  whyLost(node: number): string | null {
    return this.lastWords[node] ?? null;
  }

  /** Resolves when no worker is still starting. */
  whenStarted(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.tellWaiting();
    });
  }

  /** How many workers there are. */
  get workerCount(): number {
    return this.processes.filter((process) => process != null).length + this.doomed.size;
  }

  /** Ends every worker, or hands it on. */
  dispose(): void {
    const { keepWorker } = this.options;
    this.processes.forEach((process, node) => {
      if (process == null) return;
      if (keepWorker === undefined || !process.idle) return this.end(node, process);
      this.forget(node, process);
      keepWorker(process.nodeId, process.worker);
    });
    for (const worker of this.doomed) worker.terminate();
    this.doomed.clear();
  }

  /** What is sent to many is encoded once. */
  private frameOf(message: WireMessage, codec: Codec): Uint8Array {
    const known = this.frames.get(message);
    if (known !== undefined) return known;
    const frame = codec.encode(message);
    this.frames.set(message, frame);
    return frame;
  }

  private tellWaiting(): void {
    if (this.processes.some((process) => process != null && !process.ready)) return;
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  private heard(node: number, process: Process, message: FromNode): void {
    // The last words of a worker that was ended may still be on their way.
    if (this.processes[node] !== process) return;
    switch (message.type) {
      case 'ready':
        process.ready = true;
        this.rest(process);
        if (process.pending !== null || process.saves.size > 0) this.awaitAnswer(node, process);
        this.options.onProcess?.(node, 'started');
        this.tellWaiting();
        return;
      case 'ran': {
        const { pending } = process;
        if (pending === null) return;
        let reply: NodeReply;
        try {
          reply = unpackReply(message.reply, process.codec);
        } catch (error) {
          this.failed(node, process, describeError(error));
          return;
        }
        process.pending = null;
        this.rest(process);
        pending.resolve(reply);
        return;
      }
      case 'inspected':
        process.inspections.get(message.call)?.(message.inspection);
        process.inspections.delete(message.call);
        return;
      case 'saved':
        process.saves.get(message.call)?.(message.process);
        process.saves.delete(message.call);
        if (process.saves.size === 0) this.rest(process);
        return;
      default:
        message satisfies never;
    }
  }

  private failed(node: number, process: Process, why: string): void {
    const { pending } = process;
    process.pending = null;
    this.end(node, process);
    this.options.onProcess?.(node, 'failed');
    if (pending === null) this.lastWords[node] = why;
    else pending.resolve(failure(pending, why));
  }

  /** From when it is up: until then it is watched for that. */
  private awaitAnswer(node: number, process: Process): void {
    if (!process.ready) return;
    this.watch(node, process, this.options.answerWithinMs ?? ANSWER_WITHIN_MS, 'did not answer');
  }

  /** Calls it failed unless it is heard in time. */
  private watch(node: number, process: Process, withinMs: number, what: string): void {
    this.rest(process);
    process.timer = setTimeout(() => {
      // A main thread that was busy for long finds the timer and the answer due at once: let the answer go first.
      process.timer = setTimeout(
        () => this.failed(node, process, `it ${what} within ${withinMs / 1000} s`),
        Math.min(withinMs, 200),
      );
    }, withinMs);
  }

  private rest(process: Process): void {
    if (process.timer !== null) clearTimeout(process.timer);
    process.timer = null;
  }

  private end(node: number, process: Process): void {
    process.worker.terminate();
    this.forget(node, process);
  }

  private forget(node: number, process: Process): void {
    this.rest(process);
    if (this.processes[node] === process) this.processes[node] = null;
    for (const resolve of process.inspections.values()) resolve(null);
    process.inspections.clear();
    for (const resolve of process.saves.values()) resolve(null);
    process.saves.clear();
    this.tellWaiting();
  }
}

/** What a call comes to when the process dies of it: it fails at the first thing that it had to do. */
function failure(call: Pick<NodeCall, 'inputs' | 'notBeforeUs' | 'endUs'>, why: string): NodeReply {
  const { inputs, notBeforeUs, endUs } = call;
  const [first] = inputs;
  const atUs = first === undefined ? endUs - 1 : Math.max(first.atUs, notBeforeUs);
  const failed = stepOf(atUs, first === undefined ? WAKE : inputIdOf(first), { failed: why });
  const rest = inputs
    .slice(1)
    .map((input) => stepOf(Math.max(input.atUs, atUs), inputIdOf(input), { unheard: true }));
  return { steps: [failed, ...rest], nextWakeUs: Infinity };
}
