/** The sandbox of this page: one hidden frame, made when the first protocol of one's own is asked for. */
import { frameUrl, scriptUrl } from 'virtual:sandbox';
import type { AnyProtocol } from '../../../core/protocol';
import { Pool } from '../../../workers/pool';
import type { FromFrame } from '../../../workers/sandbox/messages';
import { SourceRefused } from '../../run/fetched';
import type { Explanation } from '../../explain/explanation';
import { isTrusted, setRunner, trust } from '../runner';
import { askBeforeRunning } from './ask';
import type { ExplainJob } from './explain-job';
import { SandboxJudge } from './judge';
import { readSource } from './read';
import { Sandbox, type FramePort } from './sandbox';
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
  node: (source, nodeId) => sandboxOfPage().start('node', source, nodeId),
  pool: (role, source) => watched(sandboxOfPage().start(role, source)),
  judge: (source) => new SandboxJudge(() => sandboxOfPage().start('judge', source)),
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
