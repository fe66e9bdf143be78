import { afterEach, describe, expect, test, vi } from 'vitest';
import { FAMILY_SIZE } from '../../check/hunt/family';
import { doHuntJob, type HuntJob, type HuntResult } from '../../check/hunt/jobs';
import type { Shrunk } from '../../check/hunt/shrink';
import { resolveRun } from '../../sim/run';
import { runOf } from '../../sim/test-kit';
import { servePool, type PoolWorker, type ToPoolWorker } from '../../workers/pool';
import { Hunting, NO_HUNT, type HuntState } from './hunting';
import { shownPrey } from './hunt-prey';

/** Works when the test says so, in the thread of the test; what crosses is cloned. */
class Hands {
  readonly alive = new Set<Hand>();
  made = 0;

  constructor(
    private readonly work: (job: HuntJob, tell: (shrunk: Shrunk) => void) => HuntResult = doHuntJob,
  ) {}

  make = (): PoolWorker => {
    this.made += 1;
    const hand = new Hand(this, this.work);
    this.alive.add(hand);
    return hand;
  };

  /** Everybody does what they were given last; false if nobody has anything to do. */
  async turn(order: (hands: Hand[]) => Hand[] = (hands) => hands): Promise<boolean> {
    const busy = order([...this.alive].filter(({ given }) => given !== null));
    for (const hand of busy) hand.work();
    await Promise.resolve();
    await Promise.resolve();
    return busy.length > 0;
  }

  async finish(order?: (hands: Hand[]) => Hand[]): Promise<void> {
    while (await this.turn(order));
  }
}

class Hand implements PoolWorker {
  onmessage: PoolWorker['onmessage'] = null;
  onerror: PoolWorker['onerror'] = null;
  given: ToPoolWorker<HuntJob> | null = null;
  private readonly handle;

  constructor(
    private readonly hands: Hands,
    work: (job: HuntJob, tell: (shrunk: Shrunk) => void) => HuntResult,
  ) {
    const postMessage = (data: unknown): void =>
      this.onmessage?.({ data: structuredClone(data) } as MessageEvent);
    this.handle = servePool({ postMessage }, work);
  }

  postMessage(message: unknown): void {
    this.given = structuredClone(message) as ToPoolWorker<HuntJob>;
  }

  terminate(): void {
    this.hands.alive.delete(this);
  }

  work(): void {
    const { given } = this;
    this.given = null;
    if (given !== null) this.handle(given);
  }

  die(): void {
    this.onerror?.({ message: 'out of memory', preventDefault() {} } as ErrorEvent);
  }
}

function preyWithout(...safeguards: string[]) {
  const off = Object.fromEntries(safeguards.map((name) => [name, false]));
  const run = resolveRun(runOf(3, { safeguards: off }));
  return shownPrey(run, run, null);
}

const SOUND = { ...preyWithout(), safetyOnly: true };
const FORGETFUL = preyWithout('durableVotes');

function hunt(hands: Hands, size = 2) {
  const clock = { nowMs: 0 };
  const hunting = new Hunting({ makeWorker: hands.make, size, nowMs: () => (clock.nowMs += 100) });
  const states: HuntState[] = [];
  hunting.subscribe((state) => states.push(state));
  return { hunting, states, clock };
}

afterEach(() => vi.useRealTimers());

