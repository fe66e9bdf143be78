/** Reads what somebody wrote in the sandbox: what the page gets to know of it is its manifest. */
import { faceOf, readManifest } from '../../../core/protocols/own/manifest';
import type { AnyProtocol } from '../../../core/protocol';
import type { Sandbox } from './sandbox';

/** How long frame and script may take to arrive. */
const START_WITHIN_MS = 60_000;
/** How long a text may take until it has said what it is, in real time, from when its worker is there. */
const READ_WITHIN_MS = 4000;

/** Rejects with a sentence, with a line where there is one, on what is no protocol. */
export async function readSource(sandbox: Sandbox, source: string): Promise<AnyProtocol> {
  const worker = sandbox.start('read', source);
  const failed = new Promise<never>((_, reject) => {
    worker.onerror = ({ message }) => reject(new Error(message));
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const within = (ms: number, sentence: string): Promise<never> =>
    new Promise((_, reject) => {
      clearTimeout(timer);
      timer = setTimeout(() => reject(new Error(sentence)), ms);
    });
  try {
    const slow = 'source: the sandbox did not start; look at the network, then run it again.';
    await Promise.race([worker.here, failed, within(START_WITHIN_MS, slow)]);
    const endless = `source: did not come to its end within ${READ_WITHIN_MS / 1000} s; it may only define a protocol.`;
    const loaded = await Promise.race([worker.loaded, failed, within(READ_WITHIN_MS, endless)]);
    if (loaded.type !== 'loaded') throw new Error(String(loaded.sentence).slice(0, 500));
    return protocolOf(loaded.manifest);
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}

/** All that the page has of it: its nodes run elsewhere. */
function protocolOf(manifest: unknown): AnyProtocol {
  const elsewhere = (): never => {
    throw new Error('a protocol of one’s own runs in the sandbox alone');
  };
  return { ...faceOf(readManifest(manifest)), create: elsewhere, restore: elsewhere };
}
