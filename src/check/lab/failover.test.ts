import { describe, expect, test } from 'vitest';
import { Monitor } from '../monitor';
import { advance } from '../../sim/cluster/advance';
import { World } from '../../sim/cluster/world';
import { InlineHost } from '../../sim/inline-host';
import { failoverTrial, quietTrial } from './failover';
import { paceOf, problemOf, trialRun } from './setup';
import { labSetup } from './test-kit';

const seeds = Array.from({ length: 12 }, (_, at) => at + 1);

describe('one failover', () => {
  test('follows from setup and seed alone, and every seed has its own', () => {
    const setup = labSetup();
    const trials = seeds.map((seed) => failoverTrial(setup, seed));
    expect(seeds.map((seed) => failoverTrial(structuredClone(setup), seed))).toEqual(trials);
    expect(new Set(trials.map(({ failoverUs }) => failoverUs)).size).toBeGreaterThan(seeds.length / 2);
    for (const trial of trials) {
      expect(trial.outcome).toBe('settled');
      expect(
        Object.values(trial).filter((value) => typeof value === 'number' && !Number.isInteger(value)),
      ).toEqual([]);
    }
  });

  for (const protocol of ['quorum', 'kevy', 'ballot-lease']) {
    test(`is seen by the trace of the same run as it was measured: ${protocol}`, () => {
      const setup = labSetup({ protocol });
      for (const seed of seeds.slice(0, 4)) {
        const trial = failoverTrial(setup, seed);
        const { run } = trialRun(setup, seed);
        const faults = [
          ...run.faults,
          { atMs: trial.failedAtUs / 1000, kind: 'kill', node: trial.leader! } as const,
        ];
        const host = new InlineHost();
        const world = new World({ ...run, faults }, host);
        const leaderAt = (atUs: number): readonly string[] => {
          advance(world, host, atUs);
          return world.slots.filter((slot) => slot.hasAuthority(atUs)).map(({ id }) => id);
        };
        expect(leaderAt(trial.failedAtUs - 1)).toEqual([trial.leader]);
        expect(leaderAt(trial.failedAtUs)).toEqual([]);
        const nextUs = trial.failedAtUs + trial.failoverUs;
        expect(leaderAt(nextUs)).toEqual([]);
        expect(leaderAt(nextUs + 1)).toEqual([trial.successor]);
      }
    });
  }

  test('takes the leader away at any moment between two of its heartbeats', () => {
    const phasesUs = seeds.map((seed) => {
      const { leader, failedAtUs } = failoverTrial(labSetup(), seed);
      const host = new InlineHost();
      const world = new World(trialRun(labSetup(), seed).run, host);
      advance(world, host, failedAtUs);
      const { messages } = world.trace;
      let id = messages.length - 1;
      while (messages.row(id).from !== leader) id -= 1;
      return failedAtUs - messages.row(id).sentUs;
    });
    expect(Math.max(...phasesUs)).toBeLessThanOrEqual(50_000);
    expect(Math.max(...phasesUs) - Math.min(...phasesUs)).toBeGreaterThan(25_000);
  });

  test('is longer without authority than until the next one only if that one is lost again', () => {
    for (const seed of seeds) {
      const { failoverUs, withoutUs, observedUs, twoClaimsUs } = failoverTrial(labSetup(), seed);
      expect(withoutUs).toBe(failoverUs);
      expect(observedUs).toBe(failoverUs + 500_000);
      expect(twoClaimsUs).toBe(0);
    }
  });

  test('counts two claims while a leader that was cut off still says that it is one', () => {
    for (const seed of seeds) {
      const { outcome, failoverUs, withoutUs, twoClaimsUs } = failoverTrial(labSetup(), seed, 'cutOff');
      expect(outcome).toBe('settled');
      // Its lease runs on for a while: that much less is without anybody.
      expect(withoutUs).toBeLessThan(failoverUs);
      expect(twoClaimsUs).toBeGreaterThan(0);
    }
    const published = failoverTrial(labSetup({ protocol: 'kevy' }), 1, 'cutOff');
    expect(published.twoClaimsUs).toBe(published.observedUs - published.failoverUs);
  });

  test('ends and says so when nobody can follow, or nobody ever led', () => {
    const alone = failoverTrial(labSetup({ count: 2 }), 1);
    const patienceUs = paceOf(labSetup({ count: 2 })).patienceMs * 1000;
    expect(alone).toMatchObject({
      outcome: 'unsettled',
      successor: null,
      failoverUs: patienceUs,
      withoutUs: patienceUs,
    });
    const deaf = labSetup({ network: { latencyMs: [1, 3], lossRatio: 1, duplicateRatio: 0 } });
    expect(failoverTrial(deaf, 1)).toMatchObject({ outcome: 'unsteady', leader: null, observedUs: 0 });
    expect(failoverTrial(labSetup({ count: 1 }), 1)).toMatchObject({ outcome: 'unsettled' });
  });
});

describe('a quiet while', () => {
  test('on a quiet network is quiet', () => {
    const trial = quietTrial(labSetup(), 3, 0.5);
    expect(trial).toMatchObject({
      led: true,
      observedUs: 30_000_000,
      failovers: 0,
      withoutUs: 0,
      twoClaimsUs: 0,
    });
    // 3 nodes, 2 peers each, 20 heartbeats a second.
    expect(trial.messages / 30).toBeGreaterThan(115);
    expect(trial.messages / 30).toBeLessThan(125);
    expect(quietTrial(labSetup(), 3, 0.5)).toEqual(trial);
  });

  test('counts a failover for each leader that comes after another', () => {
    const lossy = labSetup({
      config: {
        hbIntervalMs: 50,
        downAfterMs: 120,
        electionTimeoutMs: 60,
        electionBackoffMs: 20,
        electionBackoffJitterMs: 40,
      },
      network: { latencyMs: [1, 3], lossRatio: 0.4, duplicateRatio: 0 },
    });
    const trial = quietTrial(lossy, 5, 0.5);
    expect(trial.failovers).toBeGreaterThan(5);
    expect(trial.withoutUs).toBeGreaterThan(0);
    expect(trial.withoutUs).toBeLessThan(trial.observedUs);
  });

  test('says when nobody ever led', () => {
    const deaf = labSetup({ network: { latencyMs: [1, 3], lossRatio: 1, duplicateRatio: 0 } });
    expect(quietTrial(deaf, 1, 1)).toMatchObject({ led: false, observedUs: 0 });
  });
});

test('the meter does not disturb, and nothing unsafe happens in a trial', () => {
  const { run } = trialRun(labSetup({ count: 5 }), 4);
  const monitor = new Monitor();
  const host = new InlineHost();
  const world = new World(run, host, [monitor]);
  advance(world, host, 3_000_000);
  expect(monitor.violations).toEqual([]);
});

test('numbers that contradict each other are refused with a sentence', () => {
  expect(problemOf(labSetup())).toBeNull();
  expect(problemOf(labSetup({ config: { hbIntervalMs: 0 } }))).toBe(
    'hbIntervalMs (0) must be from 1 to 3600000.',
  );
  expect(problemOf(labSetup({ config: { hbIntervalMs: 600, downAfterMs: 500 } }))).toMatch(
    /^(hbIntervalMs|downAfterMs)/,
  );
  expect(problemOf(labSetup({ network: { latencyMs: [9, 3], lossRatio: 0, duplicateRatio: 0 } }))).toBe(
    'The least latency (9 ms) must not be above the most (3 ms).',
  );
});
