/** No run that is made here is refused where runs are read: what a search finds can always be opened. */
import { describe, expect, test } from 'vitest';
import type { Config } from '../../src/core/protocol';
import { presetConfig } from '../../src/app/run/opening-run';
import { PRESETS } from '../../src/app/run/presets';
import { parseRun } from '../../src/app/run/schema';
import { bookmarkOf } from '../../src/app/search/found-run';
import { EVERY_KIND, hostileRun, type HostileParts } from '../../src/check/hostile-run';
import { tryFamily } from '../../src/check/hunt/family';
import { preyOf, wildSchedule, type Prey } from '../../src/check/hunt/prey';
import { shrink } from '../../src/check/hunt/shrink';
import { vary } from '../../src/check/hunt/vary';
import { trialRun } from '../../src/check/lab/setup';
import { randomSchedule, searchConfig } from '../../src/check/schedule';
import { resolveRun, systemOfRun, type Network, type Run } from '../../src/sim/run';
import { RandomStream, streamState } from '../../src/sim/random';

const SEEDS = Array.from({ length: 12 }, (_, at) => at + 1);
const nameOf = ({ protocol, clients = 0, exports = false }: HostileParts): string =>
  `${protocol}${clients > 0 ? ', clients' : ''}${exports ? ', exports' : ''}`;

/** The words of whatever is refused, none if nothing is. */
function refusals(runs: Iterable<Run>): string[] {
  const words = new Set<string>();
  for (const run of runs) {
    try {
      parseRun(JSON.parse(JSON.stringify(run)));
    } catch (error) {
      words.add(error instanceof Error ? error.message : String(error));
    }
  }
  return [...words];
}

/** What a family would try: a few wild ones, and variations of variations. */
function* hunted(prey: Prey): Generator<Run> {
  for (const seed of SEEDS) {
    const luck = new RandomStream(streamState(seed, 'faults'));
    let schedule = wildSchedule(prey, seed, luck);
    for (let at = 0; at < 8; at += 1) {
      yield schedule.run;
      schedule = vary(prey, schedule, luck);
    }
  }
}

function preyWith(parts: HostileParts, config: Config, network: Partial<Network>, most = 5): Prey {
  return preyOf(resolveRun({ version: 1, nodes: ['n1'], seed: 1, ...parts, config, network }), [1, most]);
}

describe.each(EVERY_KIND.map((parts) => [nameOf(parts), parts] as const))('%s', (_, parts) => {
  const system = systemOfRun(parts);

  test('schedules of a hunt, at every pace', () => {
    expect(refusals(hunted(preyWith(parts, searchConfig(system), { latencyMs: [2, 12] })))).toEqual([]);
    for (const preset of PRESETS) {
      const prey = preyWith(parts, presetConfig(preset, system), preset.network);
      expect(refusals(hunted(prey)), preset.id).toEqual([]);
    }
  });

  test('in the slowest network that there may be', () => {
    const slowest = { latencyMs: [60_000, 60_000], lossRatio: 0.5, duplicateRatio: 1 } as const;
    expect(refusals(hunted(preyWith(parts, {}, slowest)))).toEqual([]);
  });

  test('random and hostile schedules', () => {
    expect(refusals(SEEDS.map((seed) => randomSchedule(seed, parts).run))).toEqual([]);
    expect(refusals(SEEDS.map((seed) => hostileRun(seed, parts)))).toEqual([]);
  });
});

test('where slow links would fill the air, a hunt leaves them as they are', () => {
  const config = { hbIntervalMs: 10, downAfterMs: 200_000, leaseMs: 150_000, electionTimeoutMs: 100_000 };
  const network = { latencyMs: [20_000, 20_000], lossRatio: 0, duplicateRatio: 0.3 } as const;
  const prey = preyWith({ protocol: 'quorum' }, config, network, 9);
  expect(refusals(hunted({ ...prey, nodes: [9, 9] }))).toEqual([]);
});

test('trials of the lab', () => {
  const runs = PRESETS.flatMap((preset) =>
    ['quorum', 'kevy', 'ballot-lease'].map((protocol) => {
      const config = presetConfig(preset, systemOfRun({ protocol }));
      const nodes = ['n1', 'n2', 'n3'];
      return trialRun({ protocol, nodes, config, network: preset.network, safeguards: {} }, 1).run;
    }),
  );
  expect(refusals(runs)).toEqual([]);
});

test('what is found, and every step at which it was made smaller', () => {
  const prey = preyWith({ protocol: 'kevy' }, searchConfig(systemOfRun({ protocol: 'kevy' })), {
    latencyMs: [2, 12],
  });
  const found = SEEDS.map((seed) => tryFamily({ ...prey, nodes: [2, 5] }, seed).found).find((one) => one)!;
  const { run, violation } = found;
  const steps = [...shrink(run, violation.invariant, violation.atUs / 1000 + 1)];
  expect(steps.length).toBeGreaterThan(2);
  expect(refusals([run, ...steps.map((step) => step.run)])).toEqual([]);
  expect(refusals(steps.map((step) => bookmarkOf(step).run))).toEqual([]);
});
