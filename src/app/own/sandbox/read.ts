/** Reads what somebody wrote in the sandbox: what the page gets to know of it is its manifest. */
import { faceOf, readManifest } from '../../../core/protocols/own/manifest';
import { addWritten, hasProtocol, readSourcesBy } from '../../../core/registry';
import type { AnyProtocol } from '../../../core/protocol';
import type { Sandbox } from './sandbox';

/** How long a text may take until it has said what it is, in real time, from when its worker is there. */
const READ_WITHIN_MS = 4000;

/** Rejects with a sentence, with a line where there is one, on what is no protocol. */
export async function readSource(sandbox: Sandbox, source: string): Promise<AnyProtocol> {
  const worker = sandbox.start('read', source);
  const failed = new Promise<never>((_, reject) => {
    worker.onerror = ({ message }) => reject(new Error(message));
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new Error(
            `source: did not come to its end within ${READ_WITHIN_MS / 1000} s; it may only define a protocol.`,
          ),
        ),
      READ_WITHIN_MS,
    );
  });
  try {
    const loaded = await Promise.race([worker.loaded, failed, late]);
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

/** From now on a run may bring its source. */
export function readSourcesIn(sandbox: () => Sandbox): void {
  readSourcesBy((source) => readSource(sandbox(), source));
}

/** Whether it was read already. */
export const isRead = (source: string): boolean => hasProtocol({ protocol: 'own', source });

/** Reads it unless that was done. */
export async function ensureRead(sandbox: Sandbox, source: string): Promise<void> {
  if (!isRead(source)) addWritten(source, await readSource(sandbox, source));
}
