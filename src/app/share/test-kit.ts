/** Excerpts of real runs, for the tests of the formats. */
import { hostileRun } from '../../check/hostile-run';
import { resolveRun, systemOfRun, type Run } from '../../sim/run';
import { record } from '../session/past';
import type { Excerpt } from './excerpt';

export async function excerptOf(run: Run, fromMs: number, toMs: number): Promise<Excerpt> {
  const resolved = resolveRun(run);
  const { trace, now } = await record(resolved, toMs * 1000, () => null);
  return {
    run: resolved,
    protocol: systemOfRun(run),
    trace,
    violations: now.monitor.violations,
    fromUs: fromMs * 1000,
    toUs: toMs * 1000,
  };
}

/** Kills, cuts, crashes, damaged frames, a frozen node: something of everything. */
export const hostileExcerpt = (seed: number, fromMs = 300, toMs = 2000): Promise<Excerpt> =>
  excerptOf(hostileRun(seed, seed % 2 === 0 ? 'kevy' : 'quorum'), fromMs, toMs);

/** One cut link and two primaries: a violation that is sure to happen. */
export const splitBrain = (fromMs = 0, toMs = 3000): Promise<Excerpt> =>
  excerptOf(
    {
      version: 1,
      protocol: 'kevy',
      nodes: ['n1', 'n2', 'n3'],
      seed: 1,
      config: {
        hbIntervalMs: 50,
        downAfterMs: 400,
        electionTimeoutMs: 300,
        electionBackoffMs: 50,
        electionBackoffJitterMs: 50,
      },
      network: { latencyMs: [5, 10] },
      faults: [
        { atMs: 1000, kind: 'cut', from: 'n1', to: 'n2' },
        { atMs: 1000, kind: 'cut', from: 'n2', to: 'n1' },
      ],
    },
    fromMs,
    toMs,
  );
