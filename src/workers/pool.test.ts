import { describe, expect, test } from 'vitest';
import { Pool, poolSize, servePool, type PoolEnd, type PoolOptions, type PoolWorker } from './pool';

/** Lives in the caller's thread; all that crosses is cloned and comes in a later turn. */
class FakePoolWorker implements PoolWorker {
  onmessage: PoolWorker['onmessage'] = null;
  onerror: PoolWorker['onerror'] = null;
  terminated = false;
  private readonly handle;

  constructor(
    work: (job: number, tell: (progress: string) => void) => number,
    private readonly dies: boolean,
  ) {
    this.handle = servePool({ postMessage: (message) => this.answer(message) }, work);
  }

  postMessage(message: unknown): void {
    const copy = structuredClone(message) as { call: number; job: number };
    queueMicrotask(() => {
      if (this.terminated) return;
      if (this.dies || copy.job === FATAL)
        this.onerror?.({ message: 'out of memory', preventDefault() {} } as ErrorEvent);
      else this.handle(copy);
    });
  }

  terminate(): void {
    this.terminated = true;
  }

  private answer(message: unknown): void {
    const copy = structuredClone(message);
    queueMicrotask(() => this.onmessage?.({ data: copy } as MessageEvent));
  }
}

const FATAL = 13;
const REFUSED = 7;

interface Told {
  results: [job: number, result: number][];
  failures: [job: number, error: string][];
  progress: string[];
}

function start(
  jobs: Iterable<number>,
  {
    size = 2,
    dies = () => false,
    ...more
  }: Partial<PoolOptions<number, number, string>> & { dies?: (nth: number) => boolean } = {},
) {
  const workers: FakePoolWorker[] = [];
  const told: Told = { results: [], failures: [], progress: [] };
  const pool = new Pool<number, number, string>({
    size,
    jobs,
    makeWorker() {
      const worker = new FakePoolWorker((job, tell) => {
        tell(`half of ${job}`);
        if (job === REFUSED) throw new RangeError('not this one');
        return job * job;
      }, dies(workers.length));
      workers.push(worker);
      return worker;
    },
    onResult: (result, job) => told.results.push([job, result]),
    onFailure: (error, job) => told.failures.push([job, error]),
    onProgress: (progress) => told.progress.push(progress),
    ...more,
  });
  return { pool, workers, told };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

describe('a pool', () => {
  test('does every job once, with as many workers as it was told, and ends them', async () => {
    const { pool, workers, told } = start(upTo(6), { size: 3 });
    expect(pool.working).toBe(3);
    expect(await pool.ended).toBe<PoolEnd>('done');
    expect(told.results.sort((a, b) => a[0] - b[0])).toEqual(upTo(6).map((job) => [job, job * job]));
    expect(told.failures).toEqual([]);
    expect(told.progress).toHaveLength(6);
    expect(workers).toHaveLength(3);
    expect(workers.every(({ terminated }) => terminated)).toBe(true);
  });

  test('starts no more workers than there are jobs, and none for none', async () => {
    const few = start([1], { size: 4 });
    expect(await few.pool.ended).toBe('done');
    expect(few.workers).toHaveLength(1);
    const none = start([]);
    expect(await none.pool.ended).toBe('done');
    expect(none.workers).toEqual([]);
  });

  test('draws jobs only as workers get free, and tells the source when it is stopped', async () => {
    let drawn = 0;
    let closed = false;
    function* endless(): Generator<number> {
      try {
        for (;;) yield 100 + (drawn += 1);
      } finally {
        closed = true;
      }
    }
    const { pool, workers, told } = start(endless(), {
      onResult(_result, job) {
        told.results.push([job, 0]);
        if (told.results.length === 5) pool.stop();
      },
    });
    expect(drawn).toBe(2);
    expect(await pool.ended).toBe('stopped');
    expect(told.results).toHaveLength(5);
    expect(drawn).toBeLessThanOrEqual(7);
    expect(closed).toBe(true);
    expect(workers.every(({ terminated }) => terminated)).toBe(true);
  });

  test('is silent once it was stopped', async () => {
    const { pool, told } = start(upTo(4));
    pool.stop();
    expect(await pool.ended).toBe('stopped');
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(told).toEqual({ results: [], failures: [], progress: [] });
    expect(pool.working).toBe(0);
  });

  test('reports a job that throws, and its worker goes on', async () => {
    const { pool, workers, told } = start(upTo(10), { size: 1 });
    expect(await pool.ended).toBe('done');
    expect(told.failures).toEqual([[REFUSED, 'RangeError: not this one']]);
    expect(told.results).toHaveLength(9);
    expect(workers).toHaveLength(1);
  });

  test('reports a worker that dies with its job, replaces it, and the others go on', async () => {
    const { pool, workers, told } = start([...upTo(6), FATAL, ...upTo(6)]);
    expect(await pool.ended).toBe('done');
    expect(told.failures).toEqual([[FATAL, 'its worker died: out of memory']]);
    expect(told.results).toHaveLength(12);
    expect(workers).toHaveLength(3);
  });

  test('gives up only when no worker comes to work at all', async () => {
    const oneOfTwo = start(upTo(6), { dies: (nth) => nth === 0 });
    expect(await oneOfTwo.pool.ended).toBe('done');
    expect(oneOfTwo.told.failures.map(([job]) => job)).toEqual([0]);
    expect(oneOfTwo.told.results).toHaveLength(5);

    const all = start(upTo(6), { dies: () => true });
    expect(await all.pool.ended).toBe('dead');
    expect(all.workers).toHaveLength(2);
    expect(all.told.results).toEqual([]);

    const refused = start(upTo(6), {
      makeWorker() {
        throw new Error('no workers here');
      },
    });
    expect(await refused.pool.ended).toBe('dead');
    expect(refused.told.failures).toEqual([[0, 'no worker could be started: Error: no workers here']]);
  });
});

test('all cores but one work, and at least one does', () => {
  expect([undefined, 1, 2, 3, 16].map(poolSize)).toEqual([1, 1, 1, 2, 15]);
});
