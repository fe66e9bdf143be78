import { describe, expect, test } from 'vitest';
import { parseRun } from '../../src/app/run/schema';
import { RandomStream, streamState } from '../../src/sim/random';
import { resolveRun } from '../../src/sim/run';
import { SEARCH_CONFIG } from '../../src/check/schedule';
import { FAMILY_SIZE, huntedIn, tryFamily } from '../../src/check/hunt/family';
import { paceOf, preyOf, rainOf, wildSchedule, type Prey } from '../../src/check/hunt/prey';
import { vary } from '../../src/check/hunt/vary';

const prey = (over: Partial<Prey> = {}, config: Record<string, number> = SEARCH_CONFIG): Prey => {
  const { protocol = 'quorum', clients = 0, exports = false, safeguards = {} } = over;
  const run = resolveRun({
    ...{ version: 1, protocol, nodes: ['n1'], seed: 1, config, safeguards, clients, exports },
    network: { latencyMs: [2, 10] },
  });
  return { ...preyOf(run, [2, 4]), ...over, safeguards: run.safeguards };
};

const luckOf = (seed: number): RandomStream => new RandomStream(streamState(seed, 'faults'));

describe('a family', () => {
  test('follows from its seed alone', () => {
    expect(tryFamily(prey(), 7)).toEqual(tryFamily(prey(), 7));
    expect(tryFamily(prey(), 7).steps).not.toBe(tryFamily(prey(), 8).steps);
  });

  test('tries all its schedules when nothing is found, and says what they went through', () => {
    const report = tryFamily(prey({ safetyOnly: true }), 1);
    expect(report).toMatchObject({ schedules: FAMILY_SIZE, found: null });
    expect(report.situations.size).toBeGreaterThan(10);
    expect(report.virtualMs).toBeGreaterThan(FAMILY_SIZE * 2000);
  });

  test('ends with its first find, which is a run that breaks what it says', () => {
    const unsafe = prey({ protocol: 'kevy' });
    const found = [1, 2, 3, 4].map((seed) => tryFamily(unsafe, seed).found).find((one) => one !== null)!;
    expect(parseRun(found.run).protocol).toBe('kevy');
    expect(huntedIn(unsafe).map(({ id }) => id)).toContain(found.violation.invariant);
  });
});

describe('what is hunted', () => {
  test('is what was promised: no notes, and no single authority where wall clocks decide', () => {
    const ids = (protocol: string) => huntedIn(prey({ protocol }, {})).map(({ id }) => id);
    expect(ids('quorum')).toContain('oneAuthority');
    expect(ids('ballot-lease')).not.toContain('oneAuthority');
    for (const protocol of ['quorum', 'kevy', 'ballot-lease']) {
      expect(ids(protocol)).not.toContain('settles');
      expect(ids(protocol)).not.toContain('oneExport');
    }
  });
});

describe('a schedule', () => {
  test('is a run that the page takes, wild or varied, whatever the cluster has', () => {
    const preys = [
      prey(),
      prey({ clients: 2 }),
      prey({ protocol: 'ballot-lease', clients: 1, exports: true }, { exportWorkMs: 500 }),
    ];
    for (const one of preys) {
      for (let seed = 1; seed <= 60; seed += 1) {
        const luck = luckOf(seed);
        let schedule = wildSchedule(one, seed, luck);
        for (let i = 0; i < 5; i += 1) {
          expect(() => parseRun(schedule.run)).not.toThrow();
          schedule = vary(one, schedule, luck);
        }
      }
    }
  });

  test('is as slow as the cluster', () => {
    const slow = prey({}, { hbIntervalMs: 1000, downAfterMs: 5000 });
    expect(paceOf(slow)).toBe(25);
    expect(wildSchedule(slow, 1, luckOf(1)).faultsEndMs).toBe(
      wildSchedule(prey(), 1, luckOf(1)).faultsEndMs * 25,
    );
  });

  test('ends with everything made whole, also after it was varied', () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const luck = luckOf(seed);
      const schedule = vary(prey(), wildSchedule(prey(), seed, luck), luck);
      const end = schedule.run.faults!.filter(({ atMs }) => atMs === schedule.faultsEndMs);
      expect(end[0]).toMatchObject({ kind: 'healAll' });
      expect(rainOf(schedule)).toHaveLength(schedule.run.faults!.length - end.length);
    }
  });

  test('leaves the data to the register where there is one', () => {
    for (let seed = 1; seed <= 80; seed += 1) {
      const { run } = wildSchedule(prey({ clients: 2 }), seed, luckOf(seed));
      expect(run.faults!.map(({ kind }) => kind)).not.toContain('replOffset');
    }
  });
});
