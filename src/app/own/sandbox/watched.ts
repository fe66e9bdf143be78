/** Nobody who searches is told by a step that an author's code does not come to its end: silence ends the worker. */
import type { PoolWorker } from '../../../workers/pool';

/** Longer than any piece of a search takes that comes to its end. */
export const SILENT_MS = 30_000;

/** The same worker, which fails when it was given something and says nothing for that long. */
export function watched(worker: PoolWorker, silentMs = SILENT_MS): PoolWorker {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const rest = (): void => clearTimeout(timer);
  const watch = (): void => {
    rest();
    timer = setTimeout(
      () =>
        own.onerror?.(
          new ErrorEvent('error', {
            message: `said nothing for ${silentMs / 1000} s: a handler of the protocol may not come to its end`,
            cancelable: true,
          }),
        ),
      silentMs,
    );
  };
  const own: PoolWorker = {
    onmessage: null,
    onerror: null,
    postMessage(message) {
      watch();
      worker.postMessage(message);
    },
    terminate() {
      rest();
      worker.terminate();
    },
  };
  worker.onmessage = (event) => {
    const { type } = Object(event.data) as { readonly type?: unknown };
    if (type === 'progress') watch();
    else rest();
    own.onmessage?.(event);
  };
  worker.onerror = (event) => {
    rest();
    own.onerror?.(event);
  };
  return own;
}
