/** The hunt finds every bug that was planted on purpose, and nothing in the elector without one. */
import { afterAll, expect, test } from 'vitest';
import { tryFamily, type FamilyReport } from '../../src/check/hunt/family';
import { preyOf, type Prey } from '../../src/check/hunt/prey';
import { SEARCH_CONFIG } from '../../src/check/schedule';
import { resolveRun } from '../../src/sim';
import { MUTANTS, protocolOf } from './mutants';

/** Some need a rare moment; most are found in the first few. */
const MOST_FAMILIES = 1500;
const CLEAN_FAMILIES = 100;

const preyNamed = (protocol: string): Prey =>
  preyOf(
    resolveRun({
      ...{ version: 1, protocol, nodes: ['n1'], seed: 1, config: SEARCH_CONFIG },
      network: { latencyMs: [2, 10] },
    }),
    [3, 5],
  );

function hunt(prey: Prey, families: number): { schedules: number; last: FamilyReport } {
  let schedules = 0;
  for (let seed = 1; ; seed += 1) {
    const last = tryFamily(prey, seed);
    schedules += last.schedules;
    if (last.found !== null || seed >= families) return { schedules, last };
  }
}

const score: string[] = [];

test.each(MUTANTS.map((mutant, at) => ({ ...mutant, at })))('found: it $name', ({ at, name }) => {
  const { id } = protocolOf(MUTANTS[at]!, at);
  const { schedules, last } = hunt(preyNamed(id), MOST_FAMILIES);
  expect(last.found, `nothing in ${schedules} schedules`).not.toBeNull();
  score.push(
    `${name}: ${last.found!.violation.invariant} after ${schedules} schedules (seed ${last.found!.seed})`,
  );
});

test(`nothing in ${CLEAN_FAMILIES} families of the elector as it is`, () => {
  const { last } = hunt(preyNamed('quorum'), CLEAN_FAMILIES);
  expect(last.found?.violation.text ?? null).toBeNull();
});

afterAll(() => console.info([`${score.length} of ${MUTANTS.length} mutants found:`, ...score].join('\n  ')));
