/** The session of a real page: real workers, real frames, and the run that the address names, if it names one. */
import type { Run } from '../sim/run';
import type { NodeWorker } from '../workers/worker-host';
import { packedRunIn, unpackText } from './link';
import { pageApi } from './page-api';
import { Session } from './session';

/** `ready` resolves when the first cluster is up: to null, or to a sentence if the address named a run that is none. */
export function createSession(firstRun: Run): {
  readonly session: Session;
  readonly ready: Promise<string | null>;
} {
  const session = new Session(firstRun, {
    makeWorker,
    requestFrame: (callback) => requestAnimationFrame(callback),
    nowMs: () => performance.now(),
  });
  const ready = open(session);
  window.interregnum = pageApi(
    session,
    ready.then(() => undefined),
  );
  return { session, ready };
}

async function open(session: Session): Promise<string | null> {
  await session.start();
  const packed = packedRunIn(location.hash);
  if (packed === null) return null;
  try {
    await session.load(await unpackText(packed));
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function makeWorker(nodeId: string): NodeWorker {
  return new Worker(new URL('../workers/node.worker.ts', import.meta.url), {
    type: 'module',
    name: nodeId,
  });
}
