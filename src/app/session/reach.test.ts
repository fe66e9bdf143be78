import { describe, expect, test } from 'vitest';
import { resolveRun, simulate } from '../../sim';
import { runOf } from '../../sim/test-kit';
import { LIMITS, reach } from './reach';
import type { Pace } from './slices';

/** A machine on which each look at the clock takes `tickMs`. */
function machine(tickMs: number): Pace & { frames: number } {
  let nowMs = 0;
  const pace = {
    frames: 0,
    nowMs: () => (nowMs += tickMs),
    requestFrame: (callback: (now: number) => void) => {
      pace.frames += 1;
      // The page takes its time too.
      nowMs += 1000;
      setTimeout(() => callback(nowMs), 0);
    },
  };
  return pace;
}

describe('reaching an instant', () => {
  test('gives what running up to it gives, and lets the page have its frames', async () => {
    const run = runOf(3, { faults: [{ atMs: 500, kind: 'kill', node: 'n1' }] });
    const pace = machine(0.5);
    const past = await reach(resolveRun(run), 1_000_000, pace);
    expect(past.trace.digest()).toBe(simulate(run, 1000).digest);
    expect(past.now.state.headUs).toBe(1_000_000);
    expect(pace.frames).toBeGreaterThan(5);
  });

  test('on a fast machine is done before the first frame', async () => {
    const pace = machine(0);
    await reach(resolveRun(runOf(3)), 1_000_000, pace);
    expect(pace.frames).toBe(0);
  });

  test('gives up with a sentence when it takes too long, in work and not in waiting', async () => {
    await expect(reach(resolveRun(runOf(3)), 3_600_000_000, machine(40))).rejects.toThrow(
      /^headMs: to run this again up to 3600 s takes more than 20 s on this machine; choose an earlier instant\.$/,
    );
  });

  test('gives up with a sentence when it takes too many steps', async () => {
    const limits = { ...LIMITS, steps: 5000 };
    await expect(reach(resolveRun(runOf(5)), 3_600_000_000, machine(0), limits)).rejects.toThrow(
      /^headMs: .* 3600 s takes more than 5000 steps; choose an earlier instant\.$/,
    );
  });
});
