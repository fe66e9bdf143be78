/** Workers that live in the caller's thread, for tests: all that crosses is cloned, as a real boundary does. */
import { serveNode } from './node-server';
import type { FromNode, ToNode } from './protocol';
import type { NodeWorker } from './worker-host';

export type Mail = (deliver: () => void) => void;

export interface FakeWorkerOptions {
  /** How each delivery is put off, in both directions. By default until the next microtask. */
  readonly mail?: Mail;
  /** Hears nothing and says nothing, as one that never loads. */
  readonly deaf?: boolean;
}

export class FakeWorker implements NodeWorker {
  onmessage: NodeWorker['onmessage'] = null;
  onerror: NodeWorker['onerror'] = null;
  terminated = 0;
  /** It hangs from now on, whatever it is sent. */
  hanging = false;
  /** Every message that it was sent, in order. */
  readonly received: ToNode[] = [];
  private readonly handle: (message: ToNode) => void;
  private readonly mail: Mail;
  private readonly deaf: boolean;

  constructor(
    readonly nodeId: string,
    { mail = queueMicrotask, deaf = false }: FakeWorkerOptions = {},
  ) {
    this.mail = mail;
    this.deaf = deaf;
    this.handle = serveNode({ postMessage: (message) => this.answer(message) });
  }

  postMessage(message: ToNode): void {
    if (this.terminated > 0) return;
    const copy = structuredClone(message);
    this.received.push(copy);
    this.mail(() => {
      if (this.terminated > 0 || this.hanging || this.deaf) return;
      // The real one would never come back from it.
      if (copy.type === 'fail' && copy.how === 'hang') this.hanging = true;
      else this.guarded(() => this.handle(copy));
    });
  }

  terminate(): void {
    this.terminated += 1;
  }

  /** As if the worker said it, terminated or not. */
  answer(message: FromNode): void {
    const copy = structuredClone(message);
    this.mail(() => this.onmessage?.({ data: copy } as MessageEvent<FromNode>));
  }

  /** As an uncaught error of the worker arrives outside. */
  fail(message: string): void {
    this.onerror?.({ message, preventDefault: () => undefined } as ErrorEvent);
  }

  private guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      const text = `Uncaught ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
      this.mail(() => this.fail(text));
    }
  }
}

/** Makes fake workers and keeps them, the newest last. */
export class FakeWorkers {
  readonly all: FakeWorker[] = [];

  constructor(private readonly options: (nodeId: string) => FakeWorkerOptions = () => ({})) {}

  readonly make = (nodeId: string): FakeWorker => {
    const worker = new FakeWorker(nodeId, this.options(nodeId));
    this.all.push(worker);
    return worker;
  };

  get alive(): FakeWorker[] {
    return this.all.filter(({ terminated }) => terminated === 0);
  }

  /** The newest worker of that node. */
  of(nodeId: string): FakeWorker {
    const found = this.all.findLast((worker) => worker.nodeId === nodeId);
    if (found === undefined) throw new Error(`${nodeId} never had a worker`);
    return found;
  }
}

/** Delivers in an order of its own, though what one worker says stays in order. */
export function shuffledMail(seed: number): () => Mail {
  let state = seed | 1;
  return () => {
    let last = Promise.resolve();
    return (deliver) => {
      state = (Math.imul(state, 1103515245) + 12345) | 0;
      let turns = (state >>> 16) % 7;
      last = last.then(async () => {
        for (; turns > 0; turns -= 1) await Promise.resolve();
        deliver();
      });
    };
  };
}
