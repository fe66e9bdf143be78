import { describe, expect, test } from 'vitest';
import { presetConfig } from '../../src/app/run/opening-run';
import { presetsFor } from '../../src/app/run/presets';
import { marginSetupOf, MARGINS } from '../../src/check/margins';
import { measure } from '../../src/check/margins/trials';
import type { LabSetup } from '../../src/check/lab/setup';
import { ALL_PROTOCOLS } from '../../src/core/everything';

/** What follows is a bound: nothing that is measured is beyond it. */
describe('of each protocol with each of its presets', () => {
  const cases = ALL_PROTOCOLS.filter(({ id }) => id in MARGINS && id !== 'kubernetes-lease').flatMap((one) =>
    presetsFor(one).map((preset) => [one.id, preset.id, one, preset] as const),
  );
  const SEEDS = 8;
  // To find an outage takes many runs.
  const SEEDS_OF_OUTAGE = 1;

  test.each(cases)('%s, %s', (_, __, one, { network, ...preset }) => {
    const given = presetConfig({ network, ...preset }, one);
    const setup: LabSetup = {
      protocol: one.id,
      nodes: ['n1', 'n2', 'n3'],
      config: given,
      network,
      safeguards: {},
    };
    const rows = MARGINS[one.id]!(marginSetupOf(setup));
    expect(rows.length).toBeGreaterThanOrEqual(5);
    for (const { id, derived, trial, figureOf = (ms: number) => ms } of rows) {
      const seeds = trial === 'outage' ? SEEDS_OF_OUTAGE : SEEDS;
      const value = figureOf(measure(setup, trial, seeds).valueMs!);
      const isAtLeast = ['margin', 'rates', 'soonest', 'outage'].includes(id);
      if (isAtLeast) expect.soft(value, id).toBeGreaterThanOrEqual(derived.value);
      else expect.soft(value, id).toBeLessThanOrEqual(derived.value);
    }
  });
});
