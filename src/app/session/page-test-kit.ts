/** A session in a page without a screen, for tests: its frames and its clock move when the test says so. */
import type { Run } from '../../sim/run';
import { runOf } from '../../sim/test-kit';
import { FakeWorkers } from '../../workers/worker-test-kit';
import { Session } from './session';
import type { SessionState } from './state';

/** How far away its workers are: each word of theirs in a turn of its own, or as soon as nothing else is to be done. */
export type Distance = 'near' | 'far';

export class TestPage {
  readonly workers: FakeWorkers;
  readonly session: Session;
  readonly states: SessionState[] = [];
  nowMs = 1000;
  /** How much later it is with each look at the clock: a slow machine, on which every piece of work takes that long. */
  lookTakesMs = 0;
  private frames: ((nowMs: number) => void)[] = [];

  constructor(run: Run, distance: Distance) {
    const mail = distance === 'far' ? { mail: (deliver: () => void) => void setTimeout(deliver, 0) } : {};
    this.workers = new FakeWorkers(() => mail);
    this.session = new Session(run, {
      makeWorker: this.workers.make,
      requestFrame: (callback) => this.frames.push(callback),
      nowMs: () => (this.nowMs += this.lookTakesMs),
    });
    this.session.subscribe((state) => this.states.push(state));
  }

  get state(): SessionState {
    return this.session.state;
  }

  get timeMs(): number {
    return this.state.snapshot.timeUs / 1000;
  }

  /** `count` frames of 10 ms each, and whatever they set going. */
  async frame(count = 1): Promise<void> {
    for (let i = 0; i < count; i += 1) {
      this.nowMs += 10;
      for (const callback of this.frames.splice(0)) callback(this.nowMs);
      await settle();
    }
  }
}

/** Lets everything that waits for fake workers be done. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}

const pages: TestPage[] = [];

/** One whose first cluster is still on its way. */
export function begin(run: Run = runOf(3), distance: Distance = 'near'): TestPage {
  const page = new TestPage(run, distance);
  pages.push(page);
  return page;
}

export async function open(run?: Run, distance?: Distance): Promise<TestPage> {
  const page = begin(run, distance);
  await page.session.start();
  return page;
}

/** To be called after each test. */
export function closeAll(): void {
  for (const page of pages.splice(0)) page.session.dispose();
}