describe('a hunt', () => {
  test('that finds nothing says how much it tried', async () => {
    const hands = new Hands();
    const { hunting, states } = hunt(hands);
    expect(hunting.state).toBe(NO_HUNT);
    hunting.start(SOUND, 5, 100);
    expect(hunting.state).toMatchObject({ mode: 'searching', workers: 2, most: 7 * FAMILY_SIZE, seed: 5 });
    await hands.finish();
    expect(hunting.state).toMatchObject({
      mode: 'clean',
      schedules: 7 * FAMILY_SIZE,
      nextSeed: 12,
      workers: 0,
      found: null,
      failed: 0,
    });
    expect(hunting.state.steps).toBeGreaterThan(1000);
    expect(hunting.state.virtualMs).toBeGreaterThan(1000);
    expect(hunting.state.situations).toBeGreaterThan(5);
    expect(hunting.state.elapsedMs).toBeGreaterThan(0);
    expect(states.at(-1)).toBe(hunting.state);
    expect(hands.alive.size).toBe(0);
  });

  test('in vain is refused with a sentence, and the one before goes on', async () => {
    const hands = new Hands();
    const { hunting } = hunt(hands);
    hunting.start(SOUND, 5, 100);
    const network = { ...SOUND.network, latencyMs: [60_000, 60_000] } as const;
    expect(() => hunting.start({ ...SOUND, network }, 1, 100)).toThrow(
      /^There is nothing to hunt: nobody can have authority: .*shorten the latency, or lengthen leaseMs\.$/,
    );
    expect(hunting.state).toMatchObject({ mode: 'searching', prey: SOUND });
    await hands.finish();
    expect(hunting.state).toMatchObject({ mode: 'clean', schedules: 7 * FAMILY_SIZE });
  });

  test('that finds something shrinks it, and tells each simpler run', async () => {
    const hands = new Hands();
    const { hunting, states } = hunt(hands);
    hunting.start(FORGETFUL, 1, 10_000);
    await hands.finish();
    const { mode, found, shrunk, schedules } = hunting.state;
    expect(mode).toBe('found');
    expect(schedules).toBeLessThan(10_000);
    expect(shrunk).toMatchObject({ done: true, violation: { invariant: found!.violation.invariant } });
    expect(shrunk!.run.faults!.length).toBeLessThan(found!.run.faults!.length);
    expect(states.some((state) => state.mode === 'shrinking' && state.shrunk?.done === false)).toBe(true);
    expect(hands.alive.size).toBe(0);
  });

  test('finds the same with any number of workers, whoever is faster', async () => {
    const finds = [];
    for (const [size, backwards] of [
      [1, false],
      [3, false],
      [3, true],
    ] as const) {
      const hands = new Hands();
      const { hunting } = hunt(hands, size);
      hunting.start(preyWithout('stickyVoters'), 1, 5000);
      await hands.finish((all) => (backwards ? all.slice(-1) : all));
      finds.push({ seed: hunting.state.found?.seed, run: hunting.state.shrunk?.run });
    }
    expect(finds[0]!.seed).toBeGreaterThan(0);
    expect(finds[1]).toEqual(finds[0]);
    expect(finds[2]).toEqual(finds[0]);
  });

  test('stops at once, and can be begun again', async () => {
    const hands = new Hands();
    const { hunting } = hunt(hands);
    hunting.start(SOUND, 1, 100_000);
    await hands.turn();
    hunting.stop();
    expect(hunting.state).toMatchObject({ mode: 'idle', workers: 0, schedules: 64 });
    expect(hands.alive.size).toBe(0);
    hunting.start(SOUND, 1, 16);
    expect(hunting.state).toMatchObject({ mode: 'searching', schedules: 0, most: 16 });
    await hands.finish();
    expect(hunting.state.mode).toBe('clean');
  });

  test('that is stopped while it shrinks keeps what was found, as small as it was by then', async () => {
    const hands = new Hands();
    const { hunting } = hunt(hands, 1);
    hunting.start(FORGETFUL, 1, 10_000);
    while (hunting.state.mode === 'searching') await hands.turn();
    expect(hunting.state).toMatchObject({ mode: 'shrinking', shrunk: null });
    hunting.stop();
    expect(hunting.state.mode).toBe('found');
    expect(hunting.state.found).not.toBeNull();
  });

  test('that is stopped when one has found something keeps that', async () => {
    const hands = new Hands();
    const { hunting } = hunt(hands, 2);
    hunting.start(FORGETFUL, 1, 10_000);
    // The second worker has not answered yet, and might have found something sooner.
    while (hunting.state.found === null) await hands.turn((all) => all.slice(-1));
    expect(hunting.state.mode).toBe('searching');
    hunting.stop();
    expect(hunting.state.mode).toBe('found');
  });
});

describe('workers that fail', () => {
  test('are told, and the others go on', async () => {
    const hands = new Hands();
    const { hunting } = hunt(hands);
    hunting.start(SOUND, 1, 160);
    await hands.turn();
    [...hands.alive][0]!.die();
    await hands.finish();
    expect(hunting.state).toMatchObject({
      mode: 'clean',
      schedules: 128,
      failed: 1,
      failures: ['its worker died: out of memory'],
    });
  });

  test('with every job: nothing is called clean that was not tried', async () => {
    const hands = new Hands(() => {
      throw new Error('no such luck');
    });
    const { hunting } = hunt(hands);
    hunting.start(SOUND, 1, 320);
    await hands.finish();
    expect(hunting.state).toMatchObject({ mode: 'idle', schedules: 0, failed: 10 });
    expect(hunting.state.failures).toHaveLength(5);
    expect(hunting.state.failures[0]).toContain('no such luck');
  });

  test('before they did anything: it ends, and says so', async () => {
    const hands = new Hands();
    const { hunting } = hunt(hands);
    hunting.start(SOUND, 1, 320);
    for (const hand of [...hands.alive]) hand.die();
    await hands.finish();
    expect(hunting.state).toMatchObject({ mode: 'idle', failed: 2, workers: 0 });
  });

  test('while shrinking leave what was found', async () => {
    const hands = new Hands((job, tell) => {
      if (job.kind === 'shrink') throw new Error('too hard');
      return doHuntJob(job, tell);
    });
    const { hunting } = hunt(hands);
    hunting.start(FORGETFUL, 1, 10_000);
    await hands.finish();
    expect(hunting.state).toMatchObject({ mode: 'found', shrunk: null, failed: 1 });
    expect(hunting.state.found).not.toBeNull();
  });
});

test('who watches is told at most five times per second, and of the last change in any case', async () => {
  vi.useFakeTimers();
  const hands = new Hands();
  const hunting = new Hunting({ makeWorker: hands.make, size: 1, nowMs: () => Date.now() });
  const listener = vi.fn();
  hunting.subscribe(listener);
  hunting.start(SOUND, 1, 100_000);
  expect(listener).toHaveBeenCalledTimes(1);
  for (let i = 0; i < 10; i += 1) await hands.turn();
  expect(listener).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(200);
  expect(listener).toHaveBeenCalledTimes(2);
  expect(listener.mock.lastCall).toEqual([expect.objectContaining({ schedules: 320 })]);
  vi.advanceTimersByTime(1000);
  expect(listener).toHaveBeenCalledTimes(2);
  hunting.stop();
});
