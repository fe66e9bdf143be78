/** The inside of a node's worker: takes orders from a port, runs the program, answers. Any port will do. */
import { assert } from '../core/assert';
import { loadSystem } from '../core/system';
import { readClock } from '../sim/clock';
import { NodeShell } from '../sim/node/shell';
import { packReply, unpackCall } from './crossing';
import type { FromNode, ToNode } from './protocol';

export interface Port {
  postMessage(message: FromNode): void;
}

/** Returns what handles each message; errors are thrown to the caller, where a worker's become its `error` event. */
export function serveNode(port: Port): (message: ToNode) => void {
  const handle = nodeAt(port);
  /** What came while the program was on its way; null before and after. */
  let held: ToNode[] | null = null;
  return (message) => {
    if (held !== null) {
      held.push(message);
      return;
    }
    const loading = message.type === 'boot' ? loadSystem(message.order.system) : null;
    if (loading === null) return handle(message);
    held = [message];
    void loading.then(
      () => {
        // Each in a turn of its own: what one throws is reported like any error of a worker, and the next one is heard.
        for (const one of held ?? []) queueMicrotask(() => handle(one));
        held = null;
      },
      (error: unknown) => {
        queueMicrotask(() => {
          throw new Error(`its program could not be loaded: ${String(error)}`);
        });
      },
    );
  };
}

function nodeAt(port: Port): (message: ToNode) => void {
  let shell: NodeShell | null = null;
  return (message) => {
    switch (message.type) {
      case 'boot':
        shell = new NodeShell(message.order);
        port.postMessage({ type: 'ready' });
        return;
      case 'run': {
        assert(shell !== null, 'a node must boot before it runs');
        const reply = shell.run(unpackCall(message.call));
        port.postMessage({ type: 'ran', reply: packReply(reply, shell.system.codec) });
        return;
      }
      case 'inspect': {
        assert(shell !== null, 'a node must boot before it is looked at');
        const clock = readClock(message.clock, message.atUs);
        const inspection = { view: shell.program.view(clock), clock };
        port.postMessage({ type: 'inspected', call: message.call, inspection });
        return;
      }
      case 'configure':
        assert(shell !== null, 'a node must boot before it is configured');
        shell.configure(message.config, message.safeguards);
        return;
      case 'save':
        assert(shell !== null, 'a node must boot before it is saved');
        port.postMessage({ type: 'saved', call: message.call, process: shell.save() });
        return;
      case 'fail':
        if (message.how === 'throw') throw new Error('it was told to throw');
        for (;;);
      default:
        message satisfies never;
    }
  };
}
