import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Progress } from '../../check/explore/explorer';
import type { ExploreJob } from '../../check/explore/jobs';
import { DEFAULT_BUDGETS } from '../../check/explore/spec';
import type { FromPoolWorker, PoolWorker, ToPoolWorker } from '../../workers/pool';
import { Exploring, type ExploreState } from './exploring';

const JOB: ExploreJob = { spec: { protocol: 'quorum', nodes: 3 }, budgets: DEFAULT_BUDGETS };

const at = (states: number, rest: Partial<Progress> = {}): Progress => ({
  states,
  transitions: states,
  byDepth: [states],
  depth: 0,
  frontier: 1,
  done: false,
  complete: false,
  violation: null,
  ...rest,
});

/** Says what the test wants it to say. */
class FakeWorker implements PoolWorker {
  onmessage: PoolWorker['onmessage'] = null;
  onerror: PoolWorker['onerror'] = null;
  terminated = false;
  given: ToPoolWorker<ExploreJob> | null = null;

  postMessage(message: unknown): void {
    this.given = message as ToPoolWorker<ExploreJob>;
  }
  terminate(): void {
    this.terminated = true;
  }
  tell(progress: Progress): void {
    this.say({ type: 'progress', call: this.given!.call, progress });
  }
  end(result: Progress): void {
    this.say({ type: 'done', call: this.given!.call, result });
  }
  fail(error: string): void {
    this.say({ type: 'failed', call: this.given!.call, error });
  }
  die(message: string): void {
    this.onerror?.({ message, preventDefault() {} } as ErrorEvent);
  }
  private say(data: FromPoolWorker<Progress, Progress>): void {
    this.onmessage?.({ data } as MessageEvent);
  }
}

const workers: FakeWorker[] = [];
let told: ExploreState[];
let exploring: Exploring;

beforeEach(() => {
  vi.useFakeTimers();
  workers.length = 0;
  told = [];
  exploring = new Exploring({
    workers: async () => () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
    nowMs: () => Date.now(),
  });
  exploring.subscribe((state) => told.push(state));
});
afterEach(() => {
  vi.useRealTimers();
});

async function begun(): Promise<FakeWorker> {
  void exploring.start(JOB);
  await vi.advanceTimersByTimeAsync(0);
  return workers.at(-1)!;
}

describe('an exploration on the page', () => {
  test('is told at most five times a second, and its last number always', async () => {
    const worker = await begun();
    expect(worker.given!.job).toEqual(JOB);
    for (let states = 1; states <= 100; states += 1) {
      worker.tell(at(states));
      await vi.advanceTimersByTimeAsync(10);
    }
    const during = told.filter(({ progress }) => progress !== null);
    expect(during.length).toBeGreaterThanOrEqual(4);
    expect(during.length).toBeLessThanOrEqual(6);
    worker.end(at(200, { done: true, complete: true }));
    await vi.advanceTimersByTimeAsync(0);
    expect(told.at(-1)).toMatchObject({
      mode: 'ended',
      elapsedMs: 1000,
      progress: { states: 200, complete: true },
      failure: null,
    });
    expect(worker.terminated).toBe(true);
    const count = told.length;
    await vi.advanceTimersByTimeAsync(1000);
    expect(told).toHaveLength(count);
  });

  test('stops at once, and what was seen by then stays', async () => {
    const worker = await begun();
    worker.tell(at(7));
    worker.tell(at(9));
    exploring.stop();
    expect(worker.terminated).toBe(true);
    expect(exploring.state).toMatchObject({ mode: 'stopped', progress: { states: 9 } });
    await vi.advanceTimersByTimeAsync(1000);
    expect(exploring.state.mode).toBe('stopped');
    // Once more changes nothing.
    exploring.stop();
    expect(exploring.state.mode).toBe('stopped');
  });

  test('that is stopped while its script loads does not begin', async () => {
    void exploring.start(JOB);
    exploring.stop();
    await vi.advanceTimersByTimeAsync(0);
    expect(workers).toHaveLength(0);
    expect(exploring.state.mode).toBe('stopped');
  });

  test('gives way to the next one', async () => {
    const first = await begun();
    first.tell(at(5));
    const second = await begun();
    expect(first.terminated).toBe(true);
    expect(exploring.state).toMatchObject({ mode: 'exploring', progress: null });
    second.end(at(6, { done: true }));
    await vi.advanceTimersByTimeAsync(0);
    expect(exploring.state).toMatchObject({ mode: 'ended', progress: { states: 6 } });
  });

  test.each<[string, (worker: FakeWorker) => void, string]>([
    ['throws', (worker) => worker.fail('RangeError: no'), 'RangeError: no'],
    ['dies', (worker) => worker.die('out of memory'), 'its worker died: out of memory'],
  ])('that %s has failed and says why', async (_, end, failure) => {
    const worker = await begun();
    worker.tell(at(3));
    end(worker);
    await vi.advanceTimersByTimeAsync(0);
    expect(exploring.state).toMatchObject({ mode: 'failed', failure, progress: { states: 3 } });
  });
});
