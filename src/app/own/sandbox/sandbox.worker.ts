/**
 * The inside of every worker in the hidden frame: takes one text, closes the scope behind itself, makes a protocol of the text,
 * and serves its role through the port that it was given.
 */
import '../../../core/everything';
import '../../../sim/cluster/faults';
import { doExploreJob } from '../../../check/explore/jobs';
import { doHuntJob } from '../../../check/hunt/jobs';
import { doLabJob } from '../../../check/lab/jobs';
import { instantiate, type Compiled } from '../../../core/protocols/own/instantiate';
import { manifestOf } from '../../../core/protocols/own/manifest';
import type { OwnProtocol } from '../../../core/protocols/own/protocol';
import { addWritten } from '../../../core/registry';
import { serveNode } from '../../../workers/node-server';
import { servePool } from '../../../workers/pool';
import { judge } from '../../../workers/sandbox/judge';
import { lockDown } from '../../../workers/sandbox/lockdown';
import type { Here, Load, Loaded, Role } from '../../../workers/sandbox/messages';
import { doExplainJob } from './explain-job';

interface Port {
  postMessage(message: unknown): void;
}

type Serve = (port: Port, protocol: OwnProtocol) => (message: never) => void;

const SERVICES: Readonly<Record<Exclude<Role, 'read'>, Serve>> = {
  node: (port) => serveNode(port),
  hunt: (port) => servePool(port, doHuntJob),
  explore: (port) => servePool(port, doExploreJob),
  lab: (port) => servePool(port, doLabJob),
  explain: (port) => servePool(port, doExplainJob),
  judge: (port, protocol) => judge(port, protocol),
};

self.onmessage = ({ ports }: MessageEvent): void => {
  self.onmessage = null;
  const port = ports[0]!;
  port.postMessage({ type: 'here' } satisfies Here);
  port.onmessage = ({ data }: MessageEvent<Load>): void => {
    // What comes before it is known what it is for.
    const held: unknown[] = [];
    port.onmessage = (event: MessageEvent) => void held.push(event.data);
    void load(data).then(
      (protocol) => {
        port.postMessage({ type: 'loaded', manifest: manifestOf(protocol.definition) } satisfies Loaded);
        if (data.role === 'read') return;
        const serve = SERVICES[data.role](port, protocol) as (message: unknown) => void;
        port.onmessage = (event: MessageEvent) => serve(event.data);
        for (const message of held) serve(message);
      },
      (error: unknown) => {
        const sentence = error instanceof Error ? error.message : String(error);
        port.postMessage({ type: 'refused', sentence } satisfies Loaded);
      },
    );
  };
};

async function load({ source, code }: Load): Promise<OwnProtocol> {
  const text = new Blob([`export default ${code}`], { type: 'text/javascript' });
  const address = URL.createObjectURL(text);
  const loading = import(/* @vite-ignore */ address) as Promise<{ readonly default: Compiled }>;
  // Nothing of the text has run yet.
  lockDown(self);
  const protocol = instantiate((await loading).default, address);
  addWritten(source, protocol);
  return protocol;
}
