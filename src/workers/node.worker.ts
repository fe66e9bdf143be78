/** A virtual node: one worker, one program. */
import type { ToNode } from './protocol';
import { serveNode } from './node-server';

const handle = serveNode({ postMessage: (message) => self.postMessage(message) });
self.onmessage = (event: MessageEvent<ToNode>) => handle(event.data);
