/** A worker in the sandbox that says whether an author's properties hold. */
import type { FromJudge, ToJudge } from '../../../workers/sandbox/judge';
import type { Broken, Judge } from '../../session/judging';
import type { SandboxWorker } from './sandbox';

const ANSWER_WITHIN_MS = 2000;

export class SandboxJudge implements Judge {
  private worker: SandboxWorker | null = null;
  private calls = 0;

  constructor(private readonly start: () => SandboxWorker) {}

  judge(looks: ToJudge['looks']): Promise<readonly Broken[]> {
    const worker = (this.worker ??= this.start());
    const call = (this.calls += 1);
    return new Promise((resolve, reject) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const fail = (): void => {
        clearTimeout(timer);
        this.dispose();
        reject(
          new Error(
            `The properties of this protocol could not be checked: their check gave no answer within ${ANSWER_WITHIN_MS / 1000} s.`,
          ),
        );
      };
      worker.onmessage = ({ data }: MessageEvent<FromJudge>) => {
        if (data.call !== call) return;
        clearTimeout(timer);
        resolve(believed(data, looks.length));
      };
      worker.onerror = fail;
      // From when it is up.
      void worker.loaded.then(() => (timer = setTimeout(fail, ANSWER_WITHIN_MS)));
      worker.postMessage({ call, looks } satisfies ToJudge);
    });
  }

  dispose(): void {
    this.worker?.terminate();
    this.worker = null;
  }
}

function believed({ broken }: FromJudge, looks: number): readonly Broken[] {
  if (!Array.isArray(broken)) return [];
  return (broken as readonly Broken[])
    .slice(0, 16)
    .filter(({ look }) => Number.isInteger(look) && look >= 0 && look < looks)
    .map(({ name, look, text }) => ({ name: String(name), look, text: String(text).slice(0, 500) }));
}
