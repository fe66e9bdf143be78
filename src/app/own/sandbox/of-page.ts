/** The sandbox of this page: one hidden frame, made when the first protocol of one's own is asked for. */
import { frameUrl, scriptUrl } from 'virtual:sandbox';
import type { AnyProtocol } from '../../../core/protocol';
import { Pool } from '../../../workers/pool';
import type { FromFrame } from '../../../workers/sandbox/messages';
import { SourceRefused } from '../../run/fetched';
import type { Explanation } from '../../explain/explanation';
import { Judging } from '../../session/judging';
import { isTrusted, runnerOfPage, setRunner, trust } from '../runner';
import { askBeforeRunning } from './ask';
import type { ExplainJob } from './explain-job';
import { SandboxJudge } from './judge';
import { readSource } from './read';
import { Sandbox, type FramePort, type SandboxWorker } from './sandbox';
import { believed } from './believed';
import { systemOfRun } from '../../../sim/run';
import { WorkerHost, type NodeWorker } from '../../../workers/worker-host';
import { watched } from './watched';

let own: Sandbox | null = null;

export function sandboxOfPage(): Sandbox {
  return (own ??= new Sandbox(hiddenFrame(), scriptText()));
}

/** Asks first, where nobody of this page knows it. Rejects with a sentence if that is answered with no, or it is no protocol. */
export async function readInSandbox(source: string): Promise<AnyProtocol> {
  try {
    if (!isTrusted(source)) {
      await askBeforeRunning(source);
      trust(source);
    }
    return await readSource(sandboxOfPage(), source);
  } catch (error) {
    throw new SourceRefused(error instanceof Error ? error.message : String(error));
  }
}

setRunner({
  node: (source) => believing(sandboxOfPage().start('node', source)),
  pool: (role, source) => watched(sandboxOfPage().start(role, source)),
  ground: (source) => new WorkerHost({ makeWorker: () => runnerOfPage().node(source) }),
  judging({ source = '', ...run }, monitor) {
    const { properties = [] } = systemOfRun({ ...run, source });
    if (properties.length === 0) return null;
    return new Judging(monitor, new SandboxJudge(() => sandboxOfPage().start('judge', source)));
  },
  explain: (run, violation, tell) =>
    new Promise((resolve, reject) => {
      void new Pool<ExplainJob, Explanation, Explanation>({
        makeWorker: () => watched(sandboxOfPage().start('explain', run.source!)),
        size: 1,
        jobs: [{ run, invariant: violation.invariant, atUs: violation.atUs }],
        onResult: resolve,
        ...(tell !== undefined && { onProgress: tell }),
        onFailure: (error) => reject(new Error(error)),
      });
    }),
});

/** The same worker; what no node says is the end of it, and so is more than it was asked for. */
function believing(worker: SandboxWorker): NodeWorker {
  let owed = 1;
  const own: NodeWorker = {
    onmessage: null,
    onerror: null,
    postMessage(message) {
      if (message.type !== 'configure' && message.type !== 'fail' && message.type !== 'boot') owed += 1;
      worker.postMessage(message);
    },
    terminate: () => worker.terminate(),
  };
  worker.onmessage = (event) => {
    owed -= 1;
    if (owed >= 0 && believed(event.data) !== null) own.onmessage?.(event);
    else worker.failed('said what no node says');
  };
  worker.onerror = (event) => own.onerror?.(event);
  return own;
}

async function scriptText(): Promise<string> {
  const response = await fetch(scriptUrl);
  if (!response.ok) throw new Error(`The sandbox could not be loaded (${response.status}).`);
  return response.text();
}

function hiddenFrame(): FramePort {
  const frame = document.createElement('iframe');
  // An origin of its own: neither storage, nor the page, nor an address to go to.
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.title = 'Sandbox';
  frame.hidden = true;
  frame.src = frameUrl;
  let heard: (message: FromFrame) => void = () => undefined;
  addEventListener('message', ({ source, data }: MessageEvent<FromFrame>) => {
    if (source === frame.contentWindow) heard(data);
  });
  document.body.append(frame);
  return {
    send: (message, ports = []) => frame.contentWindow?.postMessage(message, '*', [...ports]),
    listen: (listener) => (heard = listener),
  };
}
