import { describe, expect, test } from 'vitest';
import { huntCommand } from '../app/search/hunt-command';
import { shownPrey } from '../app/search/hunt-prey';
import { openingRun, presetConfig } from '../app/run/opening-run';
import { presetsFor } from '../app/run/presets';
import type { Prey } from '../check/hunt/prey';
import { ALL_PROTOCOLS } from '../core/everything';
import { resolveRun, systemOfRun, type Run } from '../sim/run';
import { readOptions } from './hunt-options';

const wordsOf = (command: string): string[] => command.replace('npm run hunt -- ', '').split(' ');

/** What the page would hunt. */
function preyOf(overrides: Partial<Run>): Prey {
  const run = resolveRun({ ...openingRun(), config: {}, ...overrides });
  return shownPrey(run, run, null);
}

describe("the page's command", () => {
  test.each(
    ALL_PROTOCOLS.flatMap((protocol) => presetsFor(protocol).map((preset) => ({ id: protocol.id, preset }))),
  )('means the same prey in a terminal: $id, $preset.id', ({ id, preset }) => {
    const parts = { protocol: id, clients: 2, exports: true };
    const prey = preyOf({
      ...parts,
      config: presetConfig(preset, systemOfRun(parts)),
      network: preset.network,
      safeguards: { fencing: false, majorityAck: false },
    });
    const command = huntCommand(prey, 7);
    expect(command).toContain(`--preset ${preset.id}`);
    expect(readOptions(wordsOf(command))).toMatchObject({ prey, seed: 7, families: 1 });
  });

  test('names numbers that nobody else chose', () => {
    const prey = preyOf({
      nodes: ['n1', 'n2', 'n3'],
      // Another field follows from one of these, and is told where it does not.
      config: { hbIntervalMs: 77, downAfterMs: 900, electionBackoffMs: 12 },
      network: { latencyMs: [1.5, 40], lossRatio: 0.01, duplicateRatio: 0.125 },
    });
    const command = huntCommand(prey, 1);
    expect(command).toContain('--nodes 2-3');
    expect(command).toContain('--latency 1.5-40 --loss 0.01 --duplicates 0.125');
    expect(readOptions(wordsOf(command))).toMatchObject({ prey });
  });

  test('names a number that does not follow from the others, though nobody else would set it otherwise', () => {
    const { refreshMs } = preyOf({ protocol: 'ballot-lease' }).config;
    const prey = preyOf({ protocol: 'ballot-lease', config: { leaseMs: 20_000, refreshMs: refreshMs! } });
    const command = huntCommand(prey, 1);
    expect(command).toContain(`leaseMs=20000,refreshMs=${refreshMs}`);
    expect(readOptions(wordsOf(command))).toMatchObject({ prey });
  });

  test('of a single node, with all as published but one number', () => {
    const prey = preyOf({ nodes: ['n1'], network: { duplicateRatio: 1 } });
    expect(huntCommand(prey, 3)).toBe(
      'npm run hunt -- --protocol quorum --preset published --duplicates 1 --nodes 1 --seed 3 --schedules 1',
    );
  });
});
